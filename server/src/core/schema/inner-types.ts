import type { FieldType } from './field-type.ts';

/** The types that a type is made of: items, members, keys and values, and those of a class's fields. */
export function innerTypes(type: FieldType): readonly FieldType[] {
  switch (type.kind) {
    case 'model':
      return type.fields.map((it) => it.type);
    case 'optional':
    case 'constrained':
    case 'or-empty':
      return [type.inner];
    case 'json':
      return type.inner === undefined ? [] : [type.inner];
    case 'union':
      return type.members;
    case 'list':
    case 'set':
    case 'frozenset':
    case 'sequence':
    case 'deque':
    case 'separated':
      return [type.item];
    case 'tuple':
      return type.items;
    case 'dict':
      return [type.key, type.value];
    default:
      return [];
  }
}
