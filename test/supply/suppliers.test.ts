import assert from 'node:assert/strict';
import { it } from 'node:test';
import { suppliedIn, suppliers } from '../../server/src/core/supply/suppliers.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';

it('a workspace without files that supply variables supplies none', () => {
  const files = new Map([['app.py', sourceFile('app.py', 'import os\n')]]);
  for (const { workloads, problems } of suppliedIn(files)) {
    assert.deepEqual(workloads, []);
    assert.deepEqual(problems, []);
  }
});

it('suppliers have names of their own', () => {
  assert.equal(new Set(suppliers.map((it) => it.name)).size, suppliers.length);
});
