import type { DynaconfLoading } from '../../schema/loading.ts';
import type { SettingsSchema } from '../../schema/schema.ts';
import type { Snapshot } from '../../snapshot.ts';
import { isSops } from '../../supply/sops.ts';
import type { Data } from '../../syntax/data.ts';
import type { Document, Entry, Value } from '../../syntax/document.ts';
import { folderOf, joinPath } from '../../text/relative-path.ts';
import { isTrue } from '../../values/dynaconf-merge.ts';
import { dynaconfData, dynaconfVariable } from '../../values/dynaconf-text.ts';
import type { Environment, Layer } from '../environment.ts';
import { entryData } from '../file-source.ts';
import type { ResolutionError } from '../resolution.ts';
import type { Variable } from '../variables.ts';
import { dynaconfFiles, type FoundFile } from './dynaconf-files.ts';
import { type Section, sectionsOf } from './dynaconf-sections.ts';
import { emptyStore, type Store, unknownStore, withSetting } from './dynaconf-store.ts';

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
  let store = emptyStore(merges ?? loading.merges);
  const open = whyOpen(snapshot, loading, files, variables) ?? unsure;
  if (open !== undefined) return { store: unknownStore(store, open), errors };
  if (loading.before) store = unknownStore(store, loading.before.reason);
  for (const file of files) {
    const layer = environment.layers.find((it) => it.kind === 'file' && it.path === file.path);
    if (!file.kind) store = unknownStore(store, `\`${file.path}\` may bring other values`);
    if (!file.kind || !layer?.document) continue;
    const made = withFile(store, loading, layer, layer.document, env);
    store = made.store;
    errors.push(...made.errors);
  }
  if (loading.after) store = unknownStore(store, loading.after.reason);
  return { store: withVariables(store, schema, loading, variables), errors };
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

function withFile(
  store: Store,
  loading: DynaconfLoading,
  layer: Layer,
  document: Document,
  env: string,
): Loaded {
  const path = layer.path ?? '';
  const raised = document.problems.find((it) => it.upstream !== undefined);
  if (raised?.upstream !== undefined) {
    const error = { kind: raised.upstream, message: raised.message, place: { path, span: raised.span } };
    return { store: unknownStore(store, `\`${path}\` cannot be read`), errors: [error] };
  }
  const isReadable = !layer.file?.problem && document.problems.length === 0 && !isSops(document.root);
  const isPlain = document.root.entries.every((it) => it.key.data.kind === 'str');
  if (!isReadable || !isPlain || document.stream !== undefined)
    return { store: unknownStore(store, `what \`${path}\` holds is not known`), errors: [] };
  if (hasInclude(document)) store = unknownStore(store, `\`${path}\` includes other files`);
  const top = topFlag(document, loading);
  let made = store;
  for (const section of sectionsOf(loading, document, env)) made = withSection(made, layer, section, top);
  return { store: made, errors: [] };
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
  return entry && isTrue(entryData(entry));
}

const MERGE = 'dynaconf_merge';

function withSection(store: Store, layer: Layer, section: Section, top: boolean | undefined): Store {
  if (section.head && isScalar(section.head.value)) {
    const isNothing = !isTrue(entryData(section.head));
    return isNothing ? store : unknownStore(store, `\`${section.head.key.name}\` is no table`);
  }
  const settings = new Map<string, Entry>();
  for (const it of section.entries) settings.set(upper(it.key.data), it);
  const own = settings.get('DYNACONF_MERGE');
  settings.delete('DYNACONF_MERGE');
  if (settings.has('DYNACONF_DOTTED_LOOKUP')) return unknownStore(store, 'dots in names are turned off');
  const flag = own && entryData(own).kind !== 'none' ? isTrue(entryData(own)) : top;
  let made = store;
  for (const [name, entry] of settings) {
    made = withSetting(made, {
      name,
      made: dynaconfData(entryData(entry)),
      ...(flag === undefined ? {} : { merge: flag }),
      part: { source: { kind: 'file', layer, entry }, key: entry.key.name },
    });
  }
  return made;
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

function withVariables(
  store: Store,
  schema: SettingsSchema,
  { prefixes }: DynaconfLoading,
  variables: Variables,
): Store {
  const wanted = new Set(schema.fields.map((it) => it.loc.split('.')[0]?.toUpperCase() ?? ''));
  let made = store;
  for (const prefix of prefixes) {
    const own = [...variables.values()]
      .map(({ variable }) => variable)
      .filter((it) => it.name.startsWith(prefix) && it.value.kind !== 'unset');
    const names = own.map((it) => it.name.slice(prefix.length));
    for (const variable of own) {
      const name = variable.name.slice(prefix.length);
      const first = name.split(/__|\./)[0]?.trim().toUpperCase() ?? '';
      const isUnsure = depends(name, names);
      // Others count only where they may keep the object from being created.
      if (wanted.has(first) || (prefix !== '' && !isUnsure))
        made = withVariable(made, name, variable, isUnsure);
      else if (
        prefix !== '' &&
        variable.value.kind === 'text' &&
        /@|dynaconf_merge/.test(variable.value.text)
      )
        made = { ...made, unsure: made.unsure ?? ORDER };
    }
  }
  return made;
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

function withVariable(store: Store, name: string, variable: Variable, isUnsure: boolean): Store {
  const { value } = variable;
  const undecided = (reason: string) => ({ kind: 'undecided', reason }) as const;
  const made = isUnsure
    ? undecided(ORDER)
    : value.kind === 'text'
      ? dynaconfVariable(value.text)
      : undecided(value.kind === 'unset' ? 'the value is not known' : value.reason);
  const raw = value.kind === 'text' ? { raw: value.text } : {};
  return withSetting(store, { name, made, part: { source: variable.source, key: variable.name, ...raw } });
}
