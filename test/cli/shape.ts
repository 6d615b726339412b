import assert from 'node:assert/strict';

/** What is wrong with a value, as lines of `path: what`; none when it has the shape. */
export type Shape = (value: unknown, path: string) => readonly string[];

function kind(wanted: string, holds: (value: unknown) => boolean): Shape {
  return (value, path) => (holds(value) ? [] : [`${path}: ${JSON.stringify(value)} is not ${wanted}`]);
}

export const text: Shape = kind('a text', (value) => typeof value === 'string');
export const flag: Shape = kind('true or false', (value) => typeof value === 'boolean');
export const anything: Shape = () => [];
/** A one-based line or column. */
export const ordinal: Shape = kind(
  'a number from 1',
  (value) => Number.isInteger(value) && Number(value) >= 1,
);
export const count: Shape = kind('a number from 0', (value) => Number.isInteger(value) && Number(value) >= 0);

export function oneOf(...values: readonly unknown[]): Shape {
  return kind(`one of ${values.map((it) => JSON.stringify(it)).join(', ')}`, (value) =>
    values.includes(value),
  );
}

export function orNull(shape: Shape): Shape {
  return (value, path) => (value === null ? [] : shape(value, path));
}

export function listOf(shape: Shape): Shape {
  return (value, path) =>
    Array.isArray(value)
      ? value.flatMap((item, index) => shape(item, `${path}[${index}]`))
      : [`${path}: ${JSON.stringify(value)} is not a list`];
}

/** An object with exactly these keys, in this order, and any of the optional ones. */
export function object(
  keys: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return [`${path}: ${JSON.stringify(value)} is not an object`];
    const entries = Object.entries(value);
    const there = entries.map(([key]) => key);
    const wanted = Object.keys(keys);
    const expected = there.filter((key) => key in keys);
    const problems = wanted.filter((key) => !there.includes(key)).map((key) => `${path}.${key}: is missing`);
    if (problems.length === 0 && expected.join() !== wanted.join())
      problems.push(`${path}: keys in the order ${expected.join(', ')}, not ${wanted.join(', ')}`);
    for (const [key, item] of entries) {
      const shape = keys[key] ?? optional[key];
      problems.push(...(shape ? shape(item, `${path}.${key}`) : [`${path}.${key}: is not documented`]));
    }
    return problems;
  };
}

/** The first of these shapes that fits. */
export function either(...shapes: readonly Shape[]): Shape {
  return (value, path) => {
    const all = shapes.map((shape) => shape(value, path));
    return all.find((problems) => problems.length === 0) ?? all[0] ?? [];
  };
}

export function assertShape(value: unknown, shape: Shape): void {
  assert.deepEqual(shape(value, '$'), []);
}
