import { test } from 'node:test';
import { shipAll } from './kind-code.ts';
import { DEFAULT_FIXTURES, SIGNING_FIXTURES } from './kind-fixtures.ts';
import { PYTHON, WHY } from './run-python.ts';

test('a new default counts where the key is not set', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  shipAll(DEFAULT_FIXTURES, [{ code: 'new', phase: 'migrate', plan: 'env-first' }]);
});

test('every accepted key verifies, one signs', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  shipAll(SIGNING_FIXTURES, [{ code: 'both', phase: 'expand' }]);
});
