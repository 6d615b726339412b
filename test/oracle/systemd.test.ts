import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { systemdUnits } from '../../server/src/core/supply/systemd.ts';
import { suppliedBy } from '../supply/supplied.ts';

interface Recorded {
  readonly body: string;
  readonly environment: readonly string[];
  readonly files: readonly string[];
  readonly passed: readonly string[];
  readonly unset: readonly string[];
}

const { cases }: { readonly cases: readonly Recorded[] } = JSON.parse(
  readFileSync('test/vectors/systemd.json', 'utf8'),
);

/** What is left once `UnsetEnvironment=` is applied, which systemd does when it starts a service. */
function leftOf(recorded: Recorded): readonly string[] {
  return recorded.environment.filter((it) => !recorded.unset.includes(it.split('=', 1)[0] ?? ''));
}

describe('units agree with systemd', () => {
  it('in more than seventy recorded cases', () => assert.ok(cases.length > 70));

  for (const recorded of cases) {
    it(JSON.stringify(recorded.body), () => {
      const text = `[Service]\nExecStart=/bin/true\n${recorded.body}\n`;
      const { workloads } = suppliedBy(systemdUnits, { 'case.service': text });
      const sources = workloads[0]?.sources ?? [];
      const variables = sources.flatMap((it) => (it.kind === 'variables' ? it.variables : []));
      const found = variables.filter((it) => it.shape === 'entry' && it.value.kind === 'text');
      assert.deepEqual(
        found.map((it) => `${it.name}=${it.value.kind === 'text' ? it.value.text : ''}`),
        leftOf(recorded),
      );
      assert.deepEqual(
        variables.filter((it) => it.shape === 'elsewhere').map((it) => it.name),
        recorded.passed,
      );
      assert.deepEqual(
        sources.flatMap((it) => (it.kind === 'file' ? [`${it.required ? '' : '-'}${it.written}`] : [])),
        recorded.files,
      );
    });
  }
});
