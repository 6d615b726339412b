import { test } from 'node:test';
import { shipAll } from './kind-code.ts';
import {
  ENVIRON_KIND_FIXTURES,
  ENVIRON_MOVE_FIXTURES,
  MERGE_FIXTURES,
  MOVE_FIXTURES,
  SPLIT_FIXTURES,
  UNIT_FIXTURES,
} from './kind-fixtures.ts';
import { PYTHON, WHY } from './run-python.ts';

const FIXTURES = [...UNIT_FIXTURES, ...SPLIT_FIXTURES, ...MERGE_FIXTURES, ...ENVIRON_KIND_FIXTURES];

test('converted keys: both sides are read, then the new one alone', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  shipAll(FIXTURES, [
    { code: 'both', phase: 'expand' },
    { code: 'new', phase: 'contract' },
  ]);
});

test('converted keys: the old side wins, or a difference stops the process', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  for (const precedence of ['old', 'error'] as const) {
    shipAll(
      FIXTURES.map((it) => ({ ...it, precedence })),
      [{ code: 'both', phase: 'expand' }],
    );
  }
});

test('converted keys in one pull request', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  shipAll(FIXTURES, [{ code: 'new', phase: 'expand', plan: 'one-pr' }]);
});

test('keys that move: both names are read, then the new ones', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  shipAll(
    [...MOVE_FIXTURES, ...ENVIRON_MOVE_FIXTURES],
    [
      { code: 'both', phase: 'expand' },
      { code: 'new', phase: 'contract' },
    ],
  );
  shipAll(MOVE_FIXTURES, [{ code: 'new', phase: 'migrate', plan: 'env-first' }]);
});
