import type { FieldType } from '../field-type.ts';
import { innerTypes } from '../inner-types.ts';
import type { Field } from '../schema.ts';

export type Model = FieldType & { readonly kind: 'model' };

/** Classes that pydantic does not finish by themselves: they are made as a part of the class around them. */
export function isMadeInside({ flavour }: Model): boolean {
  return flavour === 'typed-dict' || flavour === 'named-tuple' || flavour === 'dataclass';
}

/** The classes that fields mention, in order and as often as they do, without what classes of pydantic hold inside. */
function mentioned(fields: readonly Field[]): readonly Model[] {
  const found: Model[] = [];
  const visit = (type: FieldType) => {
    if (type.kind === 'model') found.push(type);
    if (type.kind !== 'model' || isMadeInside(type)) for (const it of innerTypes(type)) visit(it);
  };
  for (const it of fields) visit(it.type);
  return found;
}

/**
 * The classes that fields mention more than once, in the order in which they are first met. pydantic 2.13
 * (`_generate_schema.py`) keeps them apart as definitions; what is mentioned once becomes a part of the class around it.
 */
export function keptClasses(fields: readonly Field[]): readonly Model[] {
  const byName = new Map<string, Model[]>();
  for (const it of mentioned(fields)) byName.set(it.name, [...(byName.get(it.name) ?? []), it]);
  return [...byName.values()].flatMap(([first, second]) => (first && second ? [first] : []));
}

/** The finished classes that are somewhere in fields, those inside of others first. */
function finishedClasses(fields: readonly Field[]): readonly Model[] {
  return mentioned(fields).flatMap((it) => (isMadeInside(it) ? [] : [...finishedClasses(it.fields), it]));
}

/**
 * The typed dicts that classes in the fields keep apart as definitions, with the class that does: each takes the place
 * of the typed dict of that name wherever it is mentioned beside such a class.
 */
export function keptTypedDicts(
  fields: readonly Field[],
): ReadonlyMap<string, { readonly kept: Model; readonly by: Model }> {
  const found = new Map<string, { readonly kept: Model; readonly by: Model }>();
  for (const by of finishedClasses(fields))
    for (const kept of keptClasses(by.fields))
      if (kept.flavour === 'typed-dict') found.set(kept.name, { kept, by });
  return found;
}

/** True where a typed dict is among what fields mention, or inside of it. */
export function holdsTypedDict(type: FieldType): boolean {
  return (type.kind === 'model' && type.flavour === 'typed-dict') || innerTypes(type).some(holdsTypedDict);
}
