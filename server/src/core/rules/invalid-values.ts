import type { Environment } from '../binding/environment.ts';
import { environmentsOf } from '../binding/environments.ts';
import { entryAt } from '../binding/file-source.ts';
import { shared } from '../binding/missing.ts';
import type { FieldResolution } from '../binding/resolution.ts';
import { resolve } from '../binding/resolve.ts';
import { readersOf } from '../binding/unknown.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Entry } from '../syntax/document.ts';
import { memo } from '../text/memo.ts';
import { firstLine, type Span } from '../text/span.ts';
import type { ValueError } from '../values/coerce.ts';
import type { Finding } from './finding.ts';
import { fieldReference } from './reader-name.ts';

/** A value that the settings library refuses, where it stands in a file. */
export interface InvalidValue {
  readonly schema: SettingsSchema;
  readonly resolution: FieldResolution;
  readonly entry: Entry;
  readonly error: ValueError;
  /** How many errors the same value has. */
  readonly count: number;
  readonly environments: readonly string[];
}

/** The values in one file that a reader of the file would refuse, where they win. */
export function invalidValues(snapshot: Snapshot, path: string): readonly InvalidValue[] {
  return invalidByPath(snapshot).get(path) ?? [];
}

const invalidByPath = memo((snapshot: Snapshot): ReadonlyMap<string, readonly InvalidValue[]> => {
  const found = new Map<string, InvalidValue[]>();
  const schemas = new Set(
    [...readersOf(snapshot).values()].flatMap((readers) => readers.map((it) => it.schema)),
  );
  for (const schema of schemas) {
    // An unknown base class may hold validators that accept what the annotations do not.
    if (schema.open.length > 0) continue;
    for (const environment of environmentsOf(snapshot, schema)) collect(snapshot, schema, environment, found);
  }
  return found;
});

function collect(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: Environment,
  found: Map<string, InvalidValue[]>,
): void {
  const views = new Set([environment, shared(environment)]);
  for (const view of views) {
    for (const resolution of resolve(snapshot, schema, view).fields) {
      const { source } = resolution;
      const path = source?.layer?.path;
      const [error] = resolution.errors;
      if (resolution.state !== 'invalid' || path === undefined || !source?.entry || !error) continue;
      const entry = source.entry;
      const list = found.get(path) ?? [];
      found.set(path, list);
      const at = list.findIndex((it) => it.entry === entry && it.error.message === error.message);
      const known = list[at];
      if (!known) {
        const count = resolution.errors.length;
        list.push({ schema, resolution, entry, error, count, environments: [environment.name] });
      } else if (!known.environments.includes(environment.name)) {
        list[at] = { ...known, environments: [...known.environments, environment.name] };
      }
    }
  }
}

/** The finding for an invalid value: what it is not, drawn under the value. */
export function invalidFinding(text: string, invalid: InvalidValue): Finding {
  const { schema, resolution, entry, error } = invalid;
  const key = entry.key.name;
  const below = error.loc.length > 0 && resolution.field.type.kind !== 'union';
  const subject = below ? `\`${key}\`: \`${error.loc.join('.')}\`` : `\`${key}\``;
  return {
    span: valueSpan(text, below ? entryAt(entry, error.loc) : entry),
    message: `${subject} ${wording(invalid)}`,
    key,
    environments: invalid.environments,
    service: schema.service,
    field: fieldReference(schema, resolution.field),
    upstream: { type: error.type, loc: [resolution.field.loc, ...error.loc] },
    related: [{ ...resolution.field.place, message: `declared here as \`${resolution.field.annotation}\`` }],
  };
}

/** A value that fits no member of a union has an error for each; the annotation says it in one word. */
function wording({ resolution, error, count }: InvalidValue): string {
  const isNot =
    count > 1 && resolution.field.type.kind === 'union'
      ? `is not \`${resolution.field.annotation}\``
      : error.message;
  return resolution.raw === '' ? `is empty, which is not the same as unset: an empty value ${isNot}` : isNot;
}

/** The value's text; the key where there is none. */
export function valueSpan(text: string, entry: Entry): Span {
  const value = entry.value;
  const inner = value?.kind === 'scalar' ? value.content : value?.span;
  const span = inner && firstLine(text, inner);
  return span && span.end > span.start ? span : firstLine(text, entry.key.span);
}
