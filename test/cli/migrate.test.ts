import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { assertOutput } from '../outputs/assert-output.ts';
import { GATES, MIGRATE, PLAN } from '../outputs/migrations.ts';
import { crossfade, exampleCopy, folder, json, put, read } from './run.ts';

const RENAME = ['migrate', 'rename', 'DB_POOL', 'DB_POOL_SIZE'];
const OWNED = [...RENAME, '--owner', '@orders-team'];
const RECORDS = 'settings-migrations';

interface Created {
  readonly id: string;
  readonly phase: string;
  readonly record: string;
  readonly written: readonly string[];
  readonly questions: readonly { readonly id: string }[];
}

/** Every file of a folder with its text, by path. */
function texts(root: string): ReadonlyMap<string, string> {
  const names = readdirSync(root, { recursive: true, withFileTypes: true });
  return new Map(
    names
      .filter((it) => it.isFile() && !`${it.parentPath}/`.includes('/.git/'))
      .map((it) => join(it.parentPath, it.name).slice(root.length + 1))
      .sort()
      .map((path) => [path, read(root, path)]),
  );
}

function refused(args: readonly string[], message: RegExp, cwd: string): void {
  const earlier = texts(cwd);
  const run = crossfade(args, { cwd });
  assert.deepEqual([run.status, run.out], [2, ''], args.join(' '));
  assert.match(run.error, message);
  assert.deepEqual(texts(cwd), earlier);
}

describe('migrate rename', () => {
  it('writes nothing in a dry run, as text and as JSON', () => {
    const root = exampleCopy();
    const earlier = texts(root);
    const run = crossfade([...OWNED, '--dry-run'], { cwd: root });
    assert.deepEqual([run.status, run.error], [0, '']);
    assert.match(run.out, /^Rename DB_POOL to DB_POOL_SIZE {2}\d{8}-db-pool-size\nPlan: code-first\n/);
    assert.match(run.out, /\nWould write settings-migrations\/\d{8}-db-pool-size\.md, /);
    assert.match(run.out, /\nNothing was written\.\n$/);
    const report = json([...OWNED, '--dry-run'], 0, { cwd: root });
    assertOutput(report, MIGRATE);
    const { phase, written, questions } = report as Created;
    assert.deepEqual([phase, written, questions], ['expand', [], []]);
    assert.deepEqual(texts(root), earlier);
  });

  it('writes the record, the code and the test of expand, and no environment file', () => {
    const root = exampleCopy();
    const earlier = texts(root);
    const report = json(OWNED, 0, { cwd: root });
    assertOutput(report, MIGRATE);
    const { id, record, written } = report as Created;
    assert.equal(record, `${RECORDS}/${id}.md`);
    assert.equal(written[0], record);
    const after = texts(root);
    const changed = [...after.keys()].filter((path) => after.get(path) !== earlier.get(path));
    assert.deepEqual(changed, [...written].sort());
    assert.ok(changed.includes('app/settings.py'));
    assert.ok(changed.every((path) => !path.includes('.env')));
    assert.match(read(root, record), /^phase: expand$/m);
    assert.match(read(root, record), /^owner: "?@orders-team"?$/m);
  });

  it('writes only the draft when something is not answered', () => {
    const root = exampleCopy();
    const report = json(RENAME, 1, { cwd: root });
    assertOutput(report, MIGRATE);
    const { phase, record, written, questions } = report as Created;
    assert.deepEqual([phase, written], ['draft', [record]]);
    assert.ok(questions.some((it) => it.id === 'owner'));
    assert.match(read(root, record), /^phase: draft$/m);
    const other = exampleCopy();
    const run = crossfade(RENAME, { cwd: other });
    assert.equal(run.status, 1);
    assert.match(run.out, /\nStill to be answered .*:\n {2}owner: .*\?\n/);
  });

  it('takes answers from a file and from standard input', () => {
    const answers = JSON.stringify({ owner: '@payments-team' });
    const file = join(folder(), 'answers.json');
    put('/', file, answers);
    for (const [name, input] of [
      [file, ''],
      ['-', answers],
      ['-', `\uFEFF${answers}`],
      ['-', '# who answers for it\r\nowner = @payments-team\r\n'],
      ['-', 'owner="@payments-team"\n'],
    ] as const) {
      const root = exampleCopy();
      const { phase, record } = json([...RENAME, '--answers', name], 0, { cwd: root, input }) as Created;
      assert.equal(phase, 'expand');
      assert.match(read(root, record), /^owner: "?@payments-team"?$/m);
    }
  });

  it('refuses answers that are none, without showing them', () => {
    const root = exampleCopy();
    refused(
      [...RENAME, '--answers', 'nowhere.json'],
      /^crossfade: `nowhere\.json` cannot be read: there is no such file\n$/,
      root,
    );
    for (const input of [
      '{"owner": canary',
      '["canary"]',
      '"canary"',
      'null',
      '',
      'canary\n',
      '{"owner": {}}',
      'owner=canary\nowner=canary\n',
    ]) {
      const run = crossfade([...RENAME, '--answers', '-'], { cwd: root, input });
      assert.deepEqual([run.status, run.out], [2, '']);
      assert.match(
        run.error,
        /^crossfade: (standard input is .*; answers are a JSON object by the ids of questions, .*|the answer to `owner` is no text|`owner` is answered twice)\n$/,
      );
      assert.doesNotMatch(run.error, /canary/);
    }
    assert.ok(!existsSync(join(root, RECORDS)));
  });

  it('refuses what cannot be migrated, and leaves everything as it is', () => {
    const root = exampleCopy();
    refused(['migrate', 'rename', 'DB_POLL', 'X'], /^crossfade: .*`DB_POLL`.*DB_POOL/, root);
    refused(['migrate', 'remove', 'PAGE_SIZ'], /^crossfade: .*`PAGE_SIZ`.*PAGE_SIZE/, root);
    refused(
      ['migrate', 'rename', 'PAGE_SIZE', 'REQUEST_TIMEOUT'],
      /^crossfade: `REQUEST_TIMEOUT` is already /,
      root,
    );
    refused(
      [...OWNED, '--settings', 'app.nowhere'],
      /^crossfade: `app\.nowhere` .*app\.settings:Settings/,
      root,
    );
    refused([...OWNED, '--plan', 'all-at-once'], /^error: .*Allowed choices are one-pr, /, root);
    refused(['migrate', 'rename', 'DB_POOL'], /^error: missing required argument 'new'\n/, root);
  });

  it('never writes over a record or a file that is there', () => {
    const root = exampleCopy();
    const { record } = json(OWNED, 0, { cwd: root }) as Created;
    refused(OWNED, /^crossfade: .*db-pool-size.* already migrates `DB_POOL`/, root);
    const hidden = exampleCopy();
    put(hidden, '.gitignore', `${RECORDS}/\n`);
    put(hidden, record, 'mine\n');
    refused(OWNED, /^crossfade: settings-migrations\/\S+\.md exists; nothing was written\n$/, hidden);
  });
});

describe('migrate remove', () => {
  it('is dry without a trace, and writes what it says', () => {
    const root = exampleCopy();
    const args = ['migrate', 'remove', 'DB_POOL', '--owner', '@orders-team', '--answers', '-'];
    const input = JSON.stringify({ value_from_now_on: 'yes', differing_values: 'yes' });
    const earlier = texts(root);
    const dry = crossfade([...args, '--dry-run'], { cwd: root, input });
    assert.match(dry.out, /^Remove DB_POOL {2}\d{8}-remove-db-pool\n/);
    assert.match(dry.out, /\nNothing was written\.\n$/);
    assert.deepEqual(texts(root), earlier);
    const run = crossfade([...args, '--format', 'json'], { cwd: root, input });
    const report: Created = JSON.parse(run.out);
    assertOutput(report, MIGRATE);
    // Code still reads the attribute: the phase that the record claims is not proved.
    assert.deepEqual([report.questions, run.status], [[], 1]);
    assert.match(crossfade(['gates'], { cwd: root }).out, /\n {2}G6 +no +`DB_POOL` is read here \(app\//);
    const after = texts(root);
    const changed = [...after.keys()].filter((path) => after.get(path) !== earlier.get(path));
    assert.deepEqual(changed, [...report.written].sort());
    assert.ok(existsSync(join(root, report.record)));
  });
});

describe('plan', () => {
  it('shows a change that is only asked for, in every format, and writes nothing', () => {
    const root = exampleCopy();
    const earlier = texts(root);
    for (const asked of [
      ['rename', 'DB_POOL', 'DB_POOL_SIZE'],
      ['remove', 'DB_POOL'],
    ]) {
      const title = asked[0] === 'rename' ? 'Rename DB_POOL to DB_POOL_SIZE' : 'Remove DB_POOL';
      const text = crossfade(['plan', ...asked], { cwd: root });
      assert.deepEqual([text.status, text.error], [0, '']);
      assert.ok(text.out.startsWith(`${title}\nPlan: code-first\n`), text.out);
      const markdown = crossfade(['plan', ...asked, '--format', 'markdown'], { cwd: root });
      assert.ok(markdown.out.startsWith(`# ${title}\n\n**Plan: \`code-first\`**\n`), markdown.out);
      assert.match(markdown.out, /\n\| gate \| verdict \| environment \| because \|/);
      const report = json(['plan', ...asked], 0, { cwd: root });
      assertOutput(report, PLAN);
      assert.equal((report as { title: string }).title, title);
    }
    assert.deepEqual(texts(root), earlier);
  });

  it('refuses what is no plan', () => {
    const root = exampleCopy();
    refused(['plan', 'rename', 'DB_POOL'], /^crossfade: rename takes the old and the new name\n$/, root);
    refused(['plan', 'remove', 'A', 'B'], /^crossfade: remove takes one key\n$/, root);
    refused(
      ['plan', 'split', 'A', 'B'],
      /^crossfade: split takes the old key and at least two new ones\n$/,
      root,
    );
    refused(['plan', 'move', 'A'], /^crossfade: move takes pairs OLD=NEW, and `A` is none\n$/, root);
    refused(
      ['plan', 'a', 'b'],
      /^crossfade: plan takes a record, or a kind of change and its keys: rename, /,
      root,
    );
    refused(['plan', 'nowhere'], /^crossfade: .*`nowhere`/, root);
    refused(['plan'], /^error: missing required argument 'words'\n/, root);
  });
});

describe('a record', () => {
  let root = '';
  let created: Created;
  before(() => {
    root = exampleCopy();
    for (const args of [
      ['init', '-q'],
      ['add', '-A'],
    ])
      assert.equal(spawnSync('git', args, { cwd: root }).status, 0);
    created = json(OWNED, 0, { cwd: root }) as Created;
  });

  it('has a plan, by id and by path', () => {
    for (const name of [created.id, created.record]) {
      assertOutput(json(['plan', name], 0, { cwd: root }), PLAN);
      assert.match(
        crossfade(['plan', name], { cwd: root }).out,
        /^Rename DB_POOL to DB_POOL_SIZE {2}settings-migrations/,
      );
      const markdown = crossfade(['plan', name, '--format', 'markdown'], { cwd: root });
      assert.match(markdown.out, /^# Rename DB_POOL to DB_POOL_SIZE\n/);
    }
  });

  it('has gates that hold for its phase, and some that do not for the next', () => {
    const claimed = json(['gates'], 0, { cwd: root });
    assertOutput(claimed, GATES);
    const text = crossfade(['gates', created.id], { cwd: root });
    assert.equal(text.status, 0);
    assert.match(
      text.out,
      /^Rename DB_POOL to DB_POOL_SIZE {2}\S+ {2}phase expand\n {2}gate +environment +verdict\n/,
    );
    const next = json(['gates', created.record, '--next'], 1, { cwd: root });
    assertOutput(next, GATES);
    const { records } = next as { records: { phase: string; gates: { id: string; verdict: string }[] }[] };
    assert.deepEqual(
      records.map((it) => it.phase),
      ['migrate'],
    );
    assert.deepEqual(
      new Set(
        records[0]?.gates.filter((it) => it.verdict === 'unknown' || it.verdict === 'no').map((it) => it.id),
      ),
      new Set(['G8']),
    );
    assert.match(crossfade(['gates', '--next'], { cwd: root }).out, /phase expand → migrate\n/);
  });

  it('does not advance while a gate is unknown', () => {
    const earlier = texts(root);
    const run = crossfade(['advance', created.id], { cwd: root });
    assert.deepEqual([run.status, run.error], [1, '']);
    assert.match(run.out, /^Not advanced: `migrate` is held back by G8\n/);
    assert.match(run.out, /\n {2}G8 +staging +unknown /);
    assert.deepEqual(texts(root), earlier);
  });

  it('advances loudly when somebody waives the gate', () => {
    const waiver =
      'waive:\n  G8:\n    reason: one replica, redeployed by hand\n    by: "@orders-team"\n    on: 2026-09-23';
    put(root, created.record, read(root, created.record).replace(/^waive: \{\}$/m, waiver));
    const earlier = texts(root);
    const dry = crossfade(['advance', created.id, '--dry-run'], { cwd: root });
    assert.deepEqual([dry.status, dry.error], [1, '']);
    assert.match(dry.out, /^WAIVED: G8 in staging: one replica, redeployed by hand \(@orders-team\)$/m);
    assert.match(dry.out, /\nNothing was written\.\n$/);
    assert.deepEqual(texts(root), earlier);
    const run = crossfade(['advance', created.id], { cwd: root });
    assert.deepEqual([run.status, run.error], [1, '']);
    assert.match(
      run.out,
      /^Not whole yet: 1 file left alone; `crossfade advance \S+ --resume --include-production` edits it\.$/m,
    );
    assert.match(run.out, /^WAIVED: G8 in staging: one replica, redeployed by hand \(@orders-team\)$/m);
    assert.match(run.out, /\nWrote settings-migrations\/\S+/);
    assert.match(read(root, created.record), /^phase: migrate$/m);
    assert.match(read(root, '.env.staging'), /^DB_POOL_SIZE=10$/m);
    assert.equal(read(root, '.env.production'), earlier.get('.env.production'));
    assert.match(run.out, /^left alone \(production\): \.env\.production; --include-production edits it$/m);
    const gates = crossfade(['gates', created.id], { cwd: root });
    assert.match(
      gates.out,
      / WAIVED by @orders-team on 2026-09-23: one replica, redeployed by hand; without it: /,
    );
    assert.equal(gates.out.match(/redeployed by hand/g)?.length, gates.out.match(/WAIVED/g)?.length);
    assert.doesNotMatch(gates.out, /WAIVED.*WAIVED|redeployed by hand.*redeployed by hand/);
  });

  it('that is not there is refused with those that are', () => {
    for (const command of ['gates', 'advance', 'plan']) {
      const run = crossfade([command, 'nowhere'], { cwd: root });
      assert.deepEqual([run.status, run.out], [2, '']);
      assert.match(run.error, new RegExp(`^crossfade: .*\`nowhere\`.*${created.id}\\n$`));
    }
    assert.deepEqual(crossfade(['gates'], { cwd: exampleCopy() }), {
      status: 0,
      out: 'No migration is open.\n',
      error: '',
    });
  });
});
