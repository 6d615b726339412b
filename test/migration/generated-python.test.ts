import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PhaseRequest, phaseChange } from '../../server/src/core/migration/phase-change.ts';
import { ENVIRON_FIXTURES, PYDANTIC_FIXTURES, type PythonFixture } from './fixtures.ts';
import { makeFacts, withEdits } from './make-facts.ts';
import { assertPython, PYTHON, WHY } from './run-python.ts';

const ID = '20260923-db-pool-size';
const REQUEST: PhaseRequest = {
  id: ID,
  plan: 'code-first',
  phase: 'expand',
  precedence: 'new',
  strict: true,
};

async function phases(fixture: PythonFixture, requests: readonly Partial<PhaseRequest>[]) {
  let { files } = fixture;
  let shape: PythonFixture = fixture;
  const notes: string[] = [];
  for (const request of requests) {
    const facts = await makeFacts({ ...shape, files });
    const change = phaseChange(facts, { ...REQUEST, ...request });
    files = withEdits(files, change.code);
    notes.push(...change.notes);
    shape = afterRename(fixture, request.plan === 'env-first');
  }
  return { files, notes };
}

/** What a settings reader says of the class after the dual read was written. */
function afterRename(fixture: PythonFixture, plain: boolean): PythonFixture {
  const first = fixture.fields?.find((it) => it.name === (fixture.old ?? fixture.from.toLowerCase()));
  if (first === undefined || plain) return fixture;
  const aliased = fixture.old === 'pool' && fixture.loading?.envPrefix === undefined;
  const upper = first.name === first.name.toUpperCase();
  const next = (fixture.to ?? '').slice(fixture.loading?.envPrefix?.length ?? 0);
  const name = aliased ? first.name : upper ? next : next.toLowerCase();
  const old = aliased ? `${first.name}_deprecated` : first.name;
  const others = (fixture.fields ?? []).filter((it) => it !== first);
  return {
    ...fixture,
    old,
    new: name,
    fields: [{ name: old, type: { kind: 'any' }, required: false }, { ...first, name }, ...others],
  };
}

function run(files: Readonly<Record<string, string>>, title: string, pytest: boolean): void {
  assertPython(files, title, { pytest });
}

for (const fixture of PYDANTIC_FIXTURES) {
  test(`dual read: ${fixture.title}`, async (t) => {
    if (PYTHON === '') return t.skip(WHY);
    const { files } = await phases(fixture, [{}]);
    run(files, fixture.title, true);
  });

  test(`dual read, the old key wins: ${fixture.title}`, async (t) => {
    if (PYTHON === '') return t.skip(WHY);
    const { files } = await phases(fixture, [{ precedence: 'old' }]);
    run(files, fixture.title, true);
  });

  test(`contract after a dual read: ${fixture.title}`, async (t) => {
    if (PYTHON === '') return t.skip(WHY);
    const { files } = await phases(fixture, [{}, { phase: 'contract' }]);
    for (const [path, text] of Object.entries(files)) {
      if (!path.startsWith('tests/')) assert.doesNotMatch(text, /settings-migration/, text);
    }
    run(files, fixture.title, true);
  });

  test(`plain rename: ${fixture.title}`, async (t) => {
    if (PYTHON === '') return t.skip(WHY);
    const { files } = await phases(fixture, [{ plan: 'env-first', phase: 'migrate' }]);
    run(files, fixture.title, true);
  });

  test(`removal: ${fixture.title}`, async (t) => {
    if (PYTHON === '') return t.skip(WHY);
    const { to: _to, ...rest } = fixture;
    const facts = await makeFacts({ ...rest, kind: 'remove' });
    const change = phaseChange(facts, REQUEST);
    const files = withEdits(fixture.files, change.code);
    // A required field that code reads stays until a person has changed the reads.
    const written = change.code.some(({ path }) => path.startsWith('tests/settings_migrations/'));
    assert.ok(written || change.notes.some((it) => it.includes('--resume')), change.notes.join('\n'));
    // A validator of the team that names the field goes by hand.
    const pytest = written && !change.notes.some((it) => it.includes('is named in'));
    assertPython(files, fixture.title, { pytest, tests: 'tests/settings_migrations' });
  });
}

for (const fixture of ENVIRON_FIXTURES) {
  test(`os.environ, dual read: ${fixture.title}`, async (t) => {
    if (PYTHON === '') return t.skip(WHY);
    const { files } = await phases(fixture, [{}]);
    run(files, fixture.title, false);
  });

  test(`os.environ, contract: ${fixture.title}`, async (t) => {
    if (PYTHON === '') return t.skip(WHY);
    const { files } = await phases(fixture, [{}, { phase: 'contract' }]);
    run(files, fixture.title, false);
  });
}

test('dual read that refuses keys that differ', async (t) => {
  if (PYTHON === '') return t.skip(WHY);
  for (const fixture of PYDANTIC_FIXTURES.slice(0, 3)) {
    const { files } = await phases(fixture, [{ precedence: 'error' }]);
    run(files, fixture.title, true);
  }
});
