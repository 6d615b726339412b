import type { FieldType } from '../field-type.ts';
import { innerTypes } from '../inner-types.ts';
import type { Field } from '../schema.ts';
import { isMadeInside, keptTypedDicts, type Model } from './kept-classes.ts';

/**
 * Leaves open what a class's own typed dicts refuse where one of its fields is of a class that holds the same typed dict
 * twice: pydantic 2.13 then takes that one's for both, with its `extra` and `strict`.
 */
export function withReplacedTypedDicts(fields: readonly Field[]): readonly Field[] {
  const kept = keptTypedDicts(fields);
  if (kept.size === 0) return fields;
  return fields.map((field) => {
    const own = ownTypedDicts(field.type).find((it) => {
      const other = kept.get(it.name);
      if (!other) return false;
      const strict = other.kept.strict ?? other.by.strict ?? false;
      return other.kept.extra !== it.extra || strict !== (it.strict ?? false);
    });
    const by = own && kept.get(own.name)?.by;
    if (!by) return field;
    const reason = `\`${by.name}\` holds \`${own.name}\` as well, and pydantic takes one of them for both`;
    return { ...field, undecided: [...field.undecided, { ...field.place, reason }] };
  });
}

/** Those that stand in the class itself, not in the classes of its fields. */
function ownTypedDicts(type: FieldType): readonly Model[] {
  if (type.kind !== 'model') return innerTypes(type).flatMap(ownTypedDicts);
  const inner = isMadeInside(type) ? innerTypes(type).flatMap(ownTypedDicts) : [];
  return type.flavour === 'typed-dict' ? [type, ...inner] : inner;
}
