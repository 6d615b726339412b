import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statusOf } from '../../server/src/core/features/migration-status.ts';
import { type AttestRequest, attestRecord } from '../../server/src/core/migration/edit/attest-record.ts';
import { gatesOf } from '../../server/src/core/migration/gates.ts';
import { CREDENTIAL_SERVICE } from './credential-service.ts';
import { ask, factsOf, GATES, next, recordOf, serviceOf, start, type Walk, waive } from './walk.ts';

const BOTH = new Map([['both_allowed', 'yes']]);
const REQUEST = ask({ kind: 'rotate-credential', from: 'DB_PASSWORD', to: 'DB_PASSWORD', answers: BOTH });
const WHO = { by: '@ops', on: '2026-09-23', command: 'looked at it' };
const NAMES: AttestRequest = { ...WHO, environment: { name: 'development', names: ['DB_PASSWORD'] } };
const PROOF: AttestRequest = { ...WHO, evidence: { gate: 'G1', result: 'yes: new (in development)' } };

function attested(walk: Walk, request: AttestRequest): Walk {
  const record = recordOf(walk);
  const edited = attestRecord(record, request);
  assert.ok(edited.ok);
  return { ...walk, files: { ...walk.files, [record.file.path]: edited.text } };
}

/** G1 on the way to `contract`. */
function verdict(walk: Walk): string | undefined {
  return gatesOf(factsOf(walk), recordOf(walk), 'next').find((it) => it.id === 'G1')?.verdict;
}

test('a list of names says of no value that it is the new credential', () => {
  const migrate = next(waive(start(CREDENTIAL_SERVICE, REQUEST), ...GATES.filter((it) => it !== 'G1')));
  assert.equal(verdict(attested(migrate, NAMES)), 'unknown');
  assert.equal(verdict(attested(migrate, PROOF)), 'yes');
});

test('what was said before the new credential was there is said of the old one', () => {
  const expand = waive(start(CREDENTIAL_SERVICE, REQUEST), ...GATES.filter((it) => it !== 'G1'));
  assert.equal(verdict(next(attested(expand, PROOF))), 'unknown');
});

test('the status says how to attest that it is the new one', () => {
  const migrate = next(waive(start(CREDENTIAL_SERVICE, REQUEST), ...GATES.filter((it) => it !== 'G1')));
  const { id } = recordOf(migrate);
  assert.equal(
    statusOf(serviceOf(migrate.files), recordOf(migrate)).command,
    `crossfade attest ${id} --gate G1 --result TEXT --command TEXT --environment development`,
  );
});

test('where a reader is not seen, what is asked for can be said of a rotation', () => {
  const migrate = next(waive(start(CREDENTIAL_SERVICE, REQUEST), ...GATES.filter((it) => it !== 'G10')));
  const { id, file } = recordOf(migrate);
  const text = file.text.replace(/^readers:.*$/m, 'readers: [other]');
  const walk = { ...migrate, files: { ...migrate.files, [file.path]: text } };
  const { command, reason } = statusOf(serviceOf(walk.files), recordOf(walk));
  assert.equal(command, `crossfade attest ${id} --gate G10 --result TEXT --command TEXT`);
  assert.match(reason, /^G10: no evidence that the old credential of `DB_PASSWORD` is unused at run time: /);
});
