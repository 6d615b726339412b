import { configurationFor } from '../options-for.ts';
import type { Snapshot } from '../snapshot.ts';
import { sameEnvironment } from '../supply/environment-name.ts';
import { type Data, str } from '../syntax/data.ts';
import type { Entry, Mapping } from '../syntax/document.ts';
import { writeToml, writeTomlKey } from '../syntax/toml/toml-write.ts';
import { toml } from '../syntax/toml.ts';
import { applyEdits, type Edit } from '../text/edit.ts';
import type { FileEdit } from '../text/file-edit.ts';
import { ancestors, baseName, folderOf, joinPath, relativeTo } from '../text/relative-path.ts';
import { sourceFile } from '../text/source-file.ts';

/** Where the configuration of a service is, or is to be: a file that need not exist yet. */
export interface ConfigurationPlace {
  readonly path: string;
  /** Keys that lead to our own tables. */
  readonly table: readonly string[];
}

/** The configuration that speaks for a path, else the service's `pyproject.toml`, else a new `crossfade.toml`. */
export function configurationPlace(snapshot: Snapshot, path: string, service: string): ConfigurationPlace {
  const known = configurationFor(snapshot, path)?.path;
  const project = ancestors(service)
    .map((folder) => joinPath(folder, 'pyproject.toml'))
    .find((it) => snapshot.files.has(it));
  const chosen = known ?? project ?? joinPath(service, 'crossfade.toml');
  const file = snapshot.files.get(chosen);
  const nested =
    baseName(chosen) === 'pyproject.toml' ||
    (file !== undefined && mappingAt(toml.parse(file).root, ['tool', 'crossfade']) !== undefined);
  return { path: chosen, table: nested ? ['tool', 'crossfade'] : [] };
}

/** A path of the workspace as a configuration file writes it: relative to its own folder. */
export function asConfigured(place: ConfigurationPlace, path: string): string {
  return relativeTo(folderOf(place.path), path);
}

/** A list of an environment in the configuration, low to high, as the file writes paths. */
export interface EnvironmentList {
  readonly key: 'dotenv' | 'process';
  readonly items: readonly string[];
}

/**
 * Says in the configuration which dotenv files or workloads an environment has: in the environment's own table where
 * there is one, else in a new one. Empty where the file cannot be changed so that it says this and nothing else.
 */
export function environmentEdits(
  snapshot: Snapshot,
  place: ConfigurationPlace,
  environment: string,
  list: EnvironmentList,
): readonly FileEdit[] {
  const file = snapshot.files.get(place.path) ?? sourceFile(place.path, '');
  const document = toml.parse(file);
  if (document.problems.length > 0 || file.problem !== undefined) return [];
  const tables = mappingAt(document.root, [...place.table, 'environments']);
  const known = tables?.entries.find((it) => sameEnvironment(it.key.name, environment));
  const attempts: readonly (() => readonly Edit[])[] = [
    () => inTable(document, known, list),
    () => (tables && !known ? inTables(document, tables, environment, list) : []),
    () => (known ? [] : newTable(file.text, place, environment, list)),
  ];
  for (const attempt of attempts) {
    const edits = attempt();
    if (edits.length > 0 && says(applyEdits(file.text, edits), place, environment, list))
      return edits.map((edit) => ({ ...edit, path: place.path }));
  }
  return [];
}

type TomlDocument = ReturnType<typeof toml.parse>;

function dataOf({ items }: EnvironmentList): Data {
  return { kind: 'list', items: items.map(str) };
}

function inTable(document: TomlDocument, entry: Entry | undefined, list: EnvironmentList): readonly Edit[] {
  if (entry?.value?.kind !== 'mapping') return [];
  const own = entry.value.entries.find((it) => it.key.name === list.key);
  if (own) return toml.replace(document, own, dataOf(list));
  return toml.insert(document, entry.value, { name: list.key, value: { data: dataOf(list) } });
}

function inTables(
  document: TomlDocument,
  tables: Mapping,
  environment: string,
  list: EnvironmentList,
): readonly Edit[] {
  const table: Data = { kind: 'dict', entries: [[str(list.key), dataOf(list)]] };
  return toml.insert(document, tables, { name: environment, value: { data: table } });
}

/** A header of its own at the end of the file. */
function newTable(
  text: string,
  { table }: ConfigurationPlace,
  environment: string,
  list: EnvironmentList,
): readonly Edit[] {
  const keys = [...table, 'environments', environment].map((it) => writeTomlKey(it, ''));
  const written = writeToml(dataOf(list));
  if (written === undefined || keys.includes(undefined)) return [];
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const before = text === '' ? '' : text.endsWith('\n') ? end : end + end;
  const newText = `${before}[${keys.join('.')}]${end}${list.key} = ${written}${end}`;
  return [{ span: { start: text.length, end: text.length }, newText }];
}

/** True for a text that can be read and whose environment has exactly this list. */
function says(
  text: string,
  { path, table }: ConfigurationPlace,
  environment: string,
  { key, items }: EnvironmentList,
): boolean {
  const document = toml.parse(sourceFile(path, text));
  const tables = mappingAt(document.root, [...table, 'environments']);
  const own = tables?.entries.find((it) => sameEnvironment(it.key.name, environment))?.value;
  const list = own?.kind === 'mapping' ? own.entries.find((it) => it.key.name === key)?.value : undefined;
  if (document.problems.length > 0 || list?.kind !== 'sequence') return false;
  const found = list.items.map((it) => (it.kind === 'scalar' && it.data.kind === 'str' ? it.data.value : ''));
  return found.length === items.length && found.every((it, index) => it === items[index]);
}

function mappingAt(root: Mapping, path: readonly string[]): Mapping | undefined {
  let here: Mapping | undefined = root;
  for (const name of path) {
    const value: Entry['value'] = here?.entries.find((it) => it.key.name === name)?.value;
    here = value?.kind === 'mapping' ? value : undefined;
  }
  return here;
}
