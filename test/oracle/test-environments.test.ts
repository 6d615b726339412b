import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { pytestEnv } from '../../server/src/core/supply/pytest-env.ts';
import type { Supplier, Workload } from '../../server/src/core/supply/supply.ts';
import { tox } from '../../server/src/core/supply/tox.ts';
import { suppliedBy } from '../supply/supplied.ts';

interface Recorded {
  readonly path: string;
  readonly text: string;
  readonly name?: string;
  readonly environment: Readonly<Record<string, string>>;
}

const recorded: { readonly pytest: readonly Recorded[]; readonly tox: readonly Recorded[] } = JSON.parse(
  readFileSync('test/vectors/test-environments.json', 'utf8'),
);

function valuesOf(workload: Workload | undefined): ReadonlyMap<string, string | undefined> {
  const variables = (workload?.sources ?? []).flatMap((it) => (it.kind === 'variables' ? it.variables : []));
  return new Map(variables.map(({ name, value }) => [name, value.kind === 'text' ? value.text : undefined]));
}

/** All that is said is so, and a value is left open only where its text holds something to work out. */
function agrees(supplier: Supplier, { path, text, name, environment }: Recorded): void {
  const { workloads } = suppliedBy(supplier, { [path]: text });
  const found = valuesOf(workloads.find((it) => name === undefined || it.name === name));
  for (const [key, value] of found) {
    if (value !== undefined) assert.equal(value, environment[key], key);
    else assert.match(text, new RegExp(`\\b${key}\\b.*[{#;\\\\]`), `${key} is left open`);
  }
  for (const key of Object.keys(environment)) assert.ok(found.has(key), `${key} is found`);
}

describe('environments of tests agree with', () => {
  it('more than thirty recorded cases', () => assert.ok(recorded.pytest.length + recorded.tox.length > 30));

  for (const recordedCase of recorded.pytest)
    it(`pytest-env: ${JSON.stringify(recordedCase.text)}`, () => agrees(pytestEnv, recordedCase));
  for (const recordedCase of recorded.tox)
    it(`tox: ${JSON.stringify(recordedCase.text)}`, () => agrees(tox, recordedCase));
});
