import type { Value } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import { pythonText } from '../syntax/python-text.ts';
import { entriesOf, memberAt, memberEntry, oneOrMany } from '../syntax/value-members.ts';
import { memo } from '../text/memo.ts';
import { baseName, folderOf, resolvePath } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import { assigned } from './assigned.ts';
import { assignmentIn, type IniLine, iniLists } from './ini-lists.ts';
import type { EnvironmentFile, SuppliedVariable, Supplier, SupplySource, Workload } from './supply.ts';
import { textOf } from './written-text.ts';

/**
 * What pytest-env 1.8 sets before tests run: `env` of pytest's own configuration, or `[tool.pytest_env]`, which replaces
 * it, and the dotenv files of `env_files`.
 */
export const pytestEnv: Supplier = {
  name: 'pytest-env',
  matches: (path) => /(?:^|\/)(?:\.?pytest\.(?:ini|toml)|tox\.ini|setup\.cfg|pyproject\.toml)$/.test(path),
  supplied: (files) => ({ workloads: files.flatMap((file) => workloadOf(file) ?? []), problems: [] }),
};

const workloadOf = memo((file: SourceFile): Workload | undefined => {
  if (!/\benv(?:_files)?\b|pytest_env/.test(file.text)) return undefined;
  const { settings, files } = file.path.endsWith('.toml') ? tomlSettings(file) : iniSettings(file);
  const variables = variablesOf(settings);
  const [first] = settings;
  const [named] = files;
  const at = first?.variable.entry?.key.span ?? named?.at.span;
  if (at === undefined) return undefined;
  const sources: SupplySource[] = [...files];
  if (variables.length > 0) sources.push({ kind: 'variables', path: file.path, variables });
  return {
    supplier: 'pytest-env',
    name: 'pytest',
    path: file.path,
    span: at,
    role: 'tests',
    runs: { command: 'pytest', folder: folderOf(file.path) },
    sources,
  };
});

interface Setting {
  readonly variable: SuppliedVariable;
  /** Set only where it is not set already. */
  readonly isDefault: boolean;
  /** Takes the variable away. */
  readonly unsets: boolean;
}

interface Settings {
  readonly settings: readonly Setting[];
  readonly files: readonly EnvironmentFile[];
}

function variablesOf(settings: readonly Setting[]): readonly SuppliedVariable[] {
  const found = new Map<string, SuppliedVariable>();
  for (const { variable, isDefault, unsets } of settings) {
    if (unsets) found.delete(variable.name);
    else if (!isDefault || !found.has(variable.name)) found.set(variable.name, variable);
  }
  return [...found.values()];
}

function iniSettings(file: SourceFile): Settings {
  const wanted = baseName(file.path) === 'setup.cfg' ? 'tool:pytest' : 'pytest';
  const lists = iniLists(file.text).filter((it) => it.section === wanted);
  const lines = (key: string) => lists.filter((it) => it.key === key).flatMap((it) => it.lines);
  return {
    settings: lines('env').flatMap((it) => settingOf(file, it) ?? []),
    files: lines('env_files').map((it) => environmentFile(file, it)),
  };
}

/** `FLAG:FLAG:NAME=value`. */
function settingOf(file: SourceFile, line: IniLine): Setting | undefined {
  // A line without `=` sets the variable to nothing.
  const end = line.span.end;
  const found = assignmentIn(line) ?? { name: line, value: { text: '', span: { start: end, end } } };
  const parts = found.name.text.split(':');
  const own = parts.at(-1) ?? '';
  const flags = new Set(parts.slice(0, -1).map((it) => it.trim().toUpperCase()));
  const text = own.trim();
  if (text === '') return undefined;
  const start = found.name.span.end - own.trimStart().length;
  const name = { text, span: { start, end: start + text.length } };
  const variable = assigned(file.path, name, found.value, formatted(found.value.text, !flags.has('R')));
  return { variable, isDefault: flags.has('D'), unsets: flags.has('U') };
}

/** `str.format` puts variables in for names in braces; doubled braces are single ones. */
function formatted(text: string, transform: boolean): SuppliedVariable['value'] {
  if (!transform || !/[{}]/.test(text)) return { kind: 'text', text };
  if (/[{}]/.test(text.replace(/\{\{|\}\}/g, '')))
    return { kind: 'unknown', reason: 'pytest-env puts other variables in' };
  return { kind: 'text', text: text.replaceAll('{{', '{').replaceAll('}}', '}') };
}

function environmentFile({ path }: SourceFile, { text, span }: IniLine): EnvironmentFile {
  return {
    kind: 'file',
    path: resolvePath(folderOf(path), text),
    written: text,
    dialect: 'python-dotenv',
    at: { path, span },
    required: false,
  };
}

function tomlSettings(file: SourceFile): Settings {
  const root = documentOf(file)?.root;
  const top = baseName(file.path) === 'pyproject.toml' ? memberAt(root, 'tool') : root;
  const options = memberAt(memberAt(top, 'pytest'), 'ini_options') ?? memberAt(top, 'pytest');
  const own = memberAt(top, 'pytest_env');
  const names = memberAt(own, 'env_files') ?? memberAt(options, 'env_files');
  const settings =
    own !== undefined
      ? tableSettings(file, own)
      : linesOf(file, memberAt(options, 'env')).flatMap((it) => settingOf(file, it) ?? []);
  return { settings, files: linesOf(file, names).map((it) => environmentFile(file, it)) };
}

function tableSettings(file: SourceFile, table: Value | undefined): readonly Setting[] {
  return entriesOf(table).flatMap((entry): readonly Setting[] => {
    const { value } = entry;
    const name = entry.key.name;
    if (name === 'env_files' && value?.kind === 'sequence') return [];
    if (name === 'env_files_skip_if_set') return [];
    const isTable = value?.kind === 'mapping';
    const given = isTable ? memberEntry(value, 'value') : undefined;
    const flag = (key: string) => isTable && textOf(file, memberAt(value, key)) === 'true';
    const written = isTable ? given?.value : value;
    const text = written?.kind === 'scalar' ? pythonText(written.data) : undefined;
    if (text === undefined && !isTable) return [];
    const supplied: SuppliedVariable = {
      name,
      value: formatted(text ?? '', flag('transform')),
      path: file.path,
      entry: isTable && given?.value ? { ...entry, value: given.value } : entry,
      shape: isTable ? 'elsewhere' : 'entry',
      secret: false,
    };
    return [{ variable: supplied, isDefault: flag('skip_if_set'), unsets: flag('unset') }];
  });
}

/** The items of a list of texts, or the lines of one text, with their places. */
function linesOf(file: SourceFile, value: Value | undefined): readonly IniLine[] {
  return oneOrMany(value).flatMap((item): readonly IniLine[] => {
    if (item.kind !== 'scalar' || item.data.kind !== 'str') return [];
    const raw = file.text.slice(item.content.start, item.content.end);
    return [...raw.matchAll(/[^\r\n]+/g)].flatMap(({ 0: line, index }) => {
      const text = line.trim();
      const start = item.content.start + index + line.indexOf(text);
      // Where escapes stand in a text its places are not those of its characters: then it is left out.
      const isPlain = !raw.includes('\\') || item.data.kind !== 'str' || item.data.value === raw;
      return text === '' || !isPlain ? [] : [{ text, span: { start, end: start + text.length } }];
    });
  });
}
