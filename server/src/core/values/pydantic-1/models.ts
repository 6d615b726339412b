import type { FieldType } from '../../schema/field-type.ts';
import type { Field } from '../../schema/schema.ts';
import { type Data, str } from '../../syntax/data.ts';
import type { Coercion, ValueError } from '../coerce.ts';
import { nested } from '../outcome.ts';
import { entriesOf } from './collections.ts';
import { type Convert, given, open, refused } from './outcome.ts';

/** A nested model, as `validate_model` of pydantic 1.10: its fields in order, then the keys that it does not know. */
export function modelValue(
  type: FieldType & { readonly kind: 'model' },
  input: Data,
  convert: Convert,
): Coercion {
  const [doubt] = type.undecided;
  if (doubt) return open(doubt.reason);
  const entries = entriesOf(input);
  if ('kind' in entries) return entries;
  // They become keyword arguments.
  if (entries.some(([key]) => key.kind !== 'str')) return refused('type_error', 'has keys that are no texts');
  const errors: ValueError[] = [];
  const found: (readonly [Data, Data])[] = [];
  const used = new Set<string>();
  for (const field of type.fields) {
    const key = field.inputs[0]?.key ?? field.name;
    const value = entries.find(([it]) => it.kind === 'str' && it.value === key)?.[1];
    if (value !== undefined) used.add(key);
    const made = fieldValue(field, key, value, convert);
    if (made.kind === 'undecided') return made;
    if (made.kind === 'errors') errors.push(...made.errors);
    else found.push([str(field.name), made.data]);
  }
  const extra = entries.filter(([key]) => key.kind !== 'str' || !used.has(key.value));
  if (type.extra === 'forbid') errors.push(...extraErrors(extra));
  if (errors.length > 0) return { kind: 'errors', errors };
  return given({ kind: 'dict', entries: type.extra === 'allow' ? [...found, ...extra] : found });
}

function fieldValue(field: Field, key: string, value: Data | undefined, convert: Convert): Coercion {
  const [doubt] = field.undecided;
  if (doubt) return open(doubt.reason);
  if (value !== undefined) {
    const made = convert(field.type, value);
    return made.kind === 'errors'
      ? { kind: 'errors', errors: nested(made.errors, [key], `field \`${field.name}\``) }
      : made;
  }
  if (field.required) {
    const { errors } = refused('value_error.missing', `field \`${field.name}\` is missing`) as {
      readonly errors: readonly ValueError[];
    };
    return { kind: 'errors', errors: nested(errors, [key], '') };
  }
  return field.default === undefined
    ? open(field.defaultUndecided?.reason ?? `the default of \`${field.name}\` is not known`)
    : given(field.default);
}

/** In the order of their names. */
function extraErrors(extra: readonly (readonly [Data, Data])[]): readonly ValueError[] {
  const names = extra.map(([key]) => (key.kind === 'str' ? key.value : '')).sort();
  return names.map((name) => ({
    type: 'value_error.extra',
    loc: [name],
    message: `has key \`${name}\`, which the model forbids`,
  }));
}
