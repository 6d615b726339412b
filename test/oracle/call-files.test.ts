import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { CallCase } from './call-cases.ts';
import { compared, type Given } from './call-verdict.ts';

type Recorded = CallCase & { readonly results: readonly Given[] };

test('files of python-decouple, dynaconf, environs and django-environ give what the libraries made of them', () => {
  const { cases }: { readonly cases: readonly Recorded[] } = JSON.parse(
    readFileSync('test/vectors/call-files.json', 'utf8'),
  );
  const all = compared(cases, { results: cases.map((it) => it.results) });
  const wrong = all.filter((it) => it.verdict.kind === 'wrong').map((it) => it.shown);
  const decided = all.filter((it) => it.verdict.kind === 'right').length;
  assert.deepEqual(wrong, []);
  assert.ok(all.length > cases.length && decided > all.length * 0.93, `${decided} of ${all.length} decided`);
});

test('the backends of caches of django-environ are those of what a lock file says to be installed', () => {
  const { cases }: { readonly cases: readonly Recorded[] } = JSON.parse(
    readFileSync('test/vectors/django-drivers.json', 'utf8'),
  );
  const all = compared(cases, { results: cases.map((it) => it.results) });
  assert.deepEqual(
    all.filter((it) => it.verdict.kind !== 'right').map((it) => it.shown),
    [],
  );
  assert.ok(all.length >= 36);
});
