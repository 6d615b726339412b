import type { FieldType } from './field-type.ts';

/** The arguments of a type as an annotation has them: items, members, keys and values. */
export function typeArguments(type: FieldType): readonly FieldType[] {
  switch (type.kind) {
    case 'optional':
    case 'constrained':
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
      return [type.item];
    case 'tuple':
      return type.items;
    case 'dict':
      return [type.key, type.value];
    default:
      return [];
  }
}

/** The types that a type is made of: its arguments, and those of a class's fields. */
export function innerTypes(type: FieldType): readonly FieldType[] {
  switch (type.kind) {
    case 'model':
      return type.fields.map((it) => it.type);
    case 'or-empty':
      return [type.inner];
    case 'separated':
      return [type.item];
    default:
      return typeArguments(type);
  }
}
