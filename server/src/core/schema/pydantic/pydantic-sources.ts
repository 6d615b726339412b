import type { Expression, FunctionStatement } from '../../python/tree.ts';
import type { Data } from '../../syntax/data.ts';
import { type ClassInfo, lineageOf } from '../class-lineage.ts';
import { shownCode } from '../code-text.ts';
import { constantData } from '../constant.ts';
import type { DataFile, Loading, SourceName } from '../loading.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import type { Undecided } from '../schema.ts';
import type { ConfigReader } from './config-reader.ts';
import type { ConfigEntry } from './pydantic-config.ts';
import { undecidedAt } from './pydantic-context.ts';
import { namedFiles } from './pydantic-files.ts';

/** Where values come from, and in which order. */
export interface ReadSources {
  readonly loading: Pick<
    Loading,
    'sources' | 'dataFiles' | 'inactiveFiles' | 'yamlSection' | 'tomlHeader' | 'pyprojectHeader' | 'deepMerge'
  >;
  readonly problems: readonly Undecided[];
}

type FileKind = DataFile['kind'];

const PARAMETERS: ReadonlyMap<string, SourceName> = new Map(
  Object.entries<SourceName>({
    init_settings: 'init',
    env_settings: 'process',
    dotenv_settings: 'dotenv',
    file_secret_settings: 'secrets',
  }),
);

const FILE_SOURCES: ReadonlyMap<string, FileKind> = new Map(
  Object.entries<FileKind>({
    'pydantic_settings.YamlConfigSettingsSource': 'yaml',
    'pydantic_settings.TomlConfigSettingsSource': 'toml',
    'pydantic_settings.JsonConfigSettingsSource': 'json',
    'pydantic_settings.PyprojectTomlConfigSettingsSource': 'pyproject',
  }),
);

const DEFAULT_SOURCES: readonly SourceName[] = ['init', 'process', 'dotenv', 'secrets'];

/**
 * The sources of a settings class: the usual four, or what `settings_customise_sources` returns, when that is a
 * literal tuple of its parameters and of the library's file sources.
 */
export function readSources(reader: ConfigReader, info: ClassInfo): ReadSources {
  const custom = customisation(reader, info);
  const problems: Undecided[] = [];
  let sources: readonly SourceName[] = DEFAULT_SOURCES;
  let foreign: readonly string[] = [];
  const overrides = new Map<string, ConfigEntry>();
  if (custom) {
    const read = returnedSources(reader, custom.info, custom.statement, overrides);
    if ('problem' in read) {
      problems.push(read.problem);
      foreign = [read.name];
    } else sources = read;
  }
  const active: DataFile[] = [];
  const inactive: DataFile[] = [];
  for (const kind of ['yaml', 'toml', 'json'] as const) {
    const entry = overrides.get(`${kind}_file`) ?? reader.entry(`${kind}_file`);
    if (!entry) continue;
    const named = namedFiles(reader.project, `${kind}_file`, entry);
    if (named.undecided && sources.includes(kind)) problems.push(named.undecided);
    const files = named.files.map((it) => ({ ...it, kind }));
    (sources.includes(kind) ? active : inactive).push(...files);
  }
  if (sources.includes('pyproject') && custom) {
    const place = { path: custom.info.file.file.path, span: custom.statement.nameSpan };
    active.push({ kind: 'pyproject', path: 'pyproject.toml', base: 'cwd', place });
  }
  return {
    loading: {
      sources,
      dataFiles: active,
      inactiveFiles: inactive,
      ...(foreign.length > 0 ? { foreignSources: foreign } : {}),
      ...sections(reader, overrides, problems),
    },
    problems,
  };
}

function customisation(
  { project }: ConfigReader,
  info: ClassInfo,
): { readonly info: ClassInfo; readonly statement: FunctionStatement } | undefined {
  for (const ancestor of lineageOf(project, info).ancestors) {
    if (ancestor.kind !== 'class') continue;
    for (const statement of ancestor.info.statement.body) {
      if (statement.kind === 'function' && statement.name === 'settings_customise_sources') {
        return { info: ancestor.info, statement };
      }
    }
  }
  return undefined;
}

function returnedSources(
  reader: ConfigReader,
  info: ClassInfo,
  statement: FunctionStatement,
  overrides: Map<string, ConfigEntry>,
): readonly SourceName[] | { readonly name: string; readonly problem: Undecided } {
  const open = (at: { readonly span: Undecided['span'] }) => ({
    name: 'settings_customise_sources',
    problem: undecidedAt(info.file, at, '`settings_customise_sources` is not evaluated'),
  });
  // Assignments are followed where their names are used; a text is the function's documentation.
  const body = statement.body.filter(
    (it) => it.kind !== 'assign' && !(it.kind === 'expression' && it.value.kind === 'string'),
  );
  const [only, ...others] = body;
  if (only?.kind !== 'return' || !only.value || others.length > 0) return open({ span: statement.nameSpan });
  const items = itemsOf(only.value);
  if (!items) return open(only.value);
  const sources: SourceName[] = [];
  for (const item of items) {
    const source = sourceOf(reader, info, statement, item, overrides);
    if (!source || sources.includes(source)) {
      const name = shownCode(info.file, item);
      return { name, problem: undecidedAt(info.file, item, `the source \`${name}\` is not evaluated`) };
    }
    sources.push(source);
  }
  return sources;
}

function itemsOf(value: Expression): readonly Expression[] | undefined {
  return value.kind === 'tuple' || value.kind === 'list' ? value.items : undefined;
}

function sourceOf(
  reader: ConfigReader,
  info: ClassInfo,
  statement: FunctionStatement,
  item: Expression,
  overrides: Map<string, ConfigEntry>,
): SourceName | undefined {
  if (item.kind === 'name') {
    const isParameter = statement.parameters.some((it) => it.name === item.name);
    if (isParameter) return PARAMETERS.get(item.name);
    const symbol = resolveSymbol(reader.project, info.file, item);
    const isLocal = symbol.kind === 'value' && symbol.value.kind === 'call';
    return isLocal ? sourceOf(reader, info, statement, symbol.value, overrides) : undefined;
  }
  if (item.kind !== 'call') return undefined;
  const callee = resolveSymbol(reader.project, info.file, item.callee);
  const kind = callee.kind === 'external' ? FILE_SOURCES.get(callee.name) : undefined;
  if (kind === undefined || item.args[0]?.name !== undefined || item.args.some((it) => it.stars > 0))
    return undefined;
  const order = POSITIONS[kind];
  for (const [index, argument] of item.args.slice(1).entries()) {
    const name = argument.name ?? order[index];
    if (name === undefined || /encoding$/.test(name)) continue;
    overrides.set(name, { value: argument.value, file: info.file });
  }
  return kind;
}

/** Parameters of the file sources after the settings class, pydantic-settings 2.15. */
const POSITIONS: Readonly<Record<FileKind, readonly string[]>> = {
  yaml: ['yaml_file', 'yaml_file_encoding', 'yaml_config_section', 'deep_merge'],
  toml: ['toml_file', 'deep_merge', 'toml_table_header'],
  json: ['json_file', 'json_file_encoding', 'deep_merge'],
  pyproject: ['toml_file'],
};

function sections(reader: ConfigReader, overrides: ReadonlyMap<string, ConfigEntry>, problems: Undecided[]) {
  const read = (key: string) => {
    const entry = overrides.get(key) ?? reader.entry(key);
    if (!entry || entry.value.kind === 'none') return undefined;
    const data = constantData(reader.project, entry.file, entry.value);
    if (!data) problems.push(undecidedAt(entry.file, entry.value, `\`${key}\` is computed`));
    return data;
  };
  const section = read('yaml_config_section');
  const toml = textItems(read('toml_table_header'));
  const pyproject = textItems(read('pyproject_toml_table_header'));
  const deep = read('deep_merge');
  const depth = read('pyproject_toml_depth');
  if (depth?.kind === 'int' && depth.value !== 0n) {
    const entry = reader.entry('pyproject_toml_depth');
    if (entry) problems.push(undecidedAt(entry.file, entry.value, '`pyproject_toml_depth` is not evaluated'));
  }
  return {
    ...(section?.kind === 'str' ? { yamlSection: section.value } : {}),
    ...(toml ? { tomlHeader: toml } : {}),
    ...(pyproject ? { pyprojectHeader: pyproject } : {}),
    ...(deep?.kind === 'bool' && deep.value ? { deepMerge: true } : {}),
  };
}

function textItems(data: Data | undefined): readonly string[] | undefined {
  if (data?.kind !== 'tuple' && data?.kind !== 'list') return undefined;
  return data.items.flatMap((it) => (it.kind === 'str' ? [it.value] : []));
}
