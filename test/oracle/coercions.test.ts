import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import type { FieldType } from '../../server/src/core/schema/field-type.ts';
import type { Data } from '../../server/src/core/syntax/data.ts';
import { agrees, type Truth, verdictOf } from './coercion-verdict.ts';
import { type JsonData, reviveData } from './data-json.ts';

interface Vectors {
  readonly types: readonly {
    readonly annotation: string;
    readonly type: unknown;
    readonly rows: readonly (Truth & { readonly text?: string })[];
  }[];
}

interface Row {
  readonly name: string;
  readonly type: FieldType;
  readonly text?: string;
  /** The input of a row without text. */
  readonly value?: Data;
  readonly truth: Truth;
}

function rowsOf(file: string): readonly Row[] {
  const vectors: Vectors = JSON.parse(readFileSync(`test/vectors/${file}`, 'utf8'));
  return vectors.types.flatMap(({ annotation, type, rows }) =>
    rows.map((row, index): Row => {
      const { input, ...truth } = row as Truth & { input?: JsonData };
      const shared = { name: `${annotation} row ${index + 1}`, type: reviveData(type) as FieldType, truth };
      return row.text === undefined
        ? { ...shared, value: reviveData(input) as Data }
        : { ...shared, text: row.text };
    }),
  );
}

/** Compares every decided row and returns how many rows are undecided, by reason. */
function compare(t: TestContext, rows: readonly Row[]): Readonly<Record<string, number>> {
  const reasons: Record<string, number> = {};
  const wrong: string[] = [];
  for (const row of rows) {
    const verdict = verdictOf(row);
    if (verdict.truth === undefined) {
      const reason = verdict.undecided ?? '';
      reasons[reason] = (reasons[reason] ?? 0) + 1;
    } else if (!agrees(verdict.truth, row.truth)) {
      wrong.push(`${row.name}: pydantic ${JSON.stringify(row.truth)}, ours ${JSON.stringify(verdict.truth)}`);
    }
    for (const message of verdict.messages) {
      assert.ok(!/\.$|^[A-Z]/.test(message), `${row.name}: "${message}" is a predicate without a full stop`);
    }
  }
  t.diagnostic(`${rows.length} rows, undecided: ${JSON.stringify(reasons)}`);
  assert.deepEqual(wrong, []);
  return reasons;
}

test('texts of settings become what pydantic makes of them', (t) => {
  const rows = rowsOf('coercions.json').filter((row) => row.type.kind !== 'undecided');
  const reasons = compare(t, rows);
  assert.deepEqual(reasons, UNDECIDED_TEXTS);
  const undecided = Object.values(reasons).reduce((sum, count) => sum + count, 0);
  assert.ok(undecided / rows.length <= 0.01, 'of the types that are understood, 99 of 100 rows are decided');
});

const UNDECIDED_TEXTS = { 'an international email address is not checked': 4 };

test('types that only code, the clock or the file system judges stay undecided', (t) => {
  const rows = rowsOf('coercions.json').filter((row) => row.type.kind === 'undecided');
  const reasons = compare(t, rows);
  assert.equal(
    Object.values(reasons).reduce((sum, count) => sum + count, 0),
    rows.length,
  );
});

test('values of files become what pydantic makes of them', (t) => {
  assert.deepEqual(compare(t, rowsOf('native-coercions.json')), {});
});

const UNDECIDED_URLS = { 'the path of a `file:` URL is not checked': 5 };

test('URLs are judged as the URL classes of pydantic judge them', (t) => {
  assert.deepEqual(compare(t, rowsOf('url-coercions.json')), UNDECIDED_URLS);
});
