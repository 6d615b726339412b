import assert from 'node:assert/strict';
import test from 'node:test';
import { releasesWithin } from '../../server/src/core/schema/settings-releases.ts';
import { minorBounds } from '../../server/src/core/schema/version-bounds.ts';

const CASES: readonly (readonly [requirement: string, from: number | undefined, to?: number])[] = [
  ['>=2.2,<2.10', 2, 9],
  ['>=2.2, <2.10.1', 2, 10],
  ['>2.2,<=2.9.1', 2, 9],
  ['~=2.5', 5, Number.POSITIVE_INFINITY],
  ['~=2.5.1', 5, 5],
  ['==2.5.*', 5, 5],
  ['==2.*', 0, Number.POSITIVE_INFINITY],
  ['2.5.0', 5, 5],
  ['^2.2.1', 2, Number.POSITIVE_INFINITY],
  ['^2', 0, Number.POSITIVE_INFINITY],
  ['~2.2', 2, 2],
  ['~2', 0, Number.POSITIVE_INFINITY],
  ['*', 0, Number.POSITIVE_INFINITY],
  ['>=2.0,<3.0.0', 0, Number.POSITIVE_INFINITY],
  ['>=1.9,!=2.3', 0, Number.POSITIVE_INFINITY],
  ['>=2.7.0rc1,<2.9', 7, 8],
  ['<2', undefined],
  ['>=2.9,<2.4', undefined],
  ['@ https://example.com/x.whl', undefined],
];

for (const [requirement, from, to] of CASES) {
  test(`\`${requirement}\` leaves ${from === undefined ? 'no release 2' : `2.${from} to 2.${to}`}`, () => {
    assert.deepEqual(minorBounds(requirement, 2), from === undefined ? undefined : { from, to });
  });
}

test('releases that nothing tells apart are one, and the newest known one stands for all later', () => {
  assert.deepEqual(releasesWithin({ from: 0, to: 2 }), ['2.2', '2.1']);
  assert.deepEqual(releasesWithin({ from: 1, to: 1 }), ['2.1']);
  assert.deepEqual(releasesWithin({ from: 2, to: Number.POSITIVE_INFINITY }), []);
});
