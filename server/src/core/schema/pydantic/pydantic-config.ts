import type { ClassStatement, Expression } from '../../python/tree.ts';
import type { Data } from '../../syntax/data.ts';
import { type ClassInfo, derivesFrom, lineageOf } from '../class-lineage.ts';
import { shownCode } from '../code-text.ts';
import { constantData } from '../constant.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import type { Undecided } from '../schema.ts';
import { undecidedAt } from './pydantic-context.ts';

/** A configuration value as written, in the file that it stands in. */
export interface ConfigEntry {
  readonly value: Expression;
  readonly file: PythonFile;
}

/** The configuration of a class, merged over its bases, and what of it is not known. */
export interface Config {
  readonly entries: ReadonlyMap<string, ConfigEntry>;
  readonly problems: readonly Undecided[];
}

export const SETTINGS_BASES: ReadonlySet<string> = new Set(['pydantic_settings.BaseSettings']);

/** Keys to which `BaseSettings` gives a value of its own, so that it hides what a base to the left of it says. */
const SETTINGS_KEYS: readonly string[] =
  `arbitrary_types_allowed case_sensitive cli_parse_args enable_decoding env_file
  env_file_encoding env_ignore_empty env_nested_delimiter env_nested_max_split env_parse_enums env_parse_none_str
  env_prefix env_prefix_target extra json_file json_file_encoding nested_model_default_partial_update secrets_dir
  toml_file validate_default yaml_config_section yaml_file yaml_file_encoding`.split(/\s+/);

/** Class keywords that are not configuration. */
const CLASS_KEYWORDS = new Set(['metaclass']);

/**
 * The configuration of a class as pydantic 2.13 merges it: each base's, left to right, later ones over earlier ones;
 * then `model_config` or the inner `Config`; then the class keywords. A base that derives from `BaseSettings` brings
 * that class's defaults with it.
 */
export function configOf(
  project: PythonProject,
  info: ClassInfo,
  outer: readonly ClassStatement[] = [],
): Config {
  const entries = new Map<string, ConfigEntry>();
  const problems: Undecided[] = [];
  if (outer.includes(info.statement)) return { entries, problems };
  const active = [...outer, info.statement];
  for (const base of lineageOf(project, info).bases) {
    const isSettings =
      base.kind === 'class'
        ? derivesFrom(lineageOf(project, base.info), SETTINGS_BASES)
        : SETTINGS_BASES.has(base.name);
    if (isSettings) for (const key of SETTINGS_KEYS) entries.delete(key);
    if (base.kind !== 'class' || base.info.statement === info.statement) continue;
    const inherited = configOf(project, base.info, active);
    for (const [key, entry] of inherited.entries) entries.set(key, entry);
    problems.push(...inherited.problems);
  }
  const own = ownConfig(project, info, active);
  for (const [key, entry] of own.entries) entries.set(key, entry);
  for (const argument of info.statement.bases) {
    if (argument.name !== undefined && !CLASS_KEYWORDS.has(argument.name)) {
      entries.set(argument.name, { value: argument.value, file: info.file });
    }
    if (argument.stars === 2)
      problems.push(undecidedAt(info.file, argument, 'class keywords that are computed'));
  }
  return { entries, problems: [...problems, ...own.problems] };
}

function ownConfig(project: PythonProject, info: ClassInfo, active: readonly ClassStatement[]): Config {
  const entries = new Map<string, ConfigEntry>();
  const problems: Undecided[] = [];
  for (const statement of info.statement.body) {
    if (statement.kind === 'class' && statement.name === 'Config') {
      addConfigClass(project, info.file, statement, entries, problems);
      continue;
    }
    const value = configValue(statement);
    if (!value) continue;
    if (!addDict({ project, active, depth: 0 }, info.file, value, entries)) {
      problems.push(
        undecidedAt(info.file, value, `\`model_config\` is computed: \`${shownCode(info.file, value)}\``),
      );
    }
  }
  return { entries, problems };
}

/** The value that a statement of a class's body gives the configuration. */
export function configValue(
  statement: ClassStatement['body'][number],
  name = 'model_config',
): Expression | undefined {
  const isConfig = (it: Expression) => it.kind === 'name' && it.name === name;
  if (statement.kind === 'assign') return statement.targets.some(isConfig) ? statement.value : undefined;
  return statement.kind === 'annotated' && isConfig(statement.target) ? statement.value : undefined;
}

/** The inner `Config` of pydantic 1, with the classes it derives from. */
function addConfigClass(
  project: PythonProject,
  file: PythonFile,
  statement: ClassStatement,
  entries: Map<string, ConfigEntry>,
  problems: Undecided[],
): void {
  for (const ancestor of [...lineageOf(project, { file, statement }).ancestors].reverse()) {
    if (ancestor.kind === 'external') continue;
    for (const inner of ancestor.info.statement.body) {
      const target =
        inner.kind === 'assign' ? inner.targets[0] : inner.kind === 'annotated' ? inner.target : undefined;
      const value = inner.kind === 'assign' || inner.kind === 'annotated' ? inner.value : undefined;
      if (target?.kind === 'name' && value) entries.set(target.name, { value, file: ancestor.info.file });
      else if (inner.kind === 'block')
        problems.push(undecidedAt(file, inner, '`Config` depends on a condition'));
      else if (inner.kind === 'function' && inner.name === 'customise_sources') {
        problems.push(
          undecidedAt(file, { span: inner.nameSpan }, '`Config.customise_sources` belongs to pydantic 1'),
        );
      }
    }
  }
  problems.push(...lineageOf(project, { file, statement }).problems);
}

const DICT_CALLS = new Set(['pydantic_settings.SettingsConfigDict', 'pydantic.ConfigDict', 'builtins.dict']);

/** What following a dict expression carries along: the classes whose configuration is being read, and how deep. */
export interface Following {
  readonly project: PythonProject;
  readonly active: readonly ClassStatement[];
  readonly depth: number;
}

/** Adds the entries of a dict expression; false when it is not understood. */
export function addDict(
  outer: Following,
  file: PythonFile,
  expression: Expression,
  entries: Map<string, ConfigEntry>,
): boolean {
  const following = { ...outer, depth: outer.depth + 1 };
  const { project } = outer;
  if (following.depth > 12) return false;
  const add = (it: Expression) => addDict(following, file, it, entries);
  switch (expression.kind) {
    case 'dict':
      return expression.entries.every(({ key, value }) => {
        if (!key) return add(value);
        const name = constantData(project, file, key);
        if (name?.kind === 'str') entries.set(name.value, { value, file });
        return name?.kind === 'str';
      });
    case 'call': {
      const callee = resolveSymbol(project, file, expression.callee);
      if (callee.kind !== 'external' || !DICT_CALLS.has(callee.name)) return false;
      return expression.args.every((it) => {
        if (it.name !== undefined) entries.set(it.name, { value: it.value, file });
        return it.name !== undefined || (it.stars !== 1 && add(it.value));
      });
    }
    case 'binary':
      return expression.operator === '|' && add(expression.left) && add(expression.right);
    case 'name':
    case 'attribute':
      return addNamed(following, file, expression, entries);
    default:
      return false;
  }
}

/** A dict constant, or `Base.model_config`. */
function addNamed(
  following: Following,
  file: PythonFile,
  expression: Expression,
  entries: Map<string, ConfigEntry>,
): boolean {
  const { project, active } = following;
  if (expression.kind === 'attribute' && expression.name === 'model_config') {
    const owner = resolveSymbol(project, file, expression.object);
    if (owner.kind === 'external')
      return SETTINGS_BASES.has(owner.name) || owner.name === 'pydantic.BaseModel';
    if (owner.kind !== 'class' || active.includes(owner.statement)) return false;
    const inherited = configOf(project, owner, active);
    for (const [key, entry] of inherited.entries) entries.set(key, entry);
    return inherited.problems.length === 0;
  }
  const symbol = resolveSymbol(project, file, expression);
  if (symbol.kind !== 'value' || (expression.kind === 'name' && isMutated(symbol.file, expression.name)))
    return false;
  return addDict(following, symbol.file, symbol.value, entries);
}

/** True for a dict that code of its file changes after it was made: `CONFIG["env_prefix"] = …`. */
function isMutated(file: PythonFile, name: string): boolean {
  const changes = String.raw`(?:\[[^\]\n]*\]\s*(?:[|+]?=)(?!=)|\.(?:update|setdefault|pop|popitem|clear)\s*\(|\s*\|=)`;
  return new RegExp(String.raw`(?<![\w.])${name}${changes}`).test(file.file.text);
}

/** A configuration value: absent, a constant, or not known. */
export type ConfigValue =
  | { readonly kind: 'absent' }
  | { readonly kind: 'data'; readonly data: Data; readonly entry: ConfigEntry }
  | { readonly kind: 'undecided'; readonly undecided: Undecided };

/** Evaluates one key of a configuration. `None` counts as absent. */
export function configData(project: PythonProject, config: Config, key: string): ConfigValue {
  const entry = config.entries.get(key);
  if (!entry) return { kind: 'absent' };
  const data = constantData(project, entry.file, entry.value);
  if (data?.kind === 'none') return { kind: 'absent' };
  if (data) return { kind: 'data', data, entry };
  return { kind: 'undecided', undecided: undecidedAt(entry.file, entry.value, `\`${key}\` is computed`) };
}
