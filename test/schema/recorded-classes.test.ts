import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { FieldType } from '../../server/src/core/schema/field-type.ts';
import { schemasOf } from '../../server/src/core/schema/readers.ts';
import type { SettingsSchema } from '../../server/src/core/schema/schema.ts';
import { workspace } from '../workspace.ts';
import { reasons } from './read-settings.ts';

interface Recorded {
  readonly preamble: string;
  readonly cases: readonly { readonly name: string; readonly code: string }[];
}

const recorded: Recorded = JSON.parse(readFileSync('test/vectors/settings-scenarios.json', 'utf8'));

/** Why a schema is not fully decided; empty when it is. */
function doubts(schema: SettingsSchema): readonly string[] {
  const own = [...schema.open, ...schema.modelUndecided].map((it) => it.reason);
  const files = schema.loading.envFileUndecided ? [schema.loading.envFileUndecided.reason] : [];
  const ofFields = schema.fields.flatMap((it) => [
    ...reasons(it),
    ...insideOf(it.type),
    ...(it.defaultUndecided ? [it.defaultUndecided.reason] : []),
  ]);
  return [...new Set([...own, ...files, ...ofFields])];
}

function insideOf(type: FieldType): readonly string[] {
  const found: string[] = [];
  JSON.stringify(type, (_key, value) => {
    if (typeof value === 'bigint') return String(value);
    if (value?.kind === 'undecided') found.push(value.reason);
    return value;
  });
  return found;
}

test('every recorded settings class is read, and what is undecided says why', (t) => {
  const counts = new Map<string, number>();
  let decided = 0;
  for (const { name, code } of recorded.cases) {
    const schemas = schemasOf(workspace({ 'settings.py': `${recorded.preamble}\n${code}\n` }));
    const schema = schemas.find((it) => it.className === 'Settings');
    assert.ok(schema, name);
    const why = doubts(schema);
    assert.ok(
      why.every((reason) => reason.length > 3),
      name,
    );
    if (why.length === 0) decided++;
    for (const reason of why) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  for (const [reason, count] of [...counts].sort((a, b) => b[1] - a[1])) t.diagnostic(`${count} × ${reason}`);
  t.diagnostic(`${decided} of ${recorded.cases.length} fully decided`);
  assert.ok(decided / recorded.cases.length > 0.9, `${decided} of ${recorded.cases.length}`);
});
