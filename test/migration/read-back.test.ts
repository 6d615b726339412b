import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PhaseRequest, phaseChange } from '../../server/src/core/migration/phase-change.ts';
import { schemasOf } from '../../server/src/core/schema/readers.ts';
import { PYDANTIC_FIXTURES } from './fixtures.ts';
import { makeFacts, snapshotOf, withEdits } from './make-facts.ts';

const EXPAND: PhaseRequest = {
  id: '20260923-db-pool-size',
  plan: 'code-first',
  phase: 'expand',
  precedence: 'new',
  strict: true,
};

/** Generated code goes through the reader of real code, and what that says is enough to end the migration. */
for (const fixture of PYDANTIC_FIXTURES) {
  test(`the reader sees both keys of a dual read, and contract ends it: ${fixture.title}`, async () => {
    const facts = await makeFacts(fixture);
    const change = phaseChange(facts, EXPAND);
    assert.deepEqual(change.notes, []);
    const files = withEdits(fixture.files, change.code);
    const schema = schemasOf(await snapshotOf(files)).find((it) => it.className === 'Settings');
    assert.ok(schema);
    assert.deepEqual([schema.modelUndecided, schema.open], [[], []]);
    const reads = (key: string) =>
      schema.fields.find((it) => it.inputs[0]?.environment.toUpperCase() === key.toUpperCase());
    const old = reads(fixture.from);
    const next = reads(fixture.to ?? '');
    assert.ok(old && next);
    const after = await makeFacts({ ...fixture, files });
    const [reader] = after.readers;
    assert.ok(reader);
    const contract = phaseChange(
      { ...after, readers: [{ ...reader, schema, old, new: next }] },
      { ...EXPAND, phase: 'contract' },
    );
    const ended = withEdits(files, contract.code);
    const left = schemasOf(await snapshotOf(ended)).find((it) => it.className === 'Settings');
    assert.equal(
      left?.fields.some((it) => it.name === old.name),
      false,
    );
    const kept = left?.fields.find((it) => it.name === next.name);
    assert.equal(kept?.required, next.required);
    const validator = fixture.title.includes('field validator');
    assert.equal((kept?.undecided.length ?? 0) > 0, validator);
    // A validator of the team decides what it accepts: no value can be made up.
    assert.equal(contract.notes.length > 0, validator);
  });
}
