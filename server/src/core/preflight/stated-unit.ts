import type { FieldType } from '../schema/field-type.ts';
import { pythonFile } from '../schema/python-file.ts';
import type { Field } from '../schema/schema.ts';
import { lineIndex } from '../text/line-index.ts';
import { unitOf } from '../values/units.ts';
import type { Side } from './side.ts';

/** One version of the code. */
type CodeSide = Pick<Side, 'snapshot' | 'schema'>;

/** In which unit the code says that a number of a field is. */
export interface StatedUnit {
  readonly unit: string;
  /** What says it: the field's name or its type, which code relies on, or a text for people. */
  readonly by: 'name' | 'type' | 'text';
}

/** The unit that the type, the name, the description or a comment of a field says; undefined where none does. */
export function statedUnit(side: CodeSide, field: Field): StatedUnit | undefined {
  const typed = TYPED[plainKind(field.type)];
  if (typed !== undefined) return { unit: typed, by: 'type' };
  const named = unitOf(nameInCode(side, field));
  if (named !== undefined) return { unit: named, by: 'name' };
  const written = field.description ?? commentsAt(side, field);
  const unit = written === undefined ? undefined : unitIn(written);
  return unit === undefined ? undefined : { unit, by: 'text' };
}

/** Types that read a plain number in one unit: pydantic's `timedelta` in seconds, `ByteSize` in bytes. */
const TYPED: Readonly<Record<string, string>> = { timedelta: 'seconds', 'byte-size': 'bytes' };

/** The kind of a type without what constrains it, and without `None`. */
export function plainKind(type: FieldType): FieldType['kind'] {
  return type.kind === 'constrained' || type.kind === 'optional' || type.kind === 'or-empty'
    ? plainKind(type.inner)
    : type.kind;
}

/** The attribute of a class; of a module, the name that a read is assigned to, else the variable. */
export function nameInCode({ snapshot, schema }: CodeSide, field: Field): string {
  if (schema.form === 'class') return field.name;
  const { path, span } = field.declaration;
  const text = snapshot.files.get(path)?.text;
  if (text === undefined || (field.reads?.length ?? 0) > 1) return field.name;
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  return /^\s*([A-Za-z_]\w*)\s*(?::[^=\n]*)?=(?!=)/.exec(text.slice(start))?.[1] ?? field.name;
}

/** The comments on the lines of a declaration, and on the line above it. */
function commentsAt({ snapshot }: CodeSide, { declaration }: Field): string | undefined {
  const file = snapshot.files.get(declaration.path);
  if (!file?.text.includes('#')) return undefined;
  const lines = lineIndex(file);
  const first = lines.position(declaration.span.start).line;
  const last = lines.position(declaration.span.end).line;
  const found = pythonFile(snapshot.engines.python, file).module.comments.filter(({ span, ownLine }) => {
    const { line } = lines.position(span.start);
    return line <= last && line >= first - (ownLine ? 1 : 0);
  });
  return found.length === 0 ? undefined : found.map(({ text }) => text).join(' ');
}

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:milliseconds?|millis|msecs?|ms)\b/i, 'milliseconds'],
  [/\b(?:microseconds?|µs)\b/i, 'microseconds'],
  [/\b(?:seconds|secs?)\b/i, 'seconds'],
  [/\b(?:minutes|mins)\b/i, 'minutes'],
  [/\b(?:hours|hrs)\b/i, 'hours'],
  [/\bdays\b/i, 'days'],
  [/\bweeks\b/i, 'weeks'],
  [/\bbytes\b/i, 'bytes'],
  [/\b(?:kilobytes|KB)\b/i, 'kilobytes'],
  [/\b(?:megabytes|MB)\b/i, 'megabytes'],
  [/\b(?:gigabytes|GB)\b/i, 'gigabytes'],
  [/\b(?:kibibytes|KiB)\b/i, 'kibibytes'],
  [/\b(?:mebibytes|MiB)\b/i, 'mebibytes'],
  [/\b(?:gibibytes|GiB)\b/i, 'gibibytes'],
  [/\b(?:percent|per cent|percentage)\b/i, 'percent'],
];

/** The one unit that a text names; undefined where it names none, or several. */
function unitIn(text: string): string | undefined {
  const [first, ...others] = WORDS.filter(([word]) => word.test(text));
  return others.length === 0 ? first?.[1] : undefined;
}
