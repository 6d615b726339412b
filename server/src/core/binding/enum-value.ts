import type { FieldType } from '../schema/schema.ts';
import type { Data } from '../syntax/data.ts';

/**
 * The value of the enum member that a text names, at any depth of a type, as `env_parse_enums` of pydantic-settings
 * 2.15 looks it up; undefined when no enum has such a member.
 */
export function enumValue(type: FieldType, name: string): Data | undefined {
  switch (type.kind) {
    case 'enum':
      return type.members.find((it) => it.name === name)?.value;
    case 'constrained':
      return enumValue(type.inner, name);
    case 'optional':
      return enumValue(type.inner, name);
    case 'union':
      return firstOf(type.members, name);
    case 'list':
    case 'set':
    case 'frozenset':
    case 'sequence':
    case 'deque':
      return enumValue(type.item, name);
    case 'tuple':
      return firstOf(type.items, name);
    case 'dict':
      return firstOf([type.key, type.value], name);
    default:
      return undefined;
  }
}

function firstOf(types: readonly FieldType[], name: string): Data | undefined {
  for (const type of types) {
    const found = enumValue(type, name);
    if (found) return found;
  }
  return undefined;
}
