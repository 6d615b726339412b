import type { Expression } from '../../python/tree.ts';
import type { Data } from '../../syntax/data.ts';
import { constantData } from '../constant.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import type { Deprecation } from '../schema.ts';
import type { FieldCall } from './pydantic-annotation.ts';

/** A field's name, and the names of all fields of its class. */
interface FieldAmong {
  readonly name: string;
  readonly siblings: readonly string[];
}

/**
 * The deprecation of a field: `Field(deprecated=True | "…" | deprecated("…"))` or `Annotated[T, deprecated("…")]`.
 * What takes its place is `json_schema_extra={"x-replacement": "name"}` (`None`: nothing does), else a field's name in
 * backticks in the text. When it should be gone is `"x-until"` there, else a date in the text after a word for it.
 */
export function readDeprecation(
  project: PythonProject,
  calls: readonly FieldCall[],
  metadata: FieldCall | undefined,
  field: FieldAmong,
): Deprecation | undefined {
  const written = argumentOf(calls, 'deprecated');
  const source = written ?? (metadata && { value: metadata.call, file: metadata.file });
  if (!source) return undefined;
  const said = deprecationOf(project, source.file, source.value);
  if (said === false) return undefined;
  const extra = argumentOf(calls, 'json_schema_extra');
  const named = extra && extraData(project, extra.file, extra.value, 'x-replacement');
  const replacement = named?.kind === 'str' ? named.value : replacementIn(said, field);
  const final = named?.kind === 'none' || (replacement === undefined && saysNothingFollows(said));
  const dated = extra && extraData(project, extra.file, extra.value, 'x-until');
  const until = dateIn(dated?.kind === 'str' ? `until ${dated.value}` : said);
  return {
    ...(said === undefined ? {} : { message: said }),
    ...(replacement === undefined ? {} : { replacement }),
    ...(final ? { final } : {}),
    ...(until === undefined ? {} : { until }),
    place: { path: source.file.file.path, span: source.value.span },
  };
}

function argumentOf(calls: readonly FieldCall[], keyword: string) {
  for (const { call, file } of [...calls].reverse()) {
    const argument = call.args.find((it) => it.name === keyword);
    if (argument) return { value: argument.value, file };
  }
  return undefined;
}

/** The text, undefined for a deprecation without one, false for none. */
function deprecationOf(
  project: PythonProject,
  file: PythonFile,
  value: Expression,
): string | undefined | false {
  if (value.kind === 'call') {
    const symbol = resolveSymbol(project, file, value.callee);
    const [first] = value.args;
    if (symbol.kind === 'external' && symbol.name === 'typing.deprecated' && first) {
      return deprecationOf(project, file, first.value) || undefined;
    }
  }
  const data = constantData(project, file, value);
  if (data?.kind === 'str') return data.value;
  if (data?.kind === 'none' || (data?.kind === 'bool' && !data.value)) return false;
  return undefined;
}

function extraData(
  project: PythonProject,
  file: PythonFile,
  value: Expression,
  name: string,
): Data | undefined {
  if (value.kind !== 'dict') return undefined;
  for (const entry of value.entries) {
    const key = entry.key && constantData(project, file, entry.key);
    if (key?.kind === 'str' && key.value === name) return constantData(project, file, entry.value);
  }
  return undefined;
}

function saysNothingFollows(message: string | undefined): boolean {
  return (
    message !== undefined &&
    /\b(?:no|without) (?:a )?replacement\b|\bno longer (?:used|needed|read)\b/i.test(message)
  );
}

/** The ISO date after a word that gives a last day: `until 2026-12-01`. */
function dateIn(message: string | undefined): string | undefined {
  return /\b(?:until|by|before|after|removed? (?:on|in)|gone (?:on|in))\s+(\d{4}-\d{2}-\d{2})\b/i.exec(
    message ?? '',
  )?.[1];
}

/** The first text in backticks that is another field's name, in any case: `DB_POOL_SIZE` names `db_pool_size`. */
function replacementIn(message: string | undefined, { name, siblings }: FieldAmong): string | undefined {
  if (!message?.includes('`')) return undefined;
  const others = siblings.filter((it) => it !== name);
  for (const [, quoted] of message.matchAll(/`([^`]+)`/g)) {
    const exact = others.find((it) => it === quoted);
    const found = exact ?? others.find((it) => it.toLowerCase() === quoted?.toLowerCase());
    if (found !== undefined) return found;
  }
  return undefined;
}
