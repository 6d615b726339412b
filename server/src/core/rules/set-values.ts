import { bindLayer } from '../binding/bind.ts';
import { type FileReader, readersOf } from '../binding/unknown.ts';
import type { Field } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { isProductionName } from '../supply/environment-name.ts';
import type { Document, Entry } from '../syntax/document.ts';
import { entryNames } from '../syntax/entry-names.ts';
import { memo } from '../text/memo.ts';
import type { Span } from '../text/span.ts';

/** A value of a settings file that stands there as a plain text, and the field that it sets. */
export interface SetValue {
  readonly entry: Entry;
  readonly field: Field;
  readonly reader: FileReader;
  readonly text: string;
  readonly span: Span;
  /** Some environment of the file serves users. */
  readonly production: boolean;
  /** Nobody but developers and tests uses the file. */
  readonly development: boolean;
}

/**
 * The plain values of a file whose key matches, each once. The names are looked through again only when one of them
 * changes.
 * @param wanted a lasting function, by which the matches are remembered
 */
export function* setValues(
  snapshot: Snapshot,
  document: Document,
  wanted: (name: string) => boolean,
): Generator<SetValue> {
  if (!matches(wanted)(entryNames(document.root))) return;
  const seen = new Set<Entry>();
  for (const reader of readersOf(snapshot).get(document.file.path) ?? []) {
    if (reader.layer.personal) continue;
    for (const it of bindLayer(reader.layer, reader.schema, document).entries) {
      const { value } = it.entry;
      if (it.kind !== 'field' || it.hidden || seen.has(it.entry) || !wanted(it.entry.key.name)) continue;
      if (value?.kind !== 'scalar' || value.parts) continue;
      seen.add(it.entry);
      const { environments } = reader;
      yield {
        entry: it.entry,
        field: it.field,
        reader,
        text: textOf(value.data),
        span: value.span,
        production: environments.some(isProductionName),
        development: environments.every(isDevelopmentName),
      };
    }
  }
}

/** An environment that nobody but developers and tests uses. */
export function isDevelopmentName(name: string): boolean {
  return /^(?:dev|development|local|test|tests|testing|ci)$/i.test(name);
}

type Scalar = Extract<NonNullable<Entry['value']>, { kind: 'scalar' }>;

function textOf(data: Scalar['data']): string {
  switch (data.kind) {
    case 'str':
      return data.value;
    case 'bool':
    case 'int':
    case 'float':
      return String(data.value);
    default:
      return '';
  }
}

const matches = memo((wanted: (name: string) => boolean) =>
  memo((names: readonly string[]): boolean => names.some(wanted)),
);

/** What the settings libraries take for true. */
export function isOn(text: string): boolean {
  return /^(?:1|true|yes|on|t|y)$/i.test(text.trim());
}

/** What they take for false. */
export function isOff(text: string): boolean {
  return /^(?:0|false|no|off|f|n)$/i.test(text.trim());
}
