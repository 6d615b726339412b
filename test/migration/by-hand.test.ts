import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statusOf } from '../../server/src/core/features/migration-status.ts';
import { attestRecord } from '../../server/src/core/migration/edit/attest-record.ts';
import { untickedSteps, withByHand } from '../../server/src/core/migration/edit/edit-by-hand.ts';
import { parseRecord, type RecordFile } from '../../server/src/core/migration/record.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { CREDENTIAL_SERVICE } from './credential-service.ts';
import {
  ask,
  create,
  type Files,
  GATES,
  next,
  recordOf,
  serviceOf,
  start,
  tryAdvance,
  type Walk,
  waive,
} from './walk.ts';

const STEP =
  'put the new credential into `DB_PASSWORD` in `development` (`.env`), where the other side accepts it already';

const FIRST = 'let the side that checks `DB_PASSWORD` accept the new credential next to the old one';

function openIn(walk: Walk): readonly string[] {
  return statusOf(serviceOf(walk.files), recordOf(walk)).byHand;
}

test('a record keeps what people do in a phase, and the status says it until somebody ticks it', () => {
  const answers = new Map([['both_allowed', 'yes']]);
  const request = ask({ kind: 'rotate-credential', from: 'DB_PASSWORD', to: 'DB_PASSWORD', answers });
  const expand = start(CREDENTIAL_SERVICE, request);
  const migrate = next(waive(expand, ...GATES));
  assert.deepEqual(
    untickedSteps(recordOf(migrate))
      .filter((it) => it.phase === 'migrate')
      .map((it) => it.text),
    [STEP],
  );
  assert.deepEqual(openIn(expand), [FIRST]);
  assert.deepEqual(openIn(migrate), [FIRST, STEP]);
  const { path, text } = recordOf(migrate).file;
  assert.doesNotMatch(text, /example-one/);
  const done = {
    ...migrate,
    files: { ...migrate.files, [path]: text.replaceAll('[ ] ', '[x] ') },
  };
  assert.deepEqual(openIn(done), []);
});

test('steps are added once, above the checklist or at the end, with the line breaks of the record', () => {
  const record = '---\r\nid: a\r\n---\r\n# A\r\n\r\n## Checklist\r\n\r\n- [ ] lint:\r\n';
  const once = withByHand(record, 'expand', ['do\n this', 'do this', 'and that']);
  const section = '## By hand\r\n\r\n- [ ] expand: do this\r\n- [ ] expand: and that\r\n';
  assert.equal(once, record.replace('## Checklist', `${section}\r\n## Checklist`));
  const ticked = once.replace('[ ] expand: do', '[x] expand: do');
  assert.equal(withByHand(ticked, 'expand', ['do this']), ticked);
  const added = withByHand(ticked, 'migrate', ['do this']);
  assert.equal(added, ticked.replace('and that\r\n', 'and that\r\n- [ ] migrate: do this\r\n'));
  assert.equal(withByHand('# A\n', 'expand', ['x']), '# A\n\n## By hand\n\n- [ ] expand: x\n');
  assert.equal(withByHand(record, 'expand', []), record);
});

/** People say that every step is done that they were told so far. */
function withTicks(walk: Walk): Walk {
  const { path, text } = recordOf(walk).file;
  return {
    ...walk,
    files: { ...walk.files, [path]: text.replace(/^- \[ \] (?=(?:expand|migrate|contract): )/gm, '- [x] ') },
  };
}

/** The record with every step open again. */
function withoutTicks(walk: Walk): RecordFile {
  const { path, text } = recordOf(walk).file;
  const open = text.replace(/^- \[x\] (?=(?:expand|migrate|contract): )/gm, '- [ ] ');
  return parseRecord(sourceFile(path, open));
}

test('at the end the status asks for the items of the checklist that are open, and then for the notes', () => {
  const gates = GATES.filter((it) => it !== 'G12');
  const answers = new Map([['both_allowed', 'yes']]);
  const request = ask({ kind: 'rotate-credential', from: 'DB_PASSWORD', to: 'DB_PASSWORD', answers });
  const commandOf = (open: readonly string[], files: Files = {}): string => {
    const migrate = next(withTicks(waive(start({ ...CREDENTIAL_SERVICE, ...files }, request), ...gates)));
    const contract = next(withTicks(migrate));
    const { path, text } = recordOf(contract).file;
    const unanswered = open.reduce(
      (now, item) => now.replace(new RegExp(`- \\[x\\] (${item} .*\\):) .*`), '- [ ] $1'),
      text,
    );
    const walk = { ...contract, files: { ...contract.files, [path]: unanswered } };
    return statusOf(serviceOf(walk.files), recordOf(walk)).command.replace(recordOf(walk).id, 'ID');
  };
  assert.equal(commandOf(['unit tests']), "crossfade attest ID --check 'unit tests' --result TEXT");
  assert.equal(
    commandOf(['staging configuration']),
    "crossfade attest ID --check 'staging configuration' --environment NAME",
  );
  assert.equal(
    commandOf(['staging configuration'], { '.env.staging': 'DB_PASSWORD=example-two\n' }),
    "crossfade attest ID --check 'staging configuration'",
  );
  assert.equal(commandOf(['release tag']), "crossfade attest ID --check 'release tag'");
  assert.match(commandOf([]), /^crossfade attest ID --by-hand '/);
});

test('a step that nobody has ticked keeps a record from its end', () => {
  const answers = new Map([['both_allowed', 'yes']]);
  const request = ask({ kind: 'rotate-credential', from: 'DB_PASSWORD', to: 'DB_PASSWORD', answers });
  const gates = GATES.filter((it) => it !== 'G12');
  const expand = waive(start(CREDENTIAL_SERVICE, request), ...gates);
  const early = tryAdvance(expand);
  assert.ok(!early.ok);
  assert.match(
    early.blocking.map((it) => `${it.id} ${it.verdict} ${it.reason}`).join('\n'),
    /^G12 no missing: the tick of a step by hand \(expand: let the side .* accept the new credential next to the old one\)$/,
  );
  const contract = next(withTicks(next(withTicks(expand))));
  const blocked = tryAdvance(contract);
  assert.ok(!blocked.ok);
  assert.match(
    blocked.blocking.map((it) => `${it.id} ${it.verdict} ${it.reason}`).join('\n'),
    /^G12 no missing: .*the tick of a step by hand \(contract: let the side that checks `DB_PASSWORD` refuse /,
  );
  const record = withoutTicks(contract);
  const said = { by: '@ops', on: '2026-09-23' };
  const none = attestRecord(record, { ...said, byHand: 'walk the dog' });
  assert.match(none.ok ? '' : none.message, /^no open step under `By hand` says `walk the dog`:\n {2}/);
  const one = attestRecord(record, { ...said, byHand: 'put the new credential into `DB_PASSWORD` in `dev' });
  assert.ok(one.ok, one.ok ? '' : one.message);
  const ticked = parseRecord(sourceFile(record.file.path, one.text));
  assert.equal(untickedSteps(ticked).length, untickedSteps(record).length - 1);
  const all = attestRecord(record, { ...said, byHand: 'all' });
  assert.ok(all.ok, all.ok ? '' : all.message);
  assert.deepEqual(untickedSteps(parseRecord(sourceFile(record.file.path, all.text))), []);
  assert.equal(all.text.replaceAll('[x]', '[ ]'), record.file.text.replaceAll('[x]', '[ ]'));
});

test('a key that is named like one that signs is pointed to the rotation that verifies first', () => {
  const reasonsFor = (key: string): string => {
    const settings = (CREDENTIAL_SERVICE['app/settings.py'] ?? '').replace('db_password', key.toLowerCase());
    const answers = new Map([['both_allowed', 'yes']]);
    const request = ask({ kind: 'rotate-credential', from: key, to: key, answers });
    return create({ ...CREDENTIAL_SERVICE, 'app/settings.py': settings }, request).plan.reasons.join('\n');
  };
  for (const key of ['SIGNING_KEY', 'SECRET_KEY', 'JWT_SECRET', 'SESSION_SECRET_KEY'])
    assert.match(reasonsFor(key), new RegExp(`crossfade plan rotate-signing ${key}`));
  for (const key of ['DB_PASSWORD', 'AWS_SECRET_KEY', 'API_KEY'])
    assert.doesNotMatch(reasonsFor(key), /signing/);
});
