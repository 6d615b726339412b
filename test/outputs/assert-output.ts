import assert from 'node:assert/strict';
import type * as z from 'zod';

/** Holds a value against the schema of an output: the same keys in the same order, and nothing else. */
export function assertOutput(value: unknown, schema: z.ZodType): void {
  const result = schema.safeParse(value);
  const issues = result.error?.issues.map((it) => `$.${it.path.join('.')}: ${it.message}`) ?? [];
  assert.deepEqual(issues, []);
  // What zod gives back has its keys in the order of the schema.
  assert.equal(JSON.stringify(value), JSON.stringify(result.data));
}
