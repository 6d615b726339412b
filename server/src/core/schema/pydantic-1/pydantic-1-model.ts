import { type ClassInfo, lineageOf } from '../class-lineage.ts';
import type { FieldType } from '../field-type.ts';
import { type ConfigReader, configReader } from '../pydantic/config-reader.ts';
import { docstringOf } from '../pydantic/documentation.ts';
import { MAX_NESTING, undecidedAt } from '../pydantic/pydantic-context.ts';
import { enumType, isEnum } from '../pydantic/pydantic-enum.ts';
import { validatorsOf } from '../pydantic/pydantic-validators.ts';
import type { Undecided } from '../schema.ts';
import { config1Of } from './pydantic-1-config.ts';
import { type Context1, context1 } from './pydantic-1-context.ts';
import { readFields1 } from './pydantic-1-fields.ts';
import { pydantic1Name } from './pydantic-1-names.ts';

const PLAIN_BASES: ReadonlySet<string> = new Set(['pydantic.BaseModel', 'builtins.object', 'abc.ABC']);

/** Keys of a nested model's `Config` that change what it takes in a way that is not evaluated. */
const OPENING = [
  'validate_all',
  'allow_population_by_field_name',
  'orm_mode',
  'alias_generator',
  'allow_inf_nan',
];

/** The type that a class of the workspace is as an annotation to pydantic 1: an enum, a model, or undecided. */
export function classType1(context: Context1, info: ClassInfo): FieldType {
  const { project } = context;
  const { name } = info.statement;
  const lineage = lineageOf(project, info);
  const external = new Set(
    lineage.ancestors.flatMap((it) => (it.kind === 'external' ? [pydantic1Name(it.name)] : [])),
  );
  if (isEnum(project, info)) return enum1(enumType(project, info), external.has('enum.IntEnum'));
  const undecided = (reason: string, complex = false): FieldType => ({
    kind: 'undecided',
    reason: `\`${name}\` ${reason}`,
    ...(complex ? { complex } : {}),
  });
  const isModel = external.has('pydantic.BaseModel') || external.has('pydantic.BaseSettings');
  if (!isModel) return undecided('is a class of its own', external.has('typing.TypedDict'));
  if (context.stack.includes(info.statement)) return undecided('contains itself', true);
  if (context.stack.length >= MAX_NESTING) return undecided('is nested too deeply', true);
  if (external.has('pydantic.BaseSettings')) return undecided('reads its own environment', true);
  const foreign = [...external].find((it) => !PLAIN_BASES.has(it));
  if (foreign !== undefined)
    return undecided(`has the base class \`${foreign}\` outside the workspace`, true);
  return model1(context, info, lineage.problems);
}

/** A class that mixes `int` and `Enum` converts nothing; `IntEnum` does. */
function enum1(type: FieldType, isIntEnum: boolean): FieldType {
  return type.kind === 'enum' && !isIntEnum ? { ...type, base: 'plain' } : type;
}

function model1(outer: Context1, info: ClassInfo, problems: readonly Undecided[]): FieldType {
  const { project } = outer;
  const reader = configReader(project, config1Of(project, info));
  const context = context1(reader, [...outer.stack, info.statement], false, outer.budget);
  const validators = validatorsOf(project, info);
  const read = readFields1(context, info, validators);
  const key = OPENING.find((it) => reader.entry(it) !== undefined);
  const root = read.fields.find((it) => it.name === '__root__');
  const at = { span: info.statement.nameSpan };
  const description = docstringOf(info.statement);
  return {
    kind: 'model',
    name: info.statement.name,
    fields: read.fields,
    extra: extra1(reader) ?? 'ignore',
    undecided: [
      ...problems,
      ...read.problems,
      ...validators.model,
      ...reader.problems,
      ...(key === undefined ? [] : [undecidedAt(info.file, at, `\`Config.${key}\` is not evaluated`)]),
      ...(root ? [undecidedAt(info.file, at, '`__root__` is not evaluated')] : []),
    ],
    ...(description === undefined ? {} : { description }),
  };
}

/** `Extra.forbid`, or its text. */
export function extra1(reader: ConfigReader): 'ignore' | 'allow' | 'forbid' | undefined {
  const value = reader.entry('extra')?.value;
  const name = value?.kind === 'attribute' ? value.name : reader.text('extra');
  return name === 'ignore' || name === 'allow' || name === 'forbid' ? name : undefined;
}
