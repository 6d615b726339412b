import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { environmentsOf } from '../../server/src/core/binding/environments.ts';
import type { FieldResolution } from '../../server/src/core/binding/resolution.ts';
import { resolve } from '../../server/src/core/binding/resolve.ts';
import { schemasOf } from '../../server/src/core/schema/readers.ts';
import { toJson } from '../../server/src/core/values/dump.ts';
import { workspace } from '../workspace.ts';

interface Vectors {
  readonly versions: Readonly<Record<string, string>>;
  readonly cases: readonly {
    readonly path: string;
    readonly code: string;
    readonly variable: string;
    readonly results: readonly (readonly [string, { readonly value?: unknown; readonly error?: string }])[];
  }[];
}

const { versions, cases }: Vectors = JSON.parse(
  readFileSync('test/vectors/framework-variables.json', 'utf8'),
);

it(`variables that frameworks read are what is recorded of ${JSON.stringify(versions)}`, () => {
  for (const { path, code, variable, results } of cases) {
    for (const [text, expected] of results) {
      const what = `${variable}=${JSON.stringify(text)} of ${path}`;
      const found = resolved(path, code, variable, text);
      assert.ok(found, what);
      if (text === '' && found.state === 'undecided') continue;
      if (expected.error !== undefined) assert.equal(found.state, 'invalid', what);
      else assert.deepEqual([found.state, found.value && toJson(found.value)], ['set', expected.value], what);
    }
  }
});

function resolved(path: string, code: string, variable: string, text: string): FieldResolution | undefined {
  const given = new Map([['development', new Map([[variable, text]])]]);
  const snapshot = workspace({ [path]: code }, { given });
  for (const schema of schemasOf(snapshot)) {
    const environment = environmentsOf(snapshot, schema)[0];
    const fields = environment ? resolve(snapshot, schema, environment).fields : [];
    const found = fields.find((it) => it.field.name === variable);
    if (found) return found;
  }
  return undefined;
}
