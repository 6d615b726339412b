import type { Constraints, FieldType } from '../schema/field-type.ts';
import type { Data } from '../syntax/data.ts';
import type { Coercion } from './coerce.ts';
import { coerceBuiltin } from './coerce-builtin.ts';
import { dynaconfVariable } from './dynaconf-text.ts';

/** What dynaconf 3.3 makes of the text of a variable, and what its validators say to that. */
export function coerceDynaconf(type: FieldType, text: string): Coercion {
  const made = dynaconfVariable(text);
  if (made.kind === 'merge') return validated(type, made.data);
  if (made.kind === 'delete') return { kind: 'undecided', reason: 'it takes the value away' };
  return made.kind === 'value' ? validated(type, made.data) : made;
}

/** What the validators of dynaconf 3.3 say to a value. */
export function validated(type: FieldType, data: Data): Coercion {
  switch (type.kind) {
    case 'toml-value':
      return { kind: 'value', data };
    case 'instance': {
      const made = validated(type.inner, data);
      if (made.kind !== 'value' || type.of.includes(made.data.kind)) return made;
      return refused(`is not of type \`${type.name}\``);
    }
    case 'constrained': {
      const made = validated(type.inner, data);
      const misfit = made.kind === 'value' ? misfitOf(type.constraints, made.data) : undefined;
      return misfit === undefined ? coerceBuiltin(type, '', () => made) : refused(misfit);
    }
    default:
      return coerceBuiltin(type, '', (inner) => validated(inner, data));
  }
}

function refused(message: string): Coercion {
  return { kind: 'errors', errors: [{ type: 'ValidationError', loc: [], message }] };
}

/** What Python cannot compare with a number, or has no length, a validator refuses. */
function misfitOf({ gt, ge, lt, le, minLength, maxLength }: Constraints, { kind }: Data): string | undefined {
  const isBound = [gt, ge, lt, le].some((it) => it !== undefined);
  const isNumber = kind === 'int' || kind === 'float' || kind === 'bool';
  if (isBound && !isNumber) return 'cannot be compared with a number';
  const isSized = minLength !== undefined || maxLength !== undefined;
  return isSized && (isNumber || kind === 'none') ? 'has no length' : undefined;
}
