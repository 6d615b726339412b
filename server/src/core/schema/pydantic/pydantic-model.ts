import type { Expression } from '../../python/tree.ts';
import { type ClassInfo, type Lineage, lineageOf } from '../class-lineage.ts';
import { decodingOfType } from '../decoding.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import type { FieldType, Undecided } from '../schema.ts';
import { configReader } from './config-reader.ts';
import { docstringOf } from './documentation.ts';
import { configOf } from './pydantic-config.ts';
import { MAX_NESTING, type ModelContext, undecidedAt } from './pydantic-context.ts';
import { enumType, isEnum } from './pydantic-enum.ts';
import { readFields } from './pydantic-fields.ts';
import { modelContext } from './pydantic-model-context.ts';
import { readType } from './pydantic-types.ts';
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
  if (external.has('pydantic.RootModel')) return rootModel(context, info, lineage);
  const isModel = external.has('pydantic.BaseModel');
  const dataclass = dataclassKind(context, info);
  if (!isModel && !dataclass) {
    if (external.has('typing.TypedDict')) return undecided('is a TypedDict, which is not evaluated', true);
    if (external.has('typing.NamedTuple')) return undecided('is a NamedTuple, which is not evaluated', true);
    return undecided('is a class of its own');
  }
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
  return model(context, info, lineage, isModel ? undefined : dataclass);
}

const PLAIN_BASES: ReadonlySet<string> = new Set([
  'pydantic.BaseModel',
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
  const reader = configReader(project, flavour ? EMPTY_CONFIG : configOf(project, info));
  const own = modelContext(reader, [...outer.stack, info.statement], false, outer.decodes, outer.budget);
  // A dataclass without a configuration is made with that of the class around it.
  const isPlain = flavour === 'dataclass';
  const context = isPlain ? { ...own, extra: outer.extra, strings: outer.strings } : own;
  const validators = validatorsOf(project, info);
  const fields = readFields(context, info, validators, flavour !== undefined);
  const undecided: Undecided[] = [
    ...lineage.problems,
    ...fields.problems,
    ...validators.model,
    ...reader.problems,
    ...(reader.flag('strict')
      ? [undecidedAt(info.file, { span: info.statement.nameSpan }, '`strict` of a nested model')]
      : []),
    ...(flavour === 'pydantic-dataclass' && decoratorArguments(outer, info) > 0
      ? [undecidedAt(info.file, { span: info.statement.nameSpan }, 'arguments of the `dataclass` decorator')]
      : []),
  ];
  return {
    kind: 'model',
    name: info.statement.name,
    ...(flavour ? { flavour } : {}),
    fields: fields.fields,
    extra: isPlain && context.extra === 'allow' ? 'ignore' : context.extra,
    undecided,
    ...described(reader.text('title'), info),
  };
}

function described(title: string | undefined, { statement }: ClassInfo) {
  const description = docstringOf(statement);
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
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

/** `config=` changes what a pydantic dataclass accepts; flags such as `frozen` and `slots` do not. */
function decoratorArguments(_context: ModelContext, info: ClassInfo): number {
  return info.statement.decorators
    .flatMap((it) => (it.kind === 'call' ? it.args : []))
    .filter((it) => it.name === 'config' || it.stars > 0).length;
}

/** A root model is complex when its root is; what it accepts is not evaluated. */
function rootModel(context: ModelContext, info: ClassInfo, lineage: Lineage): FieldType {
  const root = rootAnnotation(lineage);
  const reason = `\`${info.statement.name}\` is a root model, which is not evaluated`;
  if (!root || context.stack.length >= MAX_NESTING) return { kind: 'undecided', reason };
  const type = readType(
    { ...context, stack: [...context.stack, info.statement] },
    root.file,
    root.expression,
  );
  const complex = decodingOfType(type) === 'json';
  return { kind: 'undecided', reason, ...(complex ? { complex } : {}) };
}

function rootAnnotation(lineage: Lineage) {
  for (const ancestor of lineage.ancestors) {
    if (ancestor.kind !== 'class') continue;
    const { file, statement } = ancestor.info;
    for (const it of statement.body) {
      if (it.kind === 'annotated' && it.target.kind === 'name' && it.target.name === 'root') {
        return { file, expression: it.annotation };
      }
    }
    const base = statement.bases.find((it) => it.value.kind === 'subscript')?.value;
    if (base?.kind === 'subscript') return { file, expression: base.index };
  }
  return undefined;
}
