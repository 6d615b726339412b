import type { Layer } from '../binding/environment.ts';
import { namesOf } from '../binding/names.ts';
import type { Snapshot } from '../snapshot.ts';
import { baseName } from '../text/relative-path.ts';
import { stripPython } from '../values/whitespace.ts';
import { entriesOf, judgedText } from './entry-facts.ts';
import type { EntryFacts, EnvironmentFacts, LayerFacts, ReaderFacts } from './facts.ts';
import { allNames, type Names } from './gather-readers.ts';

/**
 * A folder with a file for each secret. Like a variable of the process, and unlike a line of a dotenv file, a name that
 * no field has is refused by no reader, so that it counts as such a layer, the lowest of all. The text is what
 * `SecretsSettingsSource` of pydantic-settings 2.15 takes: without the white space around it.
 */
export function secretsFacts(
  snapshot: Snapshot,
  layer: Layer,
  reader: ReaderFacts,
  names: Names,
): LayerFacts {
  const { fold } = namesOf(reader.schema);
  const fileOf = (name: string) => layer.files?.find((it) => fold(baseName(it.path)) === fold(name));
  const entryOf = (name: string): EntryFacts | undefined => {
    const file = fileOf(name);
    if (file === undefined) return undefined;
    return file.problem === undefined
      ? judgedText(snapshot, reader, names, name, stripPython(file.text))
      : {};
  };
  const files = allNames(names).flatMap((name) => fileOf(name) ?? []);
  const path = files[0]?.path ?? layer.path;
  return {
    kind: 'process',
    folder: layer.path ?? '',
    ...(path === undefined ? {} : { path }),
    tracked: files.every((it) => it.tracked === true),
    ...entriesOf(names, entryOf),
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
