import type { Field, FieldType } from '../schema.ts';

/**
 * How a variable's text reaches a field of this type, as `field_is_complex` of pydantic 1.10 decides. Other than in
 * pydantic 2, a list that may be `None` must be JSON; only among the members of a union may it be any text.
 */
export function decoding1(type: FieldType): Field['decoding'] {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'frozenset':
    case 'sequence':
    case 'deque':
    case 'tuple':
    case 'dict':
    case 'model':
      return 'json';
    case 'undecided':
      return type.complex ? 'json' : 'none';
    case 'constrained':
    case 'optional':
      return decoding1(type.inner);
    case 'union':
      return type.members.some((it) => decoding1(it) !== 'none') ? 'json-or-text' : 'none';
    default:
      return 'none';
  }
}
