import type { MigrationAsk } from '../core/features/migrations.ts';
import { keyArguments, keyWords } from '../core/migration/kinds/key-arguments.ts';
import { KIND_NAMES, type KindName, kindNamed } from '../core/migration/kinds/kinds.ts';

/** All keys of both sides are there. */
export type ReadMigrationAsk = MigrationAsk & Required<Pick<MigrationAsk, 'fromKeys' | 'toKeys'>>;

type ReadAsk =
  | { readonly ok: true; readonly ask: ReadMigrationAsk }
  | { readonly ok: false; readonly message: string };

/**
 * A migration as a client asks for it. What the command line refuses is refused here in the same words.
 * @param argument a `MigrationRequest` with `answers`, or anything: clients send what they like
 */
export function readMigrationAsk(argument: Readonly<Record<string, unknown>>): ReadAsk {
  const name = text(argument.kind);
  if (name === undefined) return refuse('A migration needs a kind and a key');
  const kind = isKindName(name) ? kindNamed(name) : undefined;
  if (!kind) return refuse(`\`${name}\` is no kind of migration; there are ${KIND_NAMES.join(', ')}`);
  const from = keysOf(argument.fromKeys, argument.from);
  const to = keysOf(argument.toKeys, argument.to);
  if (!from || !to) return refuse('Keys are texts that are not empty');
  if (from.length === 0) return refuse('A migration needs a kind and a key');
  const keys = keyArguments(kind, keyWords(kind, { from, to }));
  if (typeof keys === 'string') return refuse(keys);
  const answers = answersOf(argument.answers);
  if (!answers) return refuse('Answers are an object by the ids of questions');
  const [first = ''] = keys.from;
  const [next] = keys.to;
  const convert = text(argument.convert);
  const settings = text(argument.settings);
  const ask = {
    kind: kind.name,
    from: first,
    ...(next === undefined ? {} : { to: next }),
    fromKeys: keys.from,
    toKeys: keys.to,
    ...(convert === undefined ? {} : { convert }),
    ...(settings === undefined ? {} : { settings }),
    answers,
  };
  return { ok: true, ask };
}

function refuse(message: string): ReadAsk {
  return { ok: false, message };
}

function isKindName(name: string): name is KindName {
  return KIND_NAMES.some((it) => it === name);
}

/** A list of keys, else the single one; undefined for what is no list of names. */
function keysOf(list: unknown, single: unknown): readonly string[] | undefined {
  const keys: unknown = list ?? (single === undefined ? [] : [single]);
  if (!Array.isArray(keys)) return undefined;
  return keys.every((it): it is string => text(it) !== undefined) ? keys : undefined;
}

function answersOf(given: unknown): ReadonlyMap<string, string> | undefined {
  if (given === undefined) return new Map();
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
  return new Map(Object.entries(given).map(([id, answer]) => [id, String(answer)]));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
