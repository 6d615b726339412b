import type { FieldType, LiteralMember } from '../schema/field-type.ts';
import type { Data } from '../syntax/data.ts';
import { describeBound } from './bounds.ts';
import { validateFloat } from './float.ts';
import { validateInt } from './int.ts';
import { accept, EXACT, LAX, type Outcome, reject, type Scope } from './outcome.ts';
import { pythonKey } from './python-equality.ts';
import { validateStr } from './text.ts';

export type EnumType = Extract<FieldType, { kind: 'enum' }>;

const I64 = 2n ** 63n;
const SHOWN = 8;

/** `Literal[…]`: the value itself, or what Python finds equal to it (`1`, `1.0` and `True`); never a conversion. */
export function validateLiteral(members: readonly LiteralMember[], input: Data): Outcome {
  const plain = members.filter((member) => member.enumBase === undefined);
  const result = lookUp(
    plain.map((member) => member.data),
    members.flatMap((member) =>
      member.enumBase === undefined || member.enumBase === 'plain' ? [] : [member.data],
    ),
    input,
  );
  if (result === 'too-large') {
    return tooLarge();
  }
  return result === undefined
    ? reject('literal_error', notOneOf(members.map((member) => member.data)))
    : accept(result, EXACT);
}

/** The value among constants that pydantic finds for an input, as it looks up a literal; undefined where there is none. */
export function findLiteral(values: readonly Data[], input: Data): Data | undefined {
  const found = lookUp(values, [], input);
  return found === 'too-large' ? undefined : found;
}

/**
 * pydantic's lookup of a value among others: by its own type first, then among `others`, then by Python's equality
 * and hash, where the last of equal members wins.
 */
function lookUp(
  values: readonly Data[],
  others: readonly Data[],
  input: Data,
): Data | 'too-large' | undefined {
  if (input.kind === 'bool') {
    const same = values.findLast((value) => value.kind === 'bool' && value.value === input.value);
    if (same !== undefined) {
      return same;
    }
  }
  if (input.kind === 'int') {
    const ints = values.filter((value) => value.kind === 'int' && fitsI64(value.value));
    if (ints.length > 0 && !fitsI64(input.value)) {
      return 'too-large';
    }
    const same = ints.findLast((value) => value.kind === 'int' && value.value === input.value);
    if (same !== undefined) {
      return same;
    }
  }
  const key = pythonKey(input);
  if (key === undefined) {
    return undefined;
  }
  const primitive = (value: Data) =>
    value.kind === 'bool' || value.kind === 'str' || (value.kind === 'int' && fitsI64(value.value));
  const rest = [...values.filter((value) => !primitive(value)), ...others];
  return (
    rest.findLast((value) => pythonKey(value) === key) ??
    values.findLast((value) => primitive(value) && pythonKey(value) === key)
  );
}

function fitsI64(value: bigint): boolean {
  return value >= -I64 && value < I64;
}

/** A member of an enum by its value; a mixed-in type converts first, a plain enum does not (pydantic-core 2.46). */
export function validateEnum(type: EnumType, input: Data, scope: Scope): Outcome {
  if (scope.strict && !scope.json) {
    return reject('is_instance_of', `is not a member of \`${type.name}\``);
  }
  const result = memberOf(type, input, { ...scope, strict: false });
  if (result === 'too-large') {
    return tooLarge();
  }
  return result === undefined
    ? reject('enum', notOneOf(type.members.map((member) => member.value)))
    : accept(result, LAX);
}

function memberOf(type: EnumType, input: Data, scope: Scope): Data | 'too-large' | undefined {
  const values = type.members.map((member) => member.value);
  switch (type.base) {
    case 'str':
      return byText(values, input, scope);
    case 'int':
      return byInt(values, input, scope) ?? equalMember(values, input, scope);
    case 'float': {
      const outcome = validateFloat(input, scope);
      const found = outcome.kind === 'value' ? equalMember(values, outcome.data, scope) : undefined;
      return found ?? equalMember(values, input, scope);
    }
    case 'plain':
      return plainMember(values, input, scope);
  }
}

function plainMember(values: readonly Data[], input: Data, scope: Scope): Data | 'too-large' | undefined {
  const found = lookUp(values, [], input);
  if (found !== undefined) {
    return found;
  }
  const numeric = input.kind === 'int' || input.kind === 'bool' || input.kind === 'float';
  return numeric && !scope.json ? byInt(values, input, scope) : undefined;
}

function byText(values: readonly Data[], input: Data, scope: Scope): Data | undefined {
  const outcome = validateStr(input, scope, {});
  const key = outcome.kind === 'value' ? pythonKey(outcome.data) : undefined;
  return values.findLast((value) => value.kind === 'str' && pythonKey(value) === key);
}

function byInt(values: readonly Data[], input: Data, scope: Scope): Data | 'too-large' | undefined {
  const ints = values.filter((value) => value.kind === 'int' && fitsI64(value.value));
  const outcome = validateInt(input, scope);
  if (ints.length === 0 || outcome.kind !== 'value' || outcome.data.kind !== 'int') {
    return undefined;
  }
  const number = outcome.data.value;
  return fitsI64(number)
    ? ints.findLast((value) => value.kind === 'int' && value.value === number)
    : 'too-large';
}

/** What calling the enum class with the value finds. */
function equalMember(values: readonly Data[], input: Data, scope: Scope): Data | undefined {
  const key = scope.json && input.kind !== 'float' ? undefined : pythonKey(input);
  return key === undefined ? undefined : values.find((value) => pythonKey(value) === key);
}

function tooLarge(): Outcome {
  return reject('int_parsing_size', 'is too large for an integer');
}

/** `is not one of a, b`: never the value itself. */
export function notOneOf(values: readonly Data[]): string {
  const shown = values.slice(0, SHOWN).map((value) => {
    const text = value.kind === 'none' ? 'null' : describeBound(value);
    return text.startsWith('`') ? text : `\`${text}\``;
  });
  const more = values.length > SHOWN ? ` or ${values.length - SHOWN} others` : '';
  return values.length === 1 ? `is not ${shown.join('')}` : `is not one of ${shown.join(', ')}${more}`;
}
