import type { FieldType } from '../schema/field-type.ts';
import type { Field, Undecided } from '../schema/schema.ts';
import { codeBehind } from './code-behind.ts';
import { variablesOf } from './pairs.ts';
import type { Side } from './side.ts';

/** One version of the code. */
type CodeSide = Pick<Side, 'snapshot' | 'schema'>;

/**
 * True where two versions of a field do the same with the same input: type, constraints, default, names, decoding, and
 * the code of the service that judges it.
 */
export function isSameField(before: CodeSide, a: Field, after: CodeSide, b: Field): boolean {
  if (a === b) return true;
  const names = variablesOf(after.schema, b);
  if (variablesOf(before.schema, a).some((it, index) => it !== names[index])) return false;
  if (names.length !== a.inputs.length || !isAlike(described(a), described(b))) return false;
  if (!isAlike(readingOf(before, a), readingOf(after, b))) return false;
  return isSameCode(before, opensOf(a), after, opensOf(b));
}

/** All that decides about a value beside the code of the service. */
function described(field: Field): unknown {
  const { type, required, default: value, defaultFactory, decoding, validateDefault, respelled } = field;
  return { type, required, value, defaultFactory, decoding, validateDefault, respelled };
}

/** What the class decides about the texts of a field: how its parts are named, and what counts as none. */
function readingOf({ schema: { loading } }: CodeSide, field: Field): unknown {
  const { ignoreEmpty, parseNoneStr, parseEnums, strict, caseSensitive } = loading;
  const { nestedDelimiter, nestedMaxSplit, nestedPartialUpdate } = loading;
  const parts = { caseSensitive, nestedDelimiter, nestedMaxSplit, nestedPartialUpdate };
  return {
    text: { ignoreEmpty, parseNoneStr, parseEnums, strict },
    parts: field.decoding === 'none' ? undefined : parts,
  };
}

/** Every place at which code of the service decides about a value; the declaration itself where its type is not known. */
function opensOf(field: Field): readonly Undecided[] {
  const inner = innerOpens(field.type);
  const unknownType = inner.unknown ? [{ reason: 'the type', ...field.place }] : [];
  const own = field.defaultUndecided ? [...field.undecided, field.defaultUndecided] : field.undecided;
  return [...own, ...unknownType, ...inner.opens];
}

function innerOpens(part: unknown): { readonly opens: readonly Undecided[]; readonly unknown: boolean } {
  if (typeof part !== 'object' || part === null) return { opens: [], unknown: false };
  const { kind } = part as { readonly kind?: unknown };
  const own = kind === 'model' ? (part as FieldType & { readonly kind: 'model' }).undecided : [];
  const below = Object.values(part).map(innerOpens);
  return {
    opens: [...own, ...below.flatMap((it) => it.opens)],
    unknown: kind === 'undecided' || kind === 'judged' || below.some((it) => it.unknown),
  };
}

/** True where the code that leaves something open is the same text in both versions. */
export function isSameCode(
  before: CodeSide,
  a: readonly Undecided[],
  after: CodeSide,
  b: readonly Undecided[],
): boolean {
  const textsOf = ({ snapshot, schema }: CodeSide, all: readonly Undecided[]) =>
    all.map((it) => `${it.reason}\n${codeBehind(snapshot, it, schema.service) ?? ''}`);
  const [old, next] = [textsOf(before, a), textsOf(after, b)];
  return old.length === next.length && old.every((it, index) => it === next[index]);
}

/** Equal in all but the places where things are written. */
function isAlike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((it, index) => isAlike(it, b[index]));
  }
  const [left, right] = [meaningful(a), meaningful(b)];
  return (
    left.length === right.length &&
    left.every(([key, value], index) => {
      const [other, its] = right[index] as readonly [string, unknown];
      return key === other && isAlike(value, its);
    })
  );
}

/** Places, and what is for people only, decide nothing. `path` is a place's where it is a text. */
function meaningful(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value)
    .filter(
      ([key, it]) => it !== undefined && !PLACES.has(key) && !(key === 'path' && typeof it === 'string'),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

const PLACES: ReadonlySet<string> = new Set([
  'place',
  'declaration',
  'span',
  'description',
  'documentation',
  'title',
  'annotation',
  'deprecated',
]);
