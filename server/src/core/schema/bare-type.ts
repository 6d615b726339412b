import type { FieldType } from './field-type.ts';

/** A type without the `Optional` and the constraints around it. */
export function bareType(type: FieldType): FieldType {
  return type.kind === 'optional' || type.kind === 'constrained' ? bareType(type.inner) : type;
}
