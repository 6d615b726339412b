import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { environmentsOf } from '../../server/src/core/binding/environments.ts';
import { resolve } from '../../server/src/core/binding/resolve.ts';
import { schemasOf } from '../../server/src/core/schema/readers.ts';
import { toJson } from '../../server/src/core/values/dump.ts';
import { workspace } from '../workspace.ts';

interface Vectors {
  readonly version: string;
  readonly header: string;
  readonly cases: readonly {
    readonly arguments: string;
    readonly declaration: string;
    readonly variable: string;
    readonly results: readonly (readonly [
      string | null,
      { readonly value?: unknown; readonly error?: string },
    ])[];
  }[];
}

const { version, header, cases }: Vectors = JSON.parse(
  readFileSync('test/vectors/environ-config.json', 'utf8'),
);
/** Declarations of which some values are left to the service's own code, or to whether a group is used. */
const LEFT_OPEN = /double|validators|optional=True/;

it(`classes of environ-config ${version} hold what is recorded`, () => {
  let decided = 0;
  for (const one of cases) {
    for (const [text, expected] of one.results) {
      const what = `${one.declaration} with ${JSON.stringify(text)}`;
      const found = resolved(one, text);
      assert.ok(found, `${what}: no field \`${one.variable}\``);
      const { state, value } = found;
      if (state === 'undecided') {
        assert.match(one.declaration, LEFT_OPEN, what);
        continue;
      }
      decided++;
      if (expected.error === 'MissingEnvValueError') assert.equal(state, 'missing', what);
      else if (expected.error !== undefined) assert.equal(state, 'invalid', what);
      else assert.deepEqual([state, value && toJson(value)], [stateOf(text), expected.value], what);
    }
  }
  assert.ok(decided > 400, `${decided} decided`);
});

function stateOf(text: string | null): string {
  return text === null ? 'default' : 'set';
}

function resolved(one: Vectors['cases'][number], text: string | null) {
  const code = `${header}@environ.config(${one.arguments})\nclass Config:\n    ${one.declaration}\n\n\nconfig = environ.to_config(Config)\n`;
  const given = new Map([['development', new Map(text === null ? [] : [[one.variable, text]])]]);
  const snapshot = workspace({ 'config.py': code }, { given });
  const schema = schemasOf(snapshot).find((it) => it.id === 'config:Config');
  const environment = schema && environmentsOf(snapshot, schema)[0];
  if (!schema || !environment) return undefined;
  return resolve(snapshot, schema, environment).fields.find((it) => it.field.name === one.variable);
}
