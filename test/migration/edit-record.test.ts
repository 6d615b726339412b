import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type AttestRequest,
  attestRecord,
  claimPhase,
  waiveGate,
} from '../../server/src/core/migration/edit/attest-record.ts';
import { answerItem } from '../../server/src/core/migration/edit/edit-checklist.ts';
import { editFinalNotes } from '../../server/src/core/migration/edit/edit-final-notes.ts';
import { editFrontMatter } from '../../server/src/core/migration/edit/edit-front-matter.ts';
import { parseRecord } from '../../server/src/core/migration/record.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { recordValidator } from '../../server/src/options/record-schema.ts';

const BASE = `---
schema: 1
id: "20260923-x"          # stays
kind: rename
owner: "@team"
plan: env-first
phase: expand
from: [DB_POOL]
to: [DB_POOL_SIZE]
expect: { result: same, command: crossfade gates }
ENV
---
# Title

- env: not this one
`;

const record = (text: string) => parseRecord(sourceFile('settings-migrations/20260923-x.md', text));
const WHO = { by: '@mira', on: '2026-09-23' };
const SEEN: AttestRequest = {
  ...WHO,
  command: 'aws ssm get-parameters-by-path --path /api/prod',
  environment: {
    name: 'production',
    names: ['PATH', 'DB_POOL', 'DB_POOL'],
    equal: false,
    deployed: [{ reader: 'api', ref: 'v1.8.0' }],
  },
  evidence: { gate: 'G10', result: 'yes: 0 lines' },
};

/** How the fields may stand before: absent, empty, in braces, in lines, and with something in them. */
const FORMS: Readonly<Record<string, string>> = {
  absent: '',
  'empty braces': 'env: {}\nevidence: []\nwaive: {}',
  nothing: 'env:\nevidence:\nwaive:',
  lines: `env:
  # a comment
  staging:
    has: [DB_POOL]   # both soon
  production:
    equal: true
evidence:
  - gate: G3
    by: "@a"
    on: 2026-01-01
    command: x
    result: y
waive:
  G8: { reason: r, by: b, "on": 2026-01-01 }`,
  braces: `env: { production: { equal: true, deployed: [{ reader: web, ref: v1, "on": 2026-01-01 }, { reader: api, ref: v1, "on": 2026-01-01 }] } }
evidence: [{ gate: G3, by: b, "on": 2026-01-01, command: c, result: r }]
waive: { G8: { reason: r, by: b, "on": 2026-01-01 } }`,
};

describe('what a person attests', () => {
  for (const [form, fields] of Object.entries(FORMS)) {
    for (const eol of ['\n', '\r\n']) {
      it(`is written where the fields are ${form} (${JSON.stringify(eol)})`, () => {
        const before = BASE.replace('ENV\n', fields === '' ? '' : `${fields}\n`).replaceAll('\n', eol);
        const attested = attestRecord(record(before), SEEN);
        assert.ok(attested.ok);
        const waived = waiveGate(record(attested.text), 'G9', [], { reason: 'quiet: week', ...WHO });
        assert.ok(waived.ok);
        const here = waiveGate(record(waived.text), 'G1', ['production', 'qa'], { reason: 'seen', ...WHO });
        assert.ok(here.ok);
        const after = record(here.text);
        assert.deepEqual(after.problems, []);
        assert.deepEqual(recordValidator(after.data), []);
        const production = after.env.get('production');
        assert.deepEqual(production?.has, ['DB_POOL']);
        assert.equal(production?.equal, false);
        assert.deepEqual(production?.attested, { ...WHO, command: SEEN.command });
        assert.deepEqual(production?.deployed.at(-1), { reader: 'api', ref: 'v1.8.0', ...WHO });
        assert.equal(production?.deployed.filter((it) => it.reader === 'api').length, 1);
        assert.deepEqual(after.evidence.at(-1), {
          gate: 'G10',
          ...WHO,
          command: SEEN.command,
          result: 'yes: 0 lines',
        });
        for (const name of ['production', 'qa'])
          assert.deepEqual([...(after.env.get(name)?.waive ?? [])], [['G1', { reason: 'seen', ...WHO }]]);
        assert.ok(!after.waive.has('G1'));
        assert.deepEqual(after.waive.get('G9'), { reason: 'quiet: week', ...WHO });
        assert.equal(after.waive.has('G8'), record(before).waive.has('G8'));
        assert.equal(after.evidence.length, record(before).evidence.length + 1);
        assert.deepEqual(after.env.get('staging'), record(before).env.get('staging'));
        // All other lines are as they were, in their order, with their ends.
        assert.equal(/(?<!\r)\n/.test(waived.text), eol === '\n');
        for (const kept of ['id: "20260923-x"          # stays', '- env: not this one'])
          assert.ok(waived.text.includes(kept + eol));
        if (form === 'lines') assert.ok(waived.text.includes(`  # a comment${eol}  staging:${eol}`));
      });
    }
  }

  it('is written as people write records', () => {
    const { text } = attestRecord(record(BASE.replace('ENV\n', 'env: {}\nevidence: []\n')), SEEN) as {
      text: string;
    };
    assert.ok(
      text.includes(`env:
  production:
    has: [DB_POOL]
    equal: false
    attested:
      by: "@mira"
      "on": 2026-09-23
      command: aws ssm get-parameters-by-path --path /api/prod
    deployed:
      - {reader: api, ref: v1.8.0, "on": 2026-09-23, by: "@mira"}
evidence:
  - {gate: G10, by: "@mira", "on": 2026-09-23, command: aws ssm get-parameters-by-path --path /api/prod, result: "yes: 0 lines"}
---
`),
      text,
    );
  });

  it('is refused where the front matter cannot be changed', () => {
    const refused = (text: string) => attestRecord(record(text), SEEN);
    assert.deepEqual(refused('# no front matter\n').ok, false);
    assert.deepEqual(refused(BASE.replace('ENV\n', 'env: [\n')).ok, false);
    assert.deepEqual(refused(BASE.replace('ENV\n', 'env: production\n')).ok, false);
    const shared = 'other: &a { production: { equal: true } }\nenv: *a\n';
    const result = refused(BASE.replace('ENV\n', shared));
    assert.ok(!result.ok || record(result.text).problems.length === 0);
  });

  it('claims a phase and touches nothing else', () => {
    const text = BASE.replace('ENV\n', '').replace('phase: expand', "phase: 'expand'   # since Monday");
    const claimed = claimPhase(record(text), 'draft');
    assert.ok(claimed.ok);
    assert.equal(claimed.text, text.replace("'expand'", "'draft'"));
  });
});

describe('a field of the front matter', () => {
  it('is made below fields that are not there', () => {
    const text = editFrontMatter('---\na: 1\n---\n', [
      { path: ['b', 'c', 'd'], value: { kind: 'bool', value: true } },
      { path: ['b', 'c', 'e'], value: { kind: 'str', value: 'on' } },
    ]);
    assert.equal(text, '---\na: 1\nb:\n  c:\n    d: true\n    e: "on"\n---\n');
  });
});

describe('an item of the checklist', () => {
  const text =
    '---\na: 1\n---\n## Checklist\r\n\r\n- [ ] lint (commit):\r\n* [x] unit tests: old\r\n\r\n## Final notes\r\n';

  it('is answered and ticked in its line', () => {
    const answer = { block: 'release', value: '4f2a91c', ticked: true } as const;
    assert.equal(
      answerItem(text, { ...answer, name: 'lint' }),
      text.replace('- [ ] lint (commit):', '- [x] lint (commit): 4f2a91c'),
    );
    assert.equal(
      answerItem(text, { ...answer, name: 'unit tests', ticked: false }),
      text.replace('* [x] unit tests: old', '* [ ] unit tests: 4f2a91c'),
    );
    assert.equal(
      answerItem(text, { ...answer, name: 'release tag' }),
      text.replace('unit tests: old\r\n', 'unit tests: old\r\n- [x] release tag: 4f2a91c\r\n'),
    );
    assert.equal(answerItem('---\na: 1\n---\n', { ...answer, name: 'lint' }), undefined);
  });
});

describe('the final notes', () => {
  const notes = [
    { name: 'Reason', value: 'why' },
    { name: 'Files touched', value: 'a, b' },
  ];
  const measured = new Set(['Files touched']);

  it('are filled in, and what a person wrote stays', () => {
    const text = '---\na: 1\n---\n## Final notes\n\n- Reason: mine\n- Files touched: old\n- Other: x\n';
    assert.equal(
      editFinalNotes(text, notes, measured),
      text.replace('Files touched: old', 'Files touched: a, b'),
    );
  });

  it('are made where there are none', () => {
    assert.equal(
      editFinalNotes('---\na: 1\n---\n# T\n', notes, measured),
      '---\na: 1\n---\n# T\n\n## Final notes\n\n- Reason: why\n- Files touched: a, b\n',
    );
    assert.equal(
      editFinalNotes('---\na: 1\n---\n## Final notes\n\n## Other\n', notes, measured),
      '---\na: 1\n---\n## Final notes\n\n- Reason: why\n- Files touched: a, b\n\n## Other\n',
    );
  });
});
