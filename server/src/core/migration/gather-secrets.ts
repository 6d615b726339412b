import type { Layer } from '../binding/environment.ts';
import { namesOf } from '../binding/names.ts';
import type { Snapshot } from '../snapshot.ts';
import { baseName } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import { stripPython } from '../values/whitespace.ts';
import { withConstraint } from './constraint-answer.ts';
import type { EntryFacts, EnvironmentFacts, LayerFacts, ReaderFacts } from './facts.ts';
import { acceptsText, holdsDefault } from './field-values.ts';
import { allNames, type Names } from './gather-readers.ts';

/**
 * A folder with a file for each secret. Like a variable of the process, and unlike a line of a dotenv file, a name that
 * no field has is refused by no reader, so that it counts as such a layer, the lowest of all.
 */
export function secretsFacts(
  snapshot: Snapshot,
  layer: Layer,
  reader: ReaderFacts,
  names: Names,
): LayerFacts {
  const { fold } = namesOf(reader.schema);
  const files = new Map(
    allNames(names).flatMap((name) => {
      const file = layer.files?.find((it) => fold(baseName(it.path)) === fold(name));
      return file ? [[name, file] as const] : [];
    }),
  );
  const entries = new Map(
    [...files].map(([name, file]) => [name, secretFacts(snapshot, reader, names, name, file)]),
  );
  const old = entries.get(names.from);
  const next = names.to === undefined ? undefined : entries.get(names.to);
  const path = [...files.values()][0]?.path ?? layer.path;
  return {
    kind: 'process',
    folder: layer.path ?? '',
    ...(path === undefined ? {} : { path }),
    tracked: [...files.values()].every((it) => it.tracked === true),
    ...(old ? { old } : {}),
    ...(next ? { new: next } : {}),
    entries,
  };
}

/** The text as `SecretsSettingsSource` of pydantic-settings 2.15 takes it, without the white space around it. */
function secretFacts(
  snapshot: Snapshot,
  reader: ReaderFacts,
  { from, to, constraints }: Names,
  name: string,
  file: SourceFile,
): EntryFacts {
  const own = name === from ? reader.old : name === to ? (reader.new ?? reader.old) : undefined;
  const field = reader.fields.get(name) ?? own;
  if (file.problem !== undefined) return {};
  const text = stripPython(file.text);
  const valid = field && acceptsText(snapshot, reader.schema, field, text);
  const after =
    field && constraints && acceptsText(snapshot, reader.schema, withConstraint(field, constraints), text);
  const isDefault = field && holdsDefault(snapshot, reader.schema, field, text);
  return {
    text,
    ...(valid === undefined ? {} : { valid }),
    ...(after === undefined ? {} : { validAfter: after }),
    ...(isDefault === undefined ? {} : { isDefault }),
  };
}

/** Where a value moves between layers, a folder of secrets is neither of the two: people say what it holds. */
export function withoutFolders({ views, ...environment }: EnvironmentFacts): EnvironmentFacts {
  const holding = environment.layers.flatMap((it) => (it.entries.size > 0 ? (it.folder ?? []) : []));
  return {
    ...environment,
    opaque: [...environment.opaque, ...holding],
    layers: environment.layers.filter((it) => it.folder === undefined),
    ...(views ? { views: views.map(withoutFolders) } : {}),
  };
}
