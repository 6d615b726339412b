import type { ClassInfo, Lineage } from '../class-lineage.ts';
import type { FieldType } from '../field-type.ts';
import type { Field, Undecided } from '../schema.ts';
import { configBeside } from './config-beside-model.ts';
import { described } from './documentation.ts';
import { type ModelContext, undecidedAt } from './pydantic-context.ts';
import { isOfType } from './pydantic-default.ts';
import { readFields } from './pydantic-fields.ts';
import { validatorsOf } from './pydantic-validators.ts';

/** A `NamedTuple`, which pydantic makes by a call with the configuration of the class around it (pydantic 2.13). */
export function namedTuple(outer: ModelContext, info: ClassInfo, lineage: Lineage): FieldType {
  const { project } = outer;
  const context = { ...outer, stack: [...outer.stack, info.statement] };
  const validators = validatorsOf(project, info);
  const read = readFields(context, info, validators);
  return {
    kind: 'model',
    name: info.statement.name,
    flavour: 'named-tuple',
    fields: read.fields.map((it) => withDefault(context, it)),
    extra: outer.extraGiven ?? 'forbid',
    undecided: [
      ...lineage.problems,
      ...read.problems,
      ...validators.model,
      ...validatedMethods(validators.fields),
      ...notUnderstood(outer, info, lineage, read.fields),
    ],
    ...described(undefined, info),
  };
}

/** A default is validated where the class around the tuple validates defaults, which may convert it. */
function withDefault({ validatesDefaults }: ModelContext, field: Field): Field {
  if (!validatesDefaults || field.default === undefined || isOfType(field.default, field.type)) return field;
  const { default: _default, ...rest } = field;
  const reason = `the default of \`${field.name}\` may be converted`;
  return { ...rest, defaultUndecided: { reason, ...field.place } };
}

function validatedMethods(fields: ReadonlyMap<string, readonly Undecided[]>): readonly Undecided[] {
  return [...fields.values()].flat();
}

function notUnderstood(
  { project }: ModelContext,
  info: ClassInfo,
  { ancestors }: Lineage,
  fields: readonly Field[],
): readonly Undecided[] {
  const at = { span: info.statement.nameSpan };
  const problems: Undecided[] = [];
  // A class below the tuple may declare names that are no items of it.
  if (ancestors.filter((it) => it.kind === 'class').length > 1)
    problems.push(undecidedAt(info.file, at, 'a class that derives from a named tuple'));
  // Since 2.14 errors of named tuples are of other types, which are not known here.
  if (/^(?:2\.(?:1[4-9]|[2-9]\d)\b|[3-9]\.)/.test(project.version('pydantic') ?? ''))
    problems.push(undecidedAt(info.file, at, 'a named tuple of pydantic 2.14'));
  if (configBeside(project, info))
    problems.push(undecidedAt(info.file, at, 'the configuration of a named tuple'));
  if (fields.some((it) => it.inputs[0]?.key !== it.name))
    problems.push(undecidedAt(info.file, at, 'an alias in a named tuple'));
  return problems;
}
