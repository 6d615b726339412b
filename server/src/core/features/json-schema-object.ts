import type { Data } from '../syntax/data.ts';
import { str } from '../syntax/data.ts';

/** The keywords of one JSON Schema. */
export type Keywords = Readonly<Record<string, Data | undefined>>;

/** Keywords as an object, sorted as pydantic sorts them; those without a value are left out. */
export function keywords(...parts: readonly Keywords[]): Data {
  const merged: Record<string, Data | undefined> = Object.assign({}, ...parts);
  const names = Object.keys(merged).sort();
  return {
    kind: 'dict',
    entries: names.flatMap((name) => {
      const value = merged[name];
      return value === undefined ? [] : [[str(name), value] as const];
    }),
  };
}

/** Schemas by name, in the order given. */
export function named(entries: Iterable<readonly [string, Data]>): Data {
  return { kind: 'dict', entries: [...entries].map(([name, data]) => [str(name), data] as const) };
}

export function list(items: readonly Data[]): Data {
  return { kind: 'list', items };
}
