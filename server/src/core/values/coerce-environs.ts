import type { FieldType } from '../schema/schema.ts';
import type { Coercion } from './coerce.ts';
import { coerceBuiltin } from './coerce-builtin.ts';

/** What environs 15.2 with marshmallow 4.4 makes of a text: as Python, but `Float` refuses what is not finite, and JSON `null` is refused. */
export function coerceEnvirons(type: FieldType, text: string): Coercion {
  const made = coerceBuiltin(type, text);
  if (made.kind !== 'value') return made;
  if (made.data.kind === 'none') return refused('is `null`');
  return holdsFinite(made) ? made : refused('is not a finite number');
}

function refused(message: string): Coercion {
  return { kind: 'errors', errors: [{ type: 'ValidationError', loc: [], message }] };
}

function holdsFinite({ data }: Coercion & { readonly kind: 'value' }): boolean {
  const items = data.kind === 'list' ? data.items : [data];
  return items.every((it) => it.kind !== 'float' || Number.isFinite(it.value));
}
