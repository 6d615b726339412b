import type { Argument, Expression } from '../../python/tree.ts';
import { constantData, constantText } from '../constant.ts';
import { constrain, readConstraints } from '../constraints.ts';
import { declaresSecret, decodingOfType } from '../decoding.ts';
import type { FieldType } from '../field-type.ts';
import type { PythonFile } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import type { Field, Undecided } from '../schema.ts';
import { isSecretField } from '../secret-names.ts';
import { documentationOf } from './documentation.ts';
import { discriminated, type FieldCall, readAnnotation, withUnionArguments } from './pydantic-annotation.ts';
import { type ModelContext, undecidedAt } from './pydantic-context.ts';
import { readDefault } from './pydantic-default.ts';
import { readDeprecation } from './pydantic-deprecation.ts';
import { annotationText, type Declaration } from './pydantic-fields.ts';
import { fieldNames } from './pydantic-names.ts';

/**
 * Reads one field from its declaration.
 * @param siblings names of all fields of the class, among which a replacement is looked for
 */
export function readField(
  context: ModelContext,
  declaration: Declaration,
  isDataclass: boolean,
  siblings: readonly string[],
): Field {
  const { name, statement, file } = declaration;
  const { project } = context;
  const annotation = readAnnotation(context, file, statement.annotation);
  const assigned = statement.value && fieldCall(context, file, statement.value);
  const calls = assigned ? [...annotation.fieldCalls, assigned] : annotation.fieldCalls;
  const names = fieldNames(project, context.names, name, calls);
  const undecided: Undecided[] = [...(names.undecided ? [names.undecided] : []), ...annotation.undecided];
  let type = annotation.constraints.reduce(constrain, annotation.type);
  if (annotation.discriminator) type = discriminated(project, annotation.discriminator, type);
  for (const call of calls) type = constrainedByCall(context, call, type, undecided);
  const complexity = decodingOfType(type);
  const decodes = annotation.decode !== 'never' && (context.decodes || annotation.decode === 'always');
  const deprecated = readDeprecation(project, calls, annotation.deprecated, { name, siblings });
  const validateDefault = lastFlag(context, calls, 'validate_default');
  const description = lastText(context, calls, 'description');
  const documentation = documentationOf(project, calls);
  return {
    name,
    place: { path: file.file.path, span: statement.target.span },
    declaration: { path: file.file.path, span: statement.span },
    annotation: annotationText(file, statement.annotation),
    type,
    ...readDefault(context, file, {
      value: statement.value,
      assigned,
      calls,
      type,
      isDataclass,
      inputs: names.inputs,
    }),
    inputs: names.inputs,
    loc: names.loc,
    decoding: decodes ? complexity : 'none',
    ...(decodes ? {} : { asText: true }),
    ...(validateDefault === undefined ? {} : { validateDefault }),
    secret: isSecretField(name, type, declaresSecret(type)),
    ...(deprecated ? { deprecated } : {}),
    undecided,
    ...(description === undefined ? {} : { description }),
    ...(documentation === undefined ? {} : { documentation }),
  };
}

/** `Field(…)`, or `dataclasses.field(…)`, as the value of a declaration. */
function fieldCall(context: ModelContext, file: PythonFile, value: Expression): FieldCall | undefined {
  if (value.kind !== 'call') return undefined;
  const symbol = resolveSymbol(context.project, file, value.callee);
  if (symbol.kind !== 'external') return undefined;
  const isField = symbol.name === 'pydantic.Field' || symbol.name === 'dataclasses.field';
  return isField ? { call: value, file } : undefined;
}

/** What a `Field(…)` makes of a type; what cannot be evaluated is added to `undecided`. */
function constrainedByCall(
  context: ModelContext,
  { call, file }: FieldCall,
  type: FieldType,
  undecided: Undecided[],
): FieldType {
  const read = readConstraints(context.project, file, call.args);
  for (const { keyword, at } of read.undecided)
    undecided.push(undecidedAt(file, at, `\`${keyword}\` is computed`));
  if (read.constraints.pattern !== undefined && context.pythonPatterns) {
    undecided.push(undecidedAt(file, call, "`regex_engine='python-re'`"));
  }
  const keyword = (name: string): Argument | undefined => call.args.find((it) => it.name === name);
  const stars = call.args.find((it) => it.stars > 0);
  if (stars) undecided.push(undecidedAt(file, stars, '`Field(…)` has arguments that are computed'));
  const coerces = keyword('coerce_numbers_to_str');
  if (coerces) undecided.push(undecidedAt(file, coerces, '`coerce_numbers_to_str` is not evaluated'));
  return constrain(withUnionArguments(context.project, { call, file }, type), read.constraints);
}

function lastValue(calls: readonly FieldCall[], keyword: string) {
  for (const { call, file } of [...calls].reverse()) {
    const argument = call.args.find((it) => it.name === keyword);
    if (argument) return { value: argument.value, file };
  }
  return undefined;
}

function lastText(context: ModelContext, calls: readonly FieldCall[], keyword: string): string | undefined {
  const found = lastValue(calls, keyword);
  return found && constantText(context.project, found.file, found.value);
}

function lastFlag(context: ModelContext, calls: readonly FieldCall[], keyword: string): boolean | undefined {
  const found = lastValue(calls, keyword);
  const data = found && constantData(context.project, found.file, found.value);
  return data?.kind === 'bool' ? data.value : undefined;
}
