import type { Constraints } from '../schema/field-type.ts';
import type { Field } from '../schema/schema.ts';
import { type Data, int } from '../syntax/data.ts';

/**
 * A constraint as people answer it, in the words of pydantic's `Field`: `ge=1, le=100`, `min_length=3`, `pattern=^a`.
 * `none` is a constraint that refuses nothing.
 * @returns undefined where a part of it is not understood
 */
export function constraintAnswer(answer: string): Constraints | undefined {
  if (answer.trim() === 'none') return {};
  let constraints: Constraints = {};
  for (const part of answer.split(/,(?![^=]*$)|,(?=\s*[a-z_]+\s*=)/)) {
    const match = /^\s*([a-z_]+)\s*=\s*(.+?)\s*$/.exec(part);
    const own = match && oneConstraint(match[1] ?? '', match[2] ?? '');
    if (!own) return undefined;
    constraints = { ...constraints, ...own };
  }
  return constraints;
}

function oneConstraint(name: string, text: string): Constraints | undefined {
  switch (name) {
    case 'pattern':
      return { pattern: text };
    case 'min_length':
    case 'max_length': {
      if (!/^\d{1,9}$/.test(text)) return undefined;
      return name === 'min_length' ? { minLength: Number(text) } : { maxLength: Number(text) };
    }
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
    case 'multiple_of': {
      const value = numberOf(text);
      return value && { [name === 'multiple_of' ? 'multipleOf' : name]: value };
    }
    default:
      return undefined;
  }
}

function numberOf(text: string): Data | undefined {
  if (/^[+-]?\d+$/.test(text)) return int(BigInt(text));
  return /^[+-]?\d+\.\d+$/.test(text) ? { kind: 'float', value: Number(text) } : undefined;
}

/** The field with that constraint on top of what it demands today. */
export function withConstraint(field: Field, constraints: Constraints): Field {
  return { ...field, type: { kind: 'constrained', inner: field.type, constraints } };
}
