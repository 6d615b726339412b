import type { RecordFile } from '../record.ts';
import { checklistItem } from './checklist.ts';

/** Connections that a roll needs, from the item `connections` of the block `Database`. */
export interface Connections {
  readonly replicas: number;
  readonly pool: number;
  /** Replicas that a roll adds before it takes old ones away; as many as there are, where nothing is said. */
  readonly surge: number;
  /** Connections of other programs. */
  readonly other: number;
  readonly limit: number;
  /** (replicas + surge) × pool + other. */
  readonly duringRoll: number;
  /** True where that stays below the server's limit. */
  readonly fits: boolean;
}

const NAMES = ['replicas', 'pool', 'limit', 'surge', 'other'] as const;

/**
 * Works out `replicas=4 pool=20 limit=200`. Undefined where one of the three is missing, is no whole number, or
 * stands there twice.
 */
export function connectionsOf(record: RecordFile): Connections | undefined {
  const text = checklistItem(record, 'database', 'connections')?.value ?? '';
  const given = new Map<string, number>();
  for (const [, name = '', digits = ''] of text.matchAll(/\b([a-z]+)[ \t]*=[ \t]*(\d{1,9})\b/g)) {
    if (given.has(name)) return undefined;
    given.set(name, Number(digits));
  }
  const [replicas, pool, limit, surge, other] = NAMES.map((name) => given.get(name));
  if (replicas === undefined || pool === undefined || limit === undefined) return undefined;
  const duringRoll = (replicas + (surge ?? replicas)) * pool + (other ?? 0);
  return {
    replicas,
    pool,
    limit,
    surge: surge ?? replicas,
    other: other ?? 0,
    duringRoll,
    fits: duringRoll < limit,
  };
}
