import { test } from 'node:test';
import { shipAll } from './kind-code.ts';
import {
  BOUNDS_FIXTURES,
  DEFAULT_FIXTURES,
  ENVIRON_BOUNDS_FIXTURES,
  ENVIRON_FLAG_FIXTURES,
  ENVIRON_IN_PLACE_FIXTURES,
  FLAG_FIXTURES,
  REQUIRE_FIXTURES,
  SIGNING_FIXTURES,
  SPELLING_FIXTURES,
} from './kind-fixtures.ts';
import { PYTHON, WHY } from './run-python.ts';

test('a new default counts where the key is not set, and a key without one has to be set', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  shipAll([...DEFAULT_FIXTURES, ...REQUIRE_FIXTURES], [{ code: 'new', phase: 'migrate', plan: 'env-first' }]);
});

test('every accepted key verifies, one signs', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  shipAll(SIGNING_FIXTURES, [{ code: 'both', phase: 'expand' }]);
});

test('both spellings are taken, then the new one alone', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  shipAll(
    [...SPELLING_FIXTURES, ...ENVIRON_IN_PLACE_FIXTURES],
    [
      { code: 'both', phase: 'expand' },
      { code: 'new', phase: 'contract' },
    ],
  );
});

test('a flag becomes the value that stays', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  shipAll(
    [...FLAG_FIXTURES, ...ENVIRON_FLAG_FIXTURES],
    [
      { code: 'new-declaring', phase: 'migrate', plan: 'env-first' },
      { code: 'new', phase: 'contract', plan: 'env-first' },
    ],
  );
  shipAll(ENVIRON_FLAG_FIXTURES, [{ code: 'new', phase: 'migrate', plan: 'env-first' }]);
});

test('bounds are warned of, then held', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  shipAll(
    [...BOUNDS_FIXTURES, ...ENVIRON_BOUNDS_FIXTURES],
    [
      { code: 'both', phase: 'expand' },
      { code: 'new', phase: 'contract' },
    ],
  );
});

test('wider bounds, and none', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  shipAll(
    BOUNDS_FIXTURES.flatMap((it) => [
      {
        ...it,
        kind: 'widen' as const,
        answers: { constraint: it.answers?.constraint?.replace('1', '0') ?? '' },
      },
      // What stands alone in an annotation is taken out of it by a person.
      ...(it.title.includes('that the annotation has')
        ? []
        : [{ ...it, kind: 'widen' as const, answers: { constraint: 'none' } }]),
    ]),
    [{ code: 'new', phase: 'expand' }],
  );
});
