import type { FieldResolution, Resolution } from '../../server/src/core/binding/resolution.ts';
import type { CaseResult } from './settings-case.ts';

/** Where the library took a field from; `file` where one variable of one dotenv file is the whole value. */
export interface Winner {
  readonly kind: 'process' | 'dotenv' | 'secrets' | 'file' | 'default' | 'init';
  readonly file?: string;
}

/** How many winners were compared, and what differs. */
export interface WinnerVerdict {
  readonly compared: number;
  readonly wrong: readonly string[];
}

const NOTHING: WinnerVerdict = { compared: 0, wrong: [] };

/** Compares where `resolve` says each decided field comes from with where the library took it from. */
export function compareWinners(ours: Resolution | undefined, { winners }: CaseResult): WinnerVerdict {
  if (!ours || !winners) return NOTHING;
  let compared = 0;
  const wrong: string[] = [];
  for (const field of ours.fields) {
    const wanted = winners[field.field.name];
    if (!wanted || field.state === 'undecided') continue;
    compared++;
    const got = saidOf(field);
    const agrees = got.kind === wanted.kind && (wanted.file === undefined || got.file === wanted.file);
    if (!agrees)
      wrong.push(
        `the winner of ${field.field.name} is ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`,
      );
  }
  return { compared, wrong };
}

function saidOf({ state, source }: FieldResolution): Winner {
  if (state === 'missing' || !source || source.kind === 'default_factory') return { kind: 'default' };
  const file = source.kind === 'dotenv' ? source.layer?.path : undefined;
  return { kind: source.kind, ...(file === undefined ? {} : { file }) };
}
