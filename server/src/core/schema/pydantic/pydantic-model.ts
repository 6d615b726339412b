import type { Expression } from '../../python/tree.ts';
import { type ClassInfo, type Lineage, lineageOf } from '../class-lineage.ts';
import type { FieldType } from '../field-type.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import type { Undecided } from '../schema.ts';
import { configBeside } from './config-beside-model.ts';
import { configReader } from './config-reader.ts';
import { described } from './documentation.ts';
import { configOf } from './pydantic-config.ts';
import { MAX_NESTING, type ModelContext } from './pydantic-context.ts';
import { enumType, isEnum } from './pydantic-enum.ts';
import { readFields } from './pydantic-fields.ts';
import { modelContext } from './pydantic-model-context.ts';
import { namedTuple } from './pydantic-named-tuple.ts';
import { rootModel } from './pydantic-root-model.ts';
import { typedDict } from './pydantic-typed-dict.ts';
import { validatorsOf } from './pydantic-validators.ts';

/** The type that a class of the workspace is as an annotation: an enum, a model, a dataclass, or undecided. */
export function classType(context: ModelContext, info: ClassInfo): FieldType {
  const { project } = context;
  const { name } = info.statement;
  if (isEnum(project, info)) return enumType(project, info);
  const lineage = lineageOf(project, info);
  const external = new Set(lineage.ancestors.flatMap((it) => (it.kind === 'external' ? [it.name] : [])));
  const undecided = (reason: string, complex = false): FieldType => ({
    kind: 'undecided',
    reason: `\`${name}\` ${reason}`,
    ...(complex ? { complex } : {}),
  });
  const isModel = external.has('pydantic.BaseModel') || external.has('pydantic.RootModel');
  const dataclass = dataclassKind(context, info);
  const other = external.has('typing.TypedDict') || external.has('typing.NamedTuple');
  if (!isModel && !dataclass && !other) return undecided('is a class of its own');
  if (context.stack.includes(info.statement)) return undecided('contains itself', true);
  if (context.stack.length >= MAX_NESTING) return undecided('is nested too deeply', true);
  const foreign = [...external].find((it) => !PLAIN_BASES.has(it));
  if (foreign !== undefined)
    return undecided(`has the base class \`${foreign}\` outside the workspace`, true);
  if (external.has('pydantic_settings.BaseSettings')) return undecided('reads its own environment', true);
  const ownSchema = lineage.ancestors.find(
    (it) => it.kind === 'class' && it.info.statement.body.some(definesCoreSchema),
  );
  if (ownSchema) return undecided('defines its own schema', true);
  if (external.has('pydantic.RootModel')) return rootModel(context, info, lineage);
  if (external.has('typing.TypedDict')) return typedDict(context, info, lineage);
  if (external.has('typing.NamedTuple')) return namedTuple(context, info, lineage);
  return model(context, info, lineage, isModel ? undefined : dataclass);
}

const PLAIN_BASES: ReadonlySet<string> = new Set([
  'pydantic.BaseModel',
  'pydantic.RootModel',
  'typing.TypedDict',
  'typing.NamedTuple',
  'pydantic_settings.BaseSettings',
  'builtins.object',
  'abc.ABC',
  'typing.Generic',
  'typing.Protocol',
]);

function definesCoreSchema(statement: { readonly kind: string; readonly name?: unknown }): boolean {
  return statement.kind === 'function' && statement.name === '__get_pydantic_core_schema__';
}

function model(
  outer: ModelContext,
  info: ClassInfo,
  lineage: Lineage,
  flavour: 'dataclass' | 'pydantic-dataclass' | undefined,
): FieldType {
  const { project } = outer;
  const config = flavour ? configBeside(project, info) : configOf(project, info);
  const reader = configReader(project, config ?? EMPTY_CONFIG);
  const own = modelContext(reader, [...outer.stack, info.statement], false, outer.decodes, outer.budget);
  // A dataclass without a configuration is made with that of the class around it.
  const isPlain = flavour === 'dataclass' && config === undefined;
  const context = isPlain ? { ...own, extra: outer.extra, strings: outer.strings } : own;
  const validators = validatorsOf(project, info);
  const fields = readFields(context, info, validators, flavour !== undefined);
  const undecided: Undecided[] = [
    ...lineage.problems,
    ...fields.problems,
    ...validators.model,
    ...reader.problems,
  ];
  // A configuration of its own takes the place of the one around a dataclass.
  const strict = reader.flag('strict') ?? (flavour === 'dataclass' && config ? false : undefined);
  return {
    kind: 'model',
    name: info.statement.name,
    ...(flavour ? { flavour } : {}),
    fields: fields.fields,
    extra: isPlain && context.extra === 'allow' ? 'ignore' : context.extra,
    ...(strict === undefined ? {} : { strict }),
    undecided,
    ...described(reader.text('title'), info),
  };
}

const EMPTY_CONFIG = { entries: new Map(), problems: [] };

function dataclassKind(
  { project }: ModelContext,
  info: ClassInfo,
): 'dataclass' | 'pydantic-dataclass' | undefined {
  for (const decorator of info.statement.decorators) {
    const symbol = resolveSymbol(project, info.file, calleeOf(decorator));
    if (symbol.kind !== 'external') continue;
    if (symbol.name === 'dataclasses.dataclass') return 'dataclass';
    if (symbol.name === 'pydantic.dataclass') return 'pydantic-dataclass';
  }
  return undefined;
}

function calleeOf(decorator: Expression): Expression {
  return decorator.kind === 'call' ? decorator.callee : decorator;
}
