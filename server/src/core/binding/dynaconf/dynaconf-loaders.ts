import type { DynaconfLoading } from '../../schema/loading.ts';
import type { SettingsSchema } from '../../schema/schema.ts';
import type { Snapshot } from '../../snapshot.ts';
import { isSops } from '../../supply/sops.ts';
import type { Data } from '../../syntax/data.ts';
import type { Document, Entry, Value } from '../../syntax/document.ts';
import { folderOf, joinPath } from '../../text/relative-path.ts';
import { fromText, isFalse, type Node, NotFollowed, nodeOf } from '../../values/dynaconf-node.ts';
import type { Environment, Layer } from '../environment.ts';
import { entryData } from '../file-source.ts';
import type { ResolutionError } from '../resolution.ts';
import type { Variable, VariableValue } from '../variables.ts';
import { dynaconfFiles, type FoundFile } from './dynaconf-files.ts';
import { type Section, sectionsOf } from './dynaconf-sections.ts';
import { emptyStore, forget, type Store, setLoaded } from './dynaconf-store.ts';

/** What the loaders put into the store, and what they raise. */
export interface Loaded {
  readonly store: Store;
  readonly errors: readonly ResolutionError[];
}

/** Variables by name, as the process has them once a dotenv file is loaded. */
export type Variables = ReadonlyMap<string, { readonly variable: Variable }>;

/**
 * What the loaders of dynaconf 3.3.5 (`execute_loaders`) put together: `preload`, settings files, variables prefix by
 * prefix, `includes`, variables again.
 * @param env the current environment
 */
export function loadDynaconf(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: Environment,
  loading: DynaconfLoading,
  env: string,
  variables: Variables,
): Loaded {
  const { files, unsure } = dynaconfFiles(snapshot)(schema);
  const errors: ResolutionError[] = [];
  const merges = mergesBy(variables);
  const store = emptyStore(merges ?? loading.merges);
  const open = whyOpen(snapshot, loading, files, variables) ?? unsure;
  if (open !== undefined) {
    forget(store, open);
    return { store, errors };
  }
  if (loading.before) forget(store, loading.before.reason);
  for (const file of files) {
    const layer = environment.layers.find((it) => it.kind === 'file' && it.path === file.path);
    if (!file.kind) forget(store, `\`${file.path}\` may bring other values`);
    if (file.kind && layer?.document) errors.push(...loadFile(store, loading, layer, layer.document, env));
  }
  if (loading.after) forget(store, loading.after.reason);
  loadVariables(store, schema, loading, variables);
  return { store, errors };
}

const MERGES = 'MERGE_ENABLED_FOR_DYNACONF';
/** Variables for dynaconf itself that are followed. */
const SEEN: ReadonlySet<string> = new Set([MERGES, 'ENV_FOR_DYNACONF']);

/** What the process environment says of merging, where it says it plainly. */
function mergesBy(variables: Variables): boolean | undefined {
  const value = variables.get(MERGES)?.variable.value;
  return value?.kind === 'text' ? /^true$/i.test(value.text) : undefined;
}

function saysMerging(variables: Variables): boolean {
  const value = variables.get(MERGES)?.variable.value;
  return value === undefined || (value.kind === 'text' && /^(?:true|false|True|False)$/.test(value.text));
}

/** Names under which dynaconf was told its options earlier. */
const RENAMED =
  /^(?:DYNACONF_NAMESPACE|DYNACONF_SETTINGS(?:_MODULE)?|SETTINGS_MODULE|PROJECT_ROOT|DYNACONF_SILENT_ERRORS|DYNACONF_ALWAYS_FRESH_VARS)$/;

/** What tells dynaconf otherwise where its settings are: variables of its own, or a hook beside its files. */
function whyOpen(
  snapshot: Snapshot,
  { switcher }: DynaconfLoading,
  files: readonly FoundFile[],
  variables: Variables,
): string | undefined {
  const hook = files.map((it) => joinPath(folderOf(it.path), 'dynaconf_hooks.py'));
  const written = hook.find((it) => snapshot.files.has(it));
  if (written !== undefined) return `\`${written}\` may change the settings`;
  if (!saysMerging(variables)) return `\`${MERGES}\` tells dynaconf otherwise`;
  const option = [...variables.keys()].find(
    (it) => !SEEN.has(it) && it !== switcher && (it.endsWith('_FOR_DYNACONF') || RENAMED.test(it)),
  );
  return option && `\`${option}\` tells dynaconf otherwise`;
}

function loadFile(
  store: Store,
  loading: DynaconfLoading,
  layer: Layer,
  document: Document,
  env: string,
): readonly ResolutionError[] {
  const path = layer.path ?? '';
  const raised = document.problems.find((it) => it.upstream !== undefined);
  if (raised?.upstream !== undefined) {
    forget(store, `\`${path}\` cannot be read`);
    return [{ kind: raised.upstream, message: raised.message, place: { path, span: raised.span } }];
  }
  const isReadable = !layer.file?.problem && document.problems.length === 0 && !isSops(document.root);
  const isPlain = document.root.entries.every((it) => it.key.data.kind === 'str');
  if (!isReadable || !isPlain || document.stream !== undefined)
    forget(store, `what \`${path}\` holds is not known`);
  else {
    if (hasInclude(document)) forget(store, `\`${path}\` includes other files`);
    const top = topFlag(document, loading);
    for (const section of sectionsOf(loading, document, env)) loadSection(store, layer, section, top);
  }
  return [];
}

/** `dynaconf_include` in any section brings further files, above this one. */
function hasInclude({ root }: Document): boolean {
  const names = (entries: readonly Entry[]): boolean =>
    entries.some(
      (it) =>
        /^dynaconf_include$/i.test(it.key.name) || (it.value?.kind === 'mapping' && names(it.value.entries)),
    );
  return names(root.entries);
}

/** `dynaconf_merge` at the top of a file. */
function topFlag({ root }: Document, { environments }: DynaconfLoading): boolean | undefined {
  const entry = root.entries.findLast((it) =>
    environments ? it.key.name.toLowerCase() === MERGE : it.key.name === MERGE,
  );
  return entry && isTrue(entry);
}

const MERGE = 'dynaconf_merge';

function isTrue(entry: Entry): boolean {
  return !isFalse(nodeOf(entryData(entry)));
}

function loadSection(store: Store, layer: Layer, section: Section, top: boolean | undefined): void {
  if (section.head && isScalar(section.head.value)) {
    if (isTrue(section.head)) forget(store, `\`${section.head.key.name}\` is no table`);
    return;
  }
  const settings = new Map<string, Entry>();
  for (const it of section.entries) settings.set(upper(it.key.data), it);
  const own = settings.get('DYNACONF_MERGE');
  settings.delete('DYNACONF_MERGE');
  if (settings.has('DYNACONF_DOTTED_LOOKUP')) {
    forget(store, 'dots in names are turned off');
    return;
  }
  const flag = own && entryData(own).kind !== 'none' ? isTrue(own) : top;
  for (const [name, entry] of settings)
    setLoaded(store, {
      name,
      value: () => nodeOf(entryData(entry)),
      ...(flag === undefined ? {} : { merge: flag }),
      part: { source: { kind: 'file', layer, entry }, key: entry.key.name },
    });
}

function isScalar(value: Value | undefined): boolean {
  return value?.kind !== 'mapping';
}

/** `upperfy`: the first name in capitals, those behind `__` as they are. */
function upper(key: Data): string {
  const name = key.kind === 'str' ? key.value : 'value' in key ? String(key.value) : '';
  const [first = '', ...rest] = name.split('__');
  return [first.toUpperCase(), ...rest].join('__');
}

function loadVariables(
  store: Store,
  schema: SettingsSchema,
  { prefixes }: DynaconfLoading,
  variables: Variables,
): void {
  const wanted = new Set(schema.fields.map((it) => it.loc.split('.')[0]?.toUpperCase() ?? ''));
  for (const prefix of prefixes) {
    const own = [...variables.values()]
      .map(({ variable }) => variable)
      .filter((it) => it.name.startsWith(prefix) && it.value.kind !== 'unset');
    const names = own.map((it) => it.name.slice(prefix.length));
    for (const variable of own) {
      const name = variable.name.slice(prefix.length);
      const first = name.split(/__|\./)[0]?.trim().toUpperCase() ?? '';
      const isUnsure = depends(name, names);
      const { value } = variable;
      // Others count only where they may keep the object from being created.
      if (wanted.has(first) || (prefix !== '' && !isUnsure)) loadVariable(store, name, variable, isUnsure);
      else if (prefix !== '' && value.kind === 'text' && /@|dynaconf_merge/.test(value.text))
        store.unsure ??= ORDER;
    }
  }
}

const ORDER = 'the order of several variables decides';

/** True where another variable sets the same, or what is inside of it or around it: their order decides. */
function depends(name: string, names: readonly string[]): boolean {
  const key = name.toUpperCase();
  return names.some((it) => {
    const other = it.toUpperCase();
    return it !== name && (other === key || other.startsWith(`${key}__`) || key.startsWith(`${other}__`));
  });
}

function loadVariable(store: Store, name: string, variable: Variable, isUnsure: boolean): void {
  const { value } = variable;
  const raw = value.kind === 'text' ? { raw: value.text } : {};
  const part = { source: variable.source, key: variable.name, ...raw };
  setLoaded(store, { name, value: () => nodeOfVariable(value, isUnsure), part });
}

/** `boolean_fix`, then one look at the text. */
function nodeOfVariable(value: VariableValue, isUnsure: boolean): Node {
  if (isUnsure) throw new NotFollowed(ORDER);
  if (value.kind !== 'text')
    throw new NotFollowed(value.kind === 'unset' ? 'the value is not known' : value.reason);
  const { text } = value;
  return fromText(/^\s*(?:True|False)\s*$/.test(text) ? text.toLowerCase() : text, true);
}
