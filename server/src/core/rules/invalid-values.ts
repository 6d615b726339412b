import { asIfReadable, isTroubled } from '../binding/as-if-readable.ts';
import type { Environment } from '../binding/environment.ts';
import { environmentsOf } from '../binding/environments.ts';
import { entryAt } from '../binding/file-source.ts';
import { shared } from '../binding/missing.ts';
import type { FieldResolution } from '../binding/resolution.ts';
import { readersOf } from '../binding/unknown.ts';
import { verdictsOf } from '../binding/verdicts.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Document, Entry } from '../syntax/document.ts';
import { memo } from '../text/memo.ts';
import { firstLine, type Span } from '../text/span.ts';
import type { ValueError } from '../values/coerce.ts';
import { withSubject } from '../values/with-subject.ts';
import { isConstraint } from './constraint-types.ts';
import type { Finding } from './finding.ts';
import { fieldReference } from './reader-name.ts';

/** A value that the settings library refuses, where it stands in a file. */
export interface InvalidValue {
  readonly schema: SettingsSchema;
  readonly resolution: FieldResolution;
  readonly entry: Entry;
  /** The document that the entry is of: as its program reads the file, which may be another than the file's own. */
  readonly document?: Document;
  readonly error: ValueError;
  /** How many errors the same value has. */
  readonly count: number;
  /** How many steps of the error's location the entry's key stands for: 1 for `DB__PORT` of `db`. */
  readonly depth: number;
  readonly environments: readonly string[];
}

/** True for a text of no length that is not the type of its field; its constraints and JSON are said otherwise. */
export function isEmpty({ resolution, error }: InvalidValue): boolean {
  return resolution.raw === '' && !isConstraint(error.type) && error.type !== 'settings_error';
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
  const views = new Set([environment, shared(environment), ...(environment.views ?? [])].map(asIfReadable));
  for (const view of views) {
    for (const resolution of verdictsOf(snapshot, schema, view).invalid)
      collectField(schema, environment, resolution, found);
  }
}

/** A value of one entry has one finding, whatever its errors; one that several entries make up has one for each. */
function collectField(
  schema: SettingsSchema,
  environment: Environment,
  resolution: FieldResolution,
  found: Map<string, InvalidValue[]>,
): void {
  const { source, errors, origins } = resolution;
  for (const [index, error] of (origins ? errors : errors.slice(0, 1)).entries()) {
    const origin = origins?.[index];
    const entry = origin?.entry ?? source?.entry;
    const path = origin?.place?.path ?? source?.layer?.path;
    if (path === undefined || !entry) continue;
    if (isTroubledAt(environment, path, entry)) continue;
    const list = found.get(path) ?? [];
    found.set(path, list);
    const at = list.findIndex((it) => it.entry === entry && it.error.message === error.message);
    const known = list[at];
    if (!known) {
      const count = origins ? 1 : errors.length;
      const depth = origin?.depth ?? 0;
      const document = origin ? undefined : source?.layer?.document;
      list.push({
        schema,
        resolution,
        entry,
        error,
        count,
        depth,
        environments: [environment.name],
        ...(document ? { document } : {}),
      });
    } else if (!known.environments.includes(environment.name)) {
      list[at] = { ...known, environments: [...known.environments, environment.name] };
    }
  }
}

function isTroubledAt({ layers }: Environment, path: string, entry: Entry): boolean {
  const document = layers.find((it) => it.path === path)?.document;
  return document !== undefined && isTroubled(document, entry);
}

/** The finding for an invalid value: what it is not, drawn under the value. */
export function invalidFinding(text: string, invalid: InvalidValue): Finding {
  const { schema, resolution, entry, error, depth, document } = invalid;
  const key = entry.key.name;
  // `configparser` has every name in small letters: the code's own says more.
  const shown = document?.format.name === 'ini' ? (resolution.key ?? key) : key;
  const path = error.path ?? error.loc;
  const rest = path.slice(depth);
  const below = rest.length > 0 && resolution.field.type.kind !== 'union';
  const lacks = depth === 0 && resolution.origins !== undefined && error.type === 'missing';
  const subject = `\`${lacks ? resolution.field.name : shown}\``;
  return {
    span: valueSpan(text, below && depth === 0 && !lacks ? entryAt(entry, path) : entry),
    message: withSubject(subject, wording(invalid)),
    key,
    environments: invalid.environments,
    service: schema.service,
    field: fieldReference(schema, resolution.field),
    upstream: { type: error.type, loc: [resolution.field.loc, ...error.loc] },
    related: [{ ...resolution.field.place, message: `declared here as \`${resolution.field.annotation}\`` }],
  };
}

/** A value that fits no member of a union has an error for each; the annotation says it in one word. */
function wording({ resolution, error, count, depth }: InvalidValue): string {
  const isNot =
    count > 1 && resolution.field.type.kind === 'union'
      ? `is not \`${resolution.field.annotation}\``
      : withoutLead(error.message, depth);
  return resolution.raw === '' ? `is empty, which is not the same as unset: an empty value ${isNot}` : isNot;
}

/** The message of an error inside a model names the fields on the way to it; those that the key names are left out. */
function withoutLead(message: string, steps: number): string {
  if (steps === 0) return message;
  const rest = message.replace(/^field `[^`.]*(?:`,? |\.)/, (lead) => (lead.endsWith('.') ? 'field `' : ''));
  return withoutLead(rest, steps - 1);
}

/** The value's text; the key where there is none. */
export function valueSpan(text: string, entry: Entry): Span {
  const value = entry.value;
  const inner = value?.kind === 'scalar' ? value.content : value?.span;
  const span = inner && firstLine(text, inner);
  return span && span.end > span.start ? span : firstLine(text, entry.key.span);
}
