import type { Constraints, FieldType } from '../schema/field-type.ts';
import { type Data, int, str } from '../syntax/data.ts';
import type { Keywords } from './json-schema-object.ts';
import { schemaValue } from './json-schema-value.ts';

/**
 * What constraints add to the schema of a type, as pydantic 2.13 writes it: the keywords of JSON Schema where the type
 * has them, else the constraint's own name, which says nothing to a validator.
 */
export function limits(type: FieldType, constraints: Constraints): Keywords {
  return { ...numberLimits(type, constraints), ...lengthLimits(type, constraints) };
}

function numberLimits(
  type: FieldType,
  { gt, ge, lt, le, multipleOf, maxDigits, decimalPlaces }: Constraints,
): Keywords {
  const value = (data: Data | undefined) => data && schemaValue(data);
  if (type.kind === 'int' || type.kind === 'float') {
    return {
      exclusiveMinimum: value(gt),
      minimum: value(ge),
      exclusiveMaximum: value(lt),
      maximum: value(le),
      multipleOf: value(multipleOf),
    };
  }
  if (HAS_ORDER.has(type.kind)) return {};
  return {
    gt: value(gt),
    ge: value(ge),
    lt: value(lt),
    le: value(le),
    multiple_of: value(multipleOf),
    max_digits: count(maxDigits),
    decimal_places: count(decimalPlaces),
  };
}

/** Types that are compared by their own validator, which JSON Schema has no words for. */
const HAS_ORDER: ReadonlySet<FieldType['kind']> = new Set([
  'date',
  'datetime',
  'aware-datetime',
  'naive-datetime',
  'time',
  'timedelta',
  'decimal',
]);

function lengthLimits(type: FieldType, { minLength, maxLength, pattern }: Constraints): Keywords {
  const least = count(minLength);
  const most = count(maxLength);
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'frozenset':
    case 'sequence':
    case 'tuple':
      return { ...(least ? { minItems: least } : {}), ...(most ? { maxItems: most } : {}) };
    case 'dict':
      return { minProperties: least, maxProperties: most };
    default:
      return {
        ...(least ? { minLength: least } : {}),
        ...(most ? { maxLength: most } : {}),
        ...(type.kind === 'str' && pattern !== undefined ? { pattern: str(pattern) } : {}),
      };
  }
}

function count(value: number | undefined): Data | undefined {
  return value === undefined ? undefined : int(value);
}
