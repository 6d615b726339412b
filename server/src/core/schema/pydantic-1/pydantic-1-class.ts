import { lineageOf } from '../class-lineage.ts';
import type { Loading } from '../loading.ts';
import { classIdentity, doubtedFields, eachOnce, loadingAsMade } from '../pydantic/class-schema.ts';
import { type ConfigReader, configReader } from '../pydantic/config-reader.ts';
import type { MadeClass } from '../pydantic/made-classes.ts';
import { callConfiguration } from '../pydantic/pydantic-call-sites.ts';
import { MAX_TYPES, undecidedAt } from '../pydantic/pydantic-context.ts';
import { namedFiles } from '../pydantic/pydantic-files.ts';
import { metaclass } from '../pydantic/pydantic-settings-class.ts';
import { validatorsOf } from '../pydantic/pydantic-validators.ts';
import type { SettingsClass } from '../pydantic/settings-classes.ts';
import type { PythonProject } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import type { SettingsSchema, Undecided } from '../schema.ts';
import { config1Of } from './pydantic-1-config.ts';
import { context1 } from './pydantic-1-context.ts';
import { readFields1 } from './pydantic-1-fields.ts';
import { extra1 } from './pydantic-1-model.ts';
import { lockedPydantic1, pydantic1Name } from './pydantic-1-names.ts';

const KNOWN_BASES: ReadonlySet<string> = new Set([
  'pydantic.BaseSettings',
  'pydantic_settings.BaseSettings',
  'pydantic.BaseModel',
  'builtins.object',
  'abc.ABC',
]);

/** The schema of one settings class of pydantic 1.10 as its call sites make it. */
export function readSettingsClass1(
  project: PythonProject,
  { info, use, doubts: outside }: MadeClass,
): SettingsSchema {
  const made = callConfiguration(project, info, use, config1Of(project, info));
  const reader = configReader(project, made.config);
  const context = context1(reader, [info.statement], true, { left: MAX_TYPES });
  const validators = validatorsOf(project, info);
  const read = readFields1(context, info, validators);
  const opened: Undecided[] = [];
  const loading = loading1(reader, opened);
  const doubts = [
    ...outside,
    ...foreignBases(project, info),
    ...made.problems,
    ...reader.problems,
    ...opened,
  ];
  const unnamed = read.fields.flatMap((it) => (it.inputs.length === 0 ? it.undecided.slice(0, 1) : []));
  const additions = [
    ...read.problems,
    ...brokenFiles(project, info),
    ...unnamed,
    ...decorators(project, info),
  ];
  return {
    ...classIdentity(project, info, 'pydantic-1'),
    fields: doubtedFields(read.fields, doubts),
    loading: loadingAsMade(loading, made),
    open: eachOnce([...doubts, ...additions]),
    modelUndecided: validators.model,
  };
}

/** How values reach the fields. Unknown keys of a file are never looked at; `extra` is of keyword arguments. */
function loading1(reader: ConfigReader, opened: Undecided[]): Loading {
  const encoding = reader.text('env_file_encoding');
  const entry = reader.entry('env_file');
  const named = entry ? namedFiles(reader.project, 'env_file', entry) : { files: [] };
  const delimiter = reader.text('env_nested_delimiter');
  const dotenvVersion = reader.project.version('python-dotenv');
  return {
    envFiles: named.files,
    ...(named.undecided ? { envFileUndecided: named.undecided } : {}),
    ...(named.pattern ? { envFilePattern: named.pattern } : {}),
    ...(encoding !== undefined && !/^utf-?_?8$/i.test(encoding) ? { envFileEncoding: encoding } : {}),
    secretsDirs: secretsDir(reader, opened),
    dataFiles: [],
    sources: ['init', 'process', 'dotenv', 'secrets'],
    extra: extra1(reader) ?? 'forbid',
    caseSensitive: reader.flag('case_sensitive') ?? false,
    envPrefix: reader.text('env_prefix') ?? '',
    ignoreEmpty: false,
    ...(delimiter ? { nestedDelimiter: delimiter } : {}),
    ...(reader.flag('allow_population_by_field_name') ? { populateByName: true } : {}),
    validateDefault: reader.flag('validate_all') ?? true,
    hideInput: false,
    ...(dotenvVersion === undefined ? {} : { dotenvVersion }),
  };
}

function secretsDir(reader: ConfigReader, opened: Undecided[]): readonly string[] {
  const entry = reader.entry('secrets_dir');
  if (!entry) return [];
  const named = namedFiles(reader.project, 'secrets_dir', entry);
  const rooted = named.files.find((it) => it.base === 'root');
  if (named.undecided) opened.push(named.undecided);
  if (rooted) opened.push(undecidedAt(entry.file, entry.value, '`secrets_dir` is built from `__file__`'));
  return rooted ? [] : named.files.map((it) => it.path);
}

function foreignBases(project: PythonProject, info: SettingsClass): readonly Undecided[] {
  const lineage = lineageOf(project, info);
  const problems = [...lineage.problems];
  problems.push(
    ...lineage.ancestors.flatMap((it) => (it.kind === 'class' ? metaclass(project, it.info) : [])),
  );
  const at = { span: info.statement.nameSpan };
  const locked = lockedPydantic1(project);
  if (locked !== undefined && !/^1\.10\b/.test(locked))
    problems.push(
      undecidedAt(info.file, at, `release ${locked} of pydantic is older than 1.10, which is evaluated`),
    );
  for (const ancestor of lineage.ancestors) {
    if (ancestor.kind !== 'external' || KNOWN_BASES.has(pydantic1Name(ancestor.name))) continue;
    problems.push(undecidedAt(info.file, at, `the base class \`${ancestor.name}\` is outside the workspace`));
  }
  return [...problems, ...removedBase(project, info)];
}

/** `pydantic.BaseSettings` itself cannot be imported from pydantic 2, so the module stops there. */
function removedBase(project: PythonProject, info: SettingsClass): readonly Undecided[] {
  const version = project.version('pydantic');
  if (version === undefined || /^[01]\./.test(version)) return [];
  const isGone = lineageOf(project, info).ancestors.some(
    (it) => it.kind === 'external' && it.name === 'pydantic.BaseSettings',
  );
  const reason = `\`pydantic.BaseSettings\` is gone in release ${version}, so the module cannot be imported`;
  return isGone ? [undecidedAt(info.file, { span: info.statement.nameSpan }, reason)] : [];
}

/** The files of the class and its ancestors that Python does not accept as they stand. */
function brokenFiles(project: PythonProject, info: SettingsClass): readonly Undecided[] {
  return lineageOf(project, info).ancestors.flatMap((it) => {
    if (it.kind !== 'class') return [];
    const problem = it.info.file.module.problems[0];
    return problem ? [undecidedAt(it.info.file, problem, 'code that Python does not accept')] : [];
  });
}

function decorators(project: PythonProject, info: SettingsClass): readonly Undecided[] {
  return info.statement.decorators.flatMap((decorator) => {
    const symbol = resolveSymbol(
      project,
      info.file,
      decorator.kind === 'call' ? decorator.callee : decorator,
    );
    const isHarmless =
      symbol.kind === 'external' && /^(typing\.final|functools\.(lru_cache|cache))$/.test(symbol.name);
    return isHarmless ? [] : [undecidedAt(info.file, decorator, 'a decorator of the class is not evaluated')];
  });
}
