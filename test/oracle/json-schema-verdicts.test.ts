import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { jsonSchemaType } from '../../server/src/core/schema/json-schema-types.ts';
import { documentOf } from '../../server/src/core/syntax/formats.ts';
import { memberAt } from '../../server/src/core/syntax/value-members.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { coerceJsonSchema } from '../../server/src/core/values/coerce-json-schema.ts';
import { loadEngines } from '../../server/src/host/load-engines.ts';

interface Vectors {
  readonly versions: { readonly jsonschema: string };
  readonly texts: readonly string[];
  readonly cases: readonly { readonly schema: unknown; readonly accepted: readonly string[] }[];
}

test('texts are accepted as a validator of JSON Schema accepts them', async (t) => {
  const vectors: Vectors = JSON.parse(readFileSync('test/vectors/json-schema-verdicts.json', 'utf8'));
  assert.ok(vectors.cases.length >= 400 && vectors.texts.length >= 50);
  const { pattern } = await loadEngines();
  const wrong: string[] = [];
  const open = new Map<string, number>();
  let decided = 0;
  for (const { schema, accepted } of vectors.cases) {
    const document = documentOf(sourceFile('s.json', JSON.stringify({ schema })));
    assert.ok(document);
    const type = jsonSchemaType(document.root, memberAt(document.root, 'schema'));
    for (const text of vectors.texts) {
      const made = coerceJsonSchema(type, text, pattern);
      if (made.kind === 'undecided') open.set(made.reason, (open.get(made.reason) ?? 0) + 1);
      else if ((made.kind === 'value') === accepted.includes(text)) decided += 1;
      else wrong.push(`${JSON.stringify(schema)} and ${JSON.stringify(text)}: ${made.kind}`);
    }
  }
  const undecided = [...open.values()].reduce((sum, it) => sum + it, 0);
  t.diagnostic(`${decided} decided and right, ${undecided} undecided, ${wrong.length} wrong`);
  for (const [why, times] of open) t.diagnostic(`${times} × ${why}`);
  assert.deepEqual(wrong.slice(0, 20), []);
  assert.ok(undecided < decided / 10);
});
