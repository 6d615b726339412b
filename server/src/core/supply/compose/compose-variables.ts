import type { Entry, Scalar, Value } from '../../syntax/document.ts';
import type { SuppliedVariable } from '../supply.ts';
import { interpolate, onlyName } from './compose-interpolate.ts';
import { originalEntry, originalScalar } from './compose-originals.ts';
import { type ComposeReading, mergeTag, refuse } from './compose-reading.ts';
import { composeScalar, isComposeNumber } from './compose-scalar.ts';

/** The variables that one `environment` gives, and the names that it takes out of what lies below. */
export interface ComposeVariables {
  readonly variables: readonly SuppliedVariable[];
  readonly resets: readonly string[];
}

const NONE: ComposeVariables = { variables: [], resets: [] };

/** Reads an `environment`, a mapping or a list. Anything else is refused by compose and noted. */
export function composeVariables(reading: ComposeReading, own: Entry | undefined): ComposeVariables {
  const value = own?.value;
  if (!own || !value) return NONE;
  if (value.kind === 'sequence') {
    return { variables: value.items.flatMap((item) => fromItem(reading, item) ?? []), resets: [] };
  }
  if (value.kind === 'scalar') {
    refuse(reading, own.key.span, '`environment` is neither a mapping nor a list, so compose does not start');
    return NONE;
  }
  const reset = value.entries.filter((entry) => mergeTag(reading, entry) === 'reset');
  const kept = value.entries.filter((entry) => !reset.includes(entry));
  return {
    variables: kept.flatMap((entry) => fromEntry(reading, entry) ?? []),
    resets: reset.map((entry) => entry.key.name),
  };
}

function fromEntry(reading: ComposeReading, given: Entry): SuppliedVariable | undefined {
  const entry = originalEntry(reading.document, given);
  const { name } = entry.key;
  if (entry.value && entry.value.kind !== 'scalar') {
    refuse(reading, given.key.span, `\`${name}\` holds more than one value, so compose does not start`);
    return undefined;
  }
  const value = entry.value && originalScalar(reading.document, entry.value);
  return variable(reading, { name, entry, shape: 'entry' }, composeScalar(reading.document.file.text, value));
}

/** `KEY=value` or `KEY` as an item of a list. References in the name are replaced as well. */
function fromItem(reading: ComposeReading, given: Value): SuppliedVariable | undefined {
  const item = given.kind === 'scalar' ? originalScalar(reading.document, given) : given;
  const text = composeScalar(reading.document.file.text, item);
  const isOne = text !== undefined && !isComposeNumber(reading.document.file.text, item);
  if (item.kind !== 'scalar' || text === undefined || !isOne) {
    refuse(reading, given.span, 'this item is no `KEY=value`, so compose does not start');
    return undefined;
  }
  const at = text.indexOf('=');
  const written = at < 0 ? text : text.slice(0, at);
  const value = at < 0 ? undefined : text.slice(at + 1);
  const name = interpolate(written, reading.environment.lookUp);
  if (written === '' || name.kind !== 'text') return undefined;
  const entry = assignmentEntry(reading.document.file.text, item, written, value);
  return variable(reading, { name: name.text, entry, shape: 'assignment' }, value);
}

/** Key and value where they stand in the item; the whole item for both where escapes or line breaks move them. */
function assignmentEntry(text: string, item: Scalar, name: string, value: string | undefined): Entry {
  const { start, end } = item.content;
  const isPlain = text.startsWith(name, start) && end > start;
  const key = isPlain ? { start, end: start + name.length } : item.content;
  const base = { key: { name, span: key, data: { kind: 'str', value: name } as const }, span: item.span };
  if (value === undefined) return base;
  const own = isPlain ? { start: start + name.length + 1, end } : item.content;
  return {
    ...base,
    value: { kind: 'scalar', span: own, content: own, quote: 'none', data: { kind: 'str', value } },
  };
}

type Placed = Pick<SuppliedVariable, 'name' | 'shape'> & { readonly entry: Entry };

function variable(reading: ComposeReading, placed: Placed, text: string | undefined): SuppliedVariable {
  const base = { ...placed, path: reading.document.file.path, secret: false } as const;
  if (text === undefined) {
    const reason = 'the value is taken over from the host';
    return taken(reading, base, base.name) ?? { ...base, value: { kind: 'unknown', reason } };
  }
  const only = onlyName(text);
  const from = only === undefined ? undefined : taken(reading, base, only);
  if (from) return from;
  const value = interpolate(text, reading.environment.lookUp);
  if (value.kind === 'text') return { ...base, value };
  if (value.kind === 'refused') {
    const { key, value: written = key } = placed.entry;
    const span = written.span.end > written.span.start ? written.span : key.span;
    refuse(reading, span, `compose cannot read this value: ${value.reason}`);
  }
  return { ...base, value: { kind: 'interpolated', text } };
}

/** The variable with the value of the line in `.env` that it stands for. */
function taken(
  { environment }: ComposeReading,
  base: Omit<SuppliedVariable, 'value'>,
  name: string,
): SuppliedVariable | undefined {
  const value = environment.lookUp(name);
  const line = environment.entryOf(name);
  if (value?.kind !== 'text' || value.text === '' || !line) return undefined;
  return { ...base, value, taken: line };
}
