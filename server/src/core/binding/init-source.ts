import type { SettingsSchema } from '../schema/schema.ts';
import type { Item, Items } from './item.ts';

/** The keyword arguments of the call that creates the object, under the keys the library stores them. */
export function initItems(schema: SettingsSchema): Items {
  const items = new Map<string, Item>();
  for (const { name, data } of schema.loading.initArguments ?? []) {
    const field = schema.fields.find((it) => it.inputs.some((input) => input.key === name));
    const preferred = field?.inputs.find((input) => input.path.length === 0)?.key ?? name;
    const base = { source: { kind: 'init' }, key: name, parts: [], overrides: [] } as const;
    items.set(
      preferred,
      data === undefined ? { ...base, reason: 'an argument is not evaluated' } : { ...base, data },
    );
  }
  return items;
}
