import type { Expression } from '../../python/tree.ts';
import { NONE } from '../../syntax/data.ts';
import { constantText } from '../constant.ts';
import { constrain, readConstraints } from '../constraints.ts';
import { declaresSecret } from '../decoding.ts';
import type { Constraints, FieldType } from '../field-type.ts';
import type { FieldCall } from '../pydantic/pydantic-annotation.ts';
import { undecidedAt } from '../pydantic/pydantic-context.ts';
import { type ReadDefault, readDefault } from '../pydantic/pydantic-default.ts';
import { annotationText } from '../pydantic/pydantic-fields.ts';
import type { PythonFile } from '../reader.ts';
import type { Field, Undecided } from '../schema.ts';
import { isSecretField } from '../secret-names.ts';
import type { Context1 } from './pydantic-1-context.ts';
import { decoding1 } from './pydantic-1-decoding.ts';
import type { Declaration1 } from './pydantic-1-fields.ts';
import { inputs1 } from './pydantic-1-inputs.ts';
import { resolvePydantic1 } from './pydantic-1-names.ts';
import { readType1 } from './pydantic-1-types.ts';

/** Reads one field of a class of pydantic 1 from its declaration. */
export function readField1(context: Context1, declaration: Declaration1): Field {
  const { name, file, target, statement, annotation, value } = declaration;
  const call = value && fieldCall(context, file, value);
  const names = inputs1(context.reader, name, call);
  const undecided: Undecided[] = names.undecided ? [names.undecided] : [];
  const written =
    declaration.inferred ?? (annotation ? readType1(context, file, annotation) : { kind: 'any' });
  const limited = call ? limitedType(context, call, written, undecided) : written;
  const read = readDefault(context, file, {
    value,
    assigned: call,
    calls: call ? [call] : [],
    type: limited,
    isDataclass: false,
    inputs: names.inputs,
  });
  const { type, standard } = withNone(limited, read, hasDefault(value, call));
  const text = call?.call.args.find((it) => it.name === 'description')?.value;
  const description = text && call && constantText(context.project, call.file, text);
  return {
    name,
    place: { path: file.file.path, span: target.span },
    declaration: { path: file.file.path, span: statement.span },
    annotation: annotation ? annotationText(file, annotation) : type.kind,
    type,
    ...standard,
    inputs: names.inputs,
    loc: names.loc,
    decoding: decoding1(type),
    secret: isSecretField(name, type, declaresSecret(type)),
    undecided,
    ...(description === undefined ? {} : { description }),
  };
}

function fieldCall(context: Context1, file: PythonFile, value: Expression): FieldCall | undefined {
  if (value.kind !== 'call') return undefined;
  const symbol = resolvePydantic1(context.project, file, value.callee);
  return symbol.kind === 'external' && symbol.name === 'pydantic.Field' ? { call: value, file } : undefined;
}

/** True where a default, or `...` for none, is written. */
function hasDefault(value: Expression | undefined, call: FieldCall | undefined): boolean {
  if (value === undefined) return false;
  if (!call) return true;
  return call.call.args.some(
    (it) => it.name === undefined || it.name === 'default' || it.name === 'default_factory',
  );
}

/** A type that takes `None` needs no default; a default of `None` makes every type take it. */
function withNone(
  type: FieldType,
  read: ReadDefault,
  written: boolean,
): { readonly type: FieldType; readonly standard: ReadDefault } {
  const takesNone = needsNothing(type) || type.kind === 'none';
  if (read.required && !written && takesNone)
    return { type, standard: { required: false, defaultFactory: false, default: NONE } };
  const isNone = !read.defaultFactory && read.default?.kind === 'none';
  return { type: isNone && !takesNone ? { kind: 'optional', inner: type } : type, standard: read };
}

/** `Optional`, `Any`, and `Json`, which is the JSON of anything. */
function needsNothing(type: FieldType): boolean {
  if (type.kind === 'json') return type.inner === undefined || needsNothing(type.inner);
  return type.kind === 'optional' || type.kind === 'any';
}

/** Keywords of `Field` that neither limit nor change the value. */
const HARMLESS =
  /^(default|default_factory|alias|env|title|description|exclude|include|repr|example|examples|allow_mutation)$/;
const LIMITS = /^(gt|ge|lt|le|multiple_of|min_length|max_length|min_items|max_items|allow_inf_nan)$/;

/** The limits of `Field(…)` on a type: they reach through to what they are made for. */
function limitedType(
  context: Context1,
  { call, file }: FieldCall,
  type: FieldType,
  undecided: Undecided[],
): FieldType {
  for (const it of call.args) {
    if (it.stars > 0) undecided.push(undecidedAt(file, it, '`Field(…)` has arguments that are computed'));
    else if (
      it.name !== undefined &&
      /^(regex|unique_items|const|discriminator|max_digits|decimal_places)$/.test(it.name)
    )
      undecided.push(undecidedAt(file, it, `\`${it.name}\` of pydantic 1 is not evaluated`));
  }
  const limits = call.args.filter(
    (it) => it.name !== undefined && LIMITS.test(it.name) && !HARMLESS.test(it.name),
  );
  const read = readConstraints(context.project, file, limits);
  for (const { keyword, at } of read.undecided)
    undecided.push(undecidedAt(file, at, `\`${keyword}\` is computed`));
  const made = pushed(type, read.constraints);
  if (made) return made;
  undecided.push(undecidedAt(file, call, 'limits on such a type are not evaluated'));
  return type;
}

/** Undefined where it is not certain what of the type the limits speak of. */
function pushed(type: FieldType, constraints: Constraints): FieldType | undefined {
  if (Object.keys(constraints).length === 0 || type.kind === 'undecided') return type;
  const { minLength, maxLength, ...numbers } = constraints;
  const onlyLengths = Object.keys(numbers).length === 0;
  const onlyNumbers = minLength === undefined && maxLength === undefined;
  switch (type.kind) {
    case 'optional': {
      const inner = pushed(type.inner, constraints);
      return inner && { kind: 'optional', inner };
    }
    case 'str':
    case 'bytes':
    case 'secret':
      return onlyLengths ? constrain(type, constraints) : undefined;
    case 'int':
    case 'float':
      return onlyNumbers ? constrain(type, constraints) : undefined;
    case 'list':
    case 'set':
    case 'frozenset':
      return onlyLengths && type.item.kind !== 'any' ? constrain(type, constraints) : undefined;
    default:
      return undefined;
  }
}
