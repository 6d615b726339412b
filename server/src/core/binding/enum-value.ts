import type { FieldType } from '../schema/field-type.ts';
import { typeArguments } from '../schema/inner-types.ts';
import type { SettingsRelease } from '../schema/settings-releases.ts';
import type { Data } from '../syntax/data.ts';

type Finds = SettingsRelease['findsEnums'];

/**
 * The value of the enum member that a text names, in the type itself, its arguments, or at any depth, as
 * `env_parse_enums` of pydantic-settings looks it up; undefined when no enum there has such a member.
 */
export function enumValue(type: FieldType, name: string, finds: Finds): Data | undefined {
  if (finds === 'never') return undefined;
  if (type.kind === 'enum') return type.members.find((it) => it.name === name)?.value;
  if (type.kind === 'constrained') return enumValue(type.inner, name, finds);
  if (finds === 'field') return undefined;
  const deeper = finds === 'any-depth' ? finds : 'field';
  for (const inner of type.kind === 'json' ? [] : typeArguments(type)) {
    const found = enumValue(inner, name, deeper);
    if (found) return found;
  }
  return undefined;
}
