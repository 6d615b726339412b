import { type ClassInfo, lineageOf } from '../class-lineage.ts';
import type { PythonProject } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import type { ClassDualRead, Field, Respelled, SettingsSchema, Undecided } from '../schema.ts';
import { blindKeys } from './blind-keys.ts';
import { classIdentity, doubtedFields, eachOnce, loadingAsMade } from './class-schema.ts';
import { configAddition } from './config-addition.ts';
import { configReader } from './config-reader.ts';
import type { MadeClass } from './made-classes.ts';
import { callConfiguration } from './pydantic-call-sites.ts';
import { configOf } from './pydantic-config.ts';
import { MAX_TYPES, undecidedAt } from './pydantic-context.ts';
import { readFields } from './pydantic-fields.ts';
import { readLoading } from './pydantic-loading.ts';
import { modelContext } from './pydantic-model-context.ts';
import { type RespelledField, validatorsOf } from './pydantic-validators.ts';
import { withReplacedTypedDicts } from './replaced-typed-dicts.ts';

/** Bases whose behaviour is known here, or is none. */
const KNOWN_BASES: ReadonlySet<string> = new Set([
  'pydantic_settings.BaseSettings',
  'pydantic.BaseModel',
  'builtins.object',
  'abc.ABC',
  'typing.Generic',
  'typing.Protocol',
]);

/** The schema of one settings class as its call sites make it. */
export function readSettingsClass(
  project: PythonProject,
  { info, use, doubts: outside }: MadeClass,
): SettingsSchema {
  const made = callConfiguration(project, info, use, configOf(project, info));
  const reader = configReader(project, made.config);
  const context = modelContext(reader, [info.statement], true, true, { left: MAX_TYPES });
  const validators = validatorsOf(project, info);
  const read = readFields(context, info, validators);
  const { loading, problems } = readLoading(reader, info);
  // What may change any name or value makes every field undecided; what only adds fields does not.
  const doubts = [
    ...outside,
    ...foreignBases(project, info),
    ...made.problems,
    ...reader.problems,
    ...problems,
  ];
  const additions = [
    ...read.problems,
    ...brokenFiles(project, info),
    ...unnamed(read.fields),
    ...decorators(project, info),
  ];
  // What a source of the service's own brings is not known.
  const isClear = loading.dataFiles.length === 0 && doubts.length === 0;
  const blind = isClear ? blindKeys(project, info, read.fields) : [];
  const addition = configAddition(info);
  const duals = withDuals(withReplacedTypedDicts(read.fields), validators.dualReads);
  const fields = withRespellings(duals, validators.respelled);
  const title = reader.text('title');
  return {
    ...classIdentity(project, info, 'pydantic-settings'),
    ...(title === undefined ? {} : { title }),
    fields: doubtedFields(fields, doubts),
    loading: loadingAsMade(loading, made),
    open: eachOnce([...doubts, ...additions]),
    ...(read.refused ? { refused: read.refused } : {}),
    modelUndecided: validators.model,
    ...(validators.dualReads.length > 0 ? { dualReads: validators.dualReads } : {}),
    ...(blind.length > 0 ? { blindKeys: blind } : {}),
    ...(addition ? { addToConfig: addition } : {}),
  };
}

/** Marks both fields of each dual read. */
function withDuals(fields: readonly Field[], dualReads: readonly ClassDualRead[]): readonly Field[] {
  return dualReads.reduce((all: readonly Field[], { oldKey, newKeys, emptyCounts, factor, address }) => {
    const named = (keys: readonly string[]) =>
      all.find((field) => field.inputs.some((it) => keys.includes(it.key)));
    // No single field takes the place of an address.
    const [old, next] = [named([oldKey]), address ? undefined : named(newKeys)];
    if (!old || (!next && !address && newKeys.length > 0)) return all;
    const dual = {
      old: old.name,
      new: next?.name ?? '',
      emptyCounts,
      required: next?.required ?? false,
      ...(factor ? { factor } : {}),
    };
    return all.map((field) => (field === old || field === next ? { ...field, dual } : field));
  }, fields);
}

/**
 * The validators of fields that are known to the last detail; a field for which they were not written stays undecided.
 * The validator sees what the field is made of as one text, and its default as well.
 */
function withRespellings(fields: readonly Field[], known: readonly RespelledField[]): readonly Field[] {
  return fields.map((field) => {
    const [own, ...others] = known.filter((it) => it.field === field.name);
    if (!own || others.length > 0 || !isOneText(field, fields) || !staysDefault(field, own.respelled))
      return field;
    const { respelled, doubt } = own;
    return { ...field, respelled, undecided: field.undecided.filter((it) => it !== doubt) };
  });
}

/** True for a field that is handed the text of a key, which no other field has. */
function isOneText(field: Field, all: readonly Field[]): boolean {
  const keys = field.inputs.map(({ key }) => key);
  const isShared = all.some((it) => it !== field && it.inputs.some(({ key }) => keys.includes(key)));
  return !isShared && field.decoding === 'none' && field.inputs.every(({ path }) => path.length === 0);
}

/** The library hands the default to the validator as well: true where that gives it back. */
function staysDefault({ required, default: own }: Field, respelled: Respelled): boolean {
  if (required) return true;
  if (own === undefined) return false;
  if (own.kind !== 'str') return own.kind === 'none' || own.kind === 'int' || own.kind === 'bool';
  if (own.value === '' || respelled.passed.includes(own.value)) return true;
  if (respelled.spelled === 'json-list') return !respelled.refuses && !own.value.trimStart().startsWith('[');
  return respelled.old.includes(own.value)
    ? !respelled.refuses
    : respelled.words.every(([word]) => word !== own.value);
}

function foreignBases(project: PythonProject, info: ClassInfo): readonly Undecided[] {
  const lineage = lineageOf(project, info);
  const problems = [...lineage.problems];
  const at = { span: info.statement.nameSpan };
  problems.push(
    ...lineage.ancestors.flatMap((it) => (it.kind === 'class' ? metaclass(project, it.info) : [])),
  );
  for (const ancestor of lineage.ancestors) {
    if (ancestor.kind !== 'external' || KNOWN_BASES.has(ancestor.name)) continue;
    problems.push(undecidedAt(info.file, at, `the base class \`${ancestor.name}\` is outside the workspace`));
  }
  return problems;
}

/** A metaclass of the service may make another class than the one that is written. */
export function metaclass(project: PythonProject, { file, statement }: ClassInfo): readonly Undecided[] {
  const given = statement.bases.find((it) => it.name === 'metaclass')?.value;
  const symbol = given && resolveSymbol(project, file, given);
  if (!given || (symbol?.kind === 'external' && symbol.name === 'abc.ABCMeta')) return [];
  return [undecidedAt(file, given, 'a metaclass of its own is not evaluated')];
}

/** The files of the class and its ancestors that Python does not accept as they stand. */
function brokenFiles(project: PythonProject, info: ClassInfo): readonly Undecided[] {
  const broken = new Map<string, Undecided>();
  for (const ancestor of lineageOf(project, info).ancestors) {
    if (ancestor.kind !== 'class') continue;
    const { file } = ancestor.info;
    const problem = file.module.problems[0];
    if (problem) broken.set(file.file.path, undecidedAt(file, problem, 'code that Python does not accept'));
  }
  return [...broken.values()];
}

/** A field whose name in files is not known may be what any key means. */
function unnamed(fields: readonly Field[]): readonly Undecided[] {
  return fields.flatMap((field) => (field.inputs.length === 0 ? field.undecided.slice(0, 1) : []));
}

const HARMLESS_DECORATORS =
  /^(typing\.(final|deprecated|dataclass_transform)|functools\.(lru_cache|cache|total_ordering))$/;

function decorators(project: PythonProject, info: ClassInfo): readonly Undecided[] {
  return info.statement.decorators.flatMap((decorator) => {
    const callee = decorator.kind === 'call' ? decorator.callee : decorator;
    const symbol = resolveSymbol(project, info.file, callee);
    const isHarmless = symbol.kind === 'external' && HARMLESS_DECORATORS.test(symbol.name);
    return isHarmless ? [] : [undecidedAt(info.file, decorator, 'a decorator of the class is not evaluated')];
  });
}
