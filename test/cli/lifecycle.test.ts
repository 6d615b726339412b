import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { assertOutput } from '../outputs/assert-output.ts';
import { EVIDENCE, STATUS } from '../outputs/migrations.ts';
import { crossfade, exampleCopy, json, put, type Run, read } from './run.ts';

const RENAME = ['migrate', 'rename', 'DB_POOL', 'DB_POOL_SIZE', '--owner', '@orders-team'];

function git(root: string, ...args: string[]): string {
  const run = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout.trim();
}

function commit(root: string, message: string): void {
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', message);
}

/** The example service in a repository of its own. */
function repository(): string {
  const root = exampleCopy();
  git(root, 'init', '-q');
  git(root, 'config', 'user.name', 'Mira Example');
  git(root, 'config', 'user.email', 'mira@example.org');
  commit(root, 'start');
  return root;
}

/** Everything that git sees of the working tree, as one id. */
function treeOf(root: string): string {
  git(root, 'add', '-A');
  return git(root, 'write-tree');
}

describe('a migration on the command line', () => {
  let root = '';
  let id = '';
  let record = '';
  const run = (args: readonly string[], status = 0, input = ''): Run => {
    const it = crossfade(args, { cwd: root, input });
    assert.equal(it.status, status, `crossfade ${args.join(' ')}\n${it.error}${it.out}`);
    return it;
  };
  const text = () => read(root, record);

  before(() => {
    root = repository();
    const created = json(RENAME, 0, { cwd: root }) as { id: string; record: string };
    ({ id, record } = created);
  });

  it('is silent where none is open, and says whose turn it is', () => {
    const empty = repository();
    assert.deepEqual([crossfade(['status'], { cwd: empty }).out], ['']);
    assertOutput(json(['status'], 0, { cwd: empty }), STATUS);
    const status = json(['status'], 0, { cwd: root });
    assertOutput(status, STATUS);
    const [first] = (status as { migrations: { phase: string; next: string; turn: string }[] }).migrations;
    assert.deepEqual([first?.phase, first?.next, first?.turn], ['expand', 'migrate', 'release']);
    assert.match(
      run(['status']).out,
      /\n {2}turn {3}who releases: G8 in `development`: .*\n {2}next {3}crossfade attest .* --deployed Settings=REF\n/,
    );
  });

  it('goes back to a draft that changes nothing, before and after it is committed', () => {
    const written = treeOf(root);
    const settings = read(root, 'app/settings.py');
    const dry = run(['rollback', id, '--dry-run']);
    assert.match(dry.out, /\nRollback of expand: redeploy the previous release/);
    assert.match(dry.out, /\nNothing was written\.\n$/);
    assert.equal(treeOf(root), written);
    const back = run(['rollback', id]);
    assert.match(back.out, /removed: tests\/settings_migrations\/test_\w+\.py\n/);
    assert.match(back.out, /\nThe record is in `draft` again\.\n$/);
    assert.equal(
      git(root, 'diff', '--cached', 'HEAD', '--name-only', '--', '.', `:!${record}`).includes('app/'),
      true,
    );
    git(root, 'add', '-A');
    assert.equal(git(root, 'diff', '--cached', 'HEAD', '--name-only'), record);
    run(['advance', id]);
    assert.equal(read(root, 'app/settings.py'), settings);
    assert.equal(treeOf(root), written);
    commit(root, 'expand');
    assert.match(run(['rollback', id, '--dry-run']).out, /removed: |would remove: /);
  });

  it('notes names and never values, who, when and how', () => {
    const names = 'DB_POOL=synthetic-canary\0OTHER=1\0';
    const shown = run(
      [
        'attest',
        id,
        '--environment',
        'production',
        '--names',
        '-',
        '--command',
        'kubectl exec deploy/orders -- env -0',
      ],
      0,
      names,
    );
    assert.doesNotMatch(`${shown.out}${text()}`, /canary|OTHER/);
    assert.match(
      text(),
      /^ {4}has: \[DB_POOL\]\n {4}attested:\n {6}by: Mira Example <mira@example\.org>\n {6}"on": \d{4}-/m,
    );
    run(['attest', id, '--environment', 'staging', '--process-env', '-'], 0, 'DB_POOL=5\nDB_POOL_SIZE=6\n');
    const store = ['--environment', 'staging', '--store', 'Secret/api'];
    assert.match(
      run(['attest', id, ...store], 2).error,
      /which names does `Secret\/api` hold\? --names FILE/,
    );
    assert.match(
      run(['attest', id, ...store, '--names', '-'], 2, 'DB_POOL\n').error,
      /`Secret\/api` is no store of `staging` that cannot be read/,
    );
    assert.match(text(), /^ {4}has: \[DB_POOL, DB_POOL_SIZE\]\n {4}equal: false$/m);
    run(['attest', id, '--environment', 'staging', '--deployed', 'Settings=HEAD', '--by', '@ops']);
    assert.match(text(), /- \{reader: Settings, ref: "?[0-9a-f]{12}"?, "on": \S+, by: "@ops"\}/);
  });

  it('counts the lines of the shim, and records only when asked', () => {
    const log = [
      '2026-09-20 10:00:00,1 WARNING app DB_POOL is deprecated, set DB_POOL_SIZE',
      '2026-09-25 10:00:00,1 INFO app started',
    ].join('\n');
    const earlier = text();
    const counted = crossfade(['gates', id, '--evidence', '-', '--format', 'json'], {
      cwd: root,
      input: log,
    });
    assert.equal(counted.status, 1);
    assertOutput(JSON.parse(counted.out), EVIDENCE);
    assert.match(
      run(['gates', id, '--evidence', '-'], 1, log).out,
      / {2}DB_POOL {2}2026-09-20 {2}1\n {2}G10 no: used/,
    );
    assert.match(
      run(['gates', id, '--evidence', '-', '--since', '2026-09-21'], 0, log).out,
      /G10 yes: 0 lines/,
    );
    assert.equal(text(), earlier);
    run(['attest', id, '--evidence', '-', '--since', '2026-09-21'], 0, log);
    assert.match(text(), /^evidence:\n {2}- \{gate: G10, .*result: "yes: 0 lines for DB_POOL among 1 from /m);
  });

  it('answers the checklist with what can be found out', () => {
    run(['attest', id, '--check', 'unit tests', '--result', 'https://ci.example/7']);
    assert.match(text(), /^- \[x\] unit tests .*: https:\/\/ci\.example\/7 \([0-9a-f]{12}\)$/m);
    const unsaid = run(['attest', id, '--check', 'lint'], 2);
    assert.equal(unsaid.error, 'crossfade: what came out of `lint`? --result TEXT\n');
    put(root, 'app/main.py', `${read(root, 'app/main.py')}\n# later\n`);
    const dirty = run(['attest', id, '--check', 'lint', '--result', 'ruff: clean'], 2);
    assert.match(dirty.error, /^crossfade: files differ from commit [0-9a-f]{12}, .* nothing was written\n$/);
    git(root, 'checkout', '-q', 'app/main.py');
    run(['attest', id, '--check', 'lint', '--result', 'ruff: clean']);
    run(['attest', id, '--check', 'staging configuration']);
    assert.match(text(), /^- \[ \] staging configuration .*: no: app\.settings:Settings does not start: /m);
    run(['attest', id, '--check', 'connections', '--result', 'replicas=4 pool=20 limit=200']);
    assert.match(run(['attest', id, '--check', 'colour'], 2).error, /no item `colour`.*lint, unit tests/);
    assert.match(
      run(['attest', id, '--check', 'release tag'], 2).error,
      /no tag holds commit|is not committed/,
    );
  });

  it('asks which environment stands for staging where none is called so', () => {
    const elsewhere = repository();
    rmSync(join(elsewhere, '.env.staging'));
    put(elsewhere, '.env.preview', read(root, '.env.staging'));
    const toml = read(elsewhere, 'pyproject.toml').replaceAll('staging', 'preview');
    put(elsewhere, 'pyproject.toml', toml);
    const created = json(RENAME, 0, { cwd: elsewhere }) as { id: string };
    const asked = ['attest', created.id, '--check', 'staging configuration'];
    const unsaid = crossfade(asked, { cwd: elsewhere });
    assert.equal(unsaid.status, 2);
    assert.match(
      unsaid.error,
      /no environment `staging`: .* --environment NAME \(.*preview.*\), or what came out, --result TEXT/,
    );
    const said = crossfade([...asked, '--environment', 'preview'], { cwd: elsewhere });
    assert.match(
      said.out,
      /^\+- \[.\] staging configuration .* --environment preview` with what its files hold/m,
    );
    const result = crossfade([...asked, '--result', 'tried on a laptop'], { cwd: elsewhere });
    assert.match(result.out, /^\+- \[x\] staging configuration .*: tried on a laptop/m);
  });

  it('waives loudly, advances, stops before production, and resumes', () => {
    assert.match(
      run(['waive', id, 'G8', '--reason', 'production runs no replica', '--environment', 'production']).out,
      /^WAIVED: G8 in production by Mira Example/,
    );
    assert.match(run(['advance', id], 1).out, /G8 .*development/);
    assert.match(run(['status']).out, /\n {2}WAIVED G8 in production\n/);
    assert.match(run(['gates', id, '--next'], 1).out, /WAIVED for `production` by Mira Example/);
    assert.match(
      run(['waive', id, 'G8', '--reason', 'the cluster was looked at']).out,
      /^WAIVED: G8 by Mira Example/,
    );
    commit(root, 'attested');
    assert.match(run(['advance', id], 1).out, /left alone \(production\): \.env\.production; /);
    assert.match(
      run(['status']).out,
      /\n {2}WAIVED G8\n {2}next {3}crossfade advance \S+ --resume --include-production\n/,
    );
    run(['advance', id, '--resume', '--include-production']);
    assert.match(read(root, '.env.production'), /^DB_POOL_SIZE=/m);
    assert.match(run(['advance', id, '--resume']).out, /^Nothing is missing\.$/m);
    commit(root, 'migrate');
  });

  it('goes back step by step, and leaves what came later', () => {
    put(root, '.env.staging', `${read(root, '.env.staging')}LATER=1\n`);
    commit(root, 'later');
    assert.match(
      run(['rollback', id], 1).out,
      /\nThe record stays in `migrate` until every file is taken back\.\n$/,
    );
    assert.match(text(), /^phase: migrate$/m);
    assert.match(run(['rollback', id, '--include-production']).out, /\nThe record is in `expand` again\.\n$/);
    assert.match(read(root, '.env.staging'), /^DB_POOL=10$[\s\S]*^LATER=1$/m);
    const abandoned = run(['abandon', id]);
    assert.match(abandoned.out, /\nThe record is abandoned\.\n$/);
    const changed = git(root, 'diff', '--name-only', git(root, 'rev-list', '--max-parents=0', 'HEAD'));
    assert.deepEqual(changed.split('\n'), ['.env.staging', record]);
    assert.equal(run(['status']).out, '');
    assert.match(run(['rollback', id], 2).error, /is abandoned; nothing of it is left/);
    git(root, 'checkout', '-q', '.');
  });

  it('is not taken back where the same lines changed since', () => {
    put(root, '.env', read(root, '.env').replace('DB_POOL_SIZE=5', 'DB_POOL_SIZE=7'));
    const refused = run(['rollback', id], 2);
    assert.match(
      refused.error,
      /^crossfade: `\.env` changed since `migrate` in the lines that it wrote: .*nothing was written\n$/,
    );
    git(root, 'checkout', '-q', '.');
    assert.match(
      run(['abandon', id, '--dry-run'], 1).out,
      /\nShip this and wait until every environment has it, /,
    );
  });

  it('ends with notes that ask for the reason only', () => {
    git(root, 'tag', 'v1.9.0');
    const open = run(['notes', id], 1);
    assert.match(open.out, /\nStill to be said: why it was done \(--reason TEXT\)\.\n$/);
    run(['notes', id, '--reason', 'Every pool setting ends in _SIZE']);
    assert.match(text(), /^- Reason: Every pool setting ends in _SIZE$/m);
    assert.match(text(), /^- Files touched: .*\.env\.production.*app\/settings\.py/m);
    assert.match(
      text(),
      /^- Metric that improved: places that name DB_POOL: [1-9]\d* → \d+; environments that hold it: 3 → 0; log: yes: 0 lines .*; days: 1$/m,
    );
    assert.match(text(), /^- Commits: [0-9a-f]{12}, .*, tag v1\.9\.0$/m);
    run(['attest', id, '--check', 'release tag']);
    assert.match(text(), /^- \[x\] release tag .*: v1\.9\.0 \([0-9a-f]{12}\)$/m);
  });
});

describe('what has no history', () => {
  it('is one clear message, and nothing is written', () => {
    const root = exampleCopy();
    const { id, record } = json(RENAME, 0, { cwd: root }) as { id: string; record: string };
    const earlier = read(root, record);
    for (const [args, message] of [
      [['rollback', id], /^crossfade: this folder is in no repository that git reads: this needs a clone\n$/],
      [['abandon', id], /^crossfade: this folder is in no repository that git reads: this needs a clone\n$/],
      [
        ['notes', id, '--reason', 'x'],
        /^crossfade: this folder is in no repository that git reads: this needs a clone\n$/,
      ],
      [
        ['attest', id, '--check', 'lint', '--result', 'clean', '--by', 'a'],
        /^crossfade: this folder is in no repository that git reads: this needs a clone\n$/,
      ],
      [
        ['attest', id, '--environment', 'staging', '--deployed', 'Settings=v1', '--by', 'a'],
        /no repository that git reads: this needs a clone\n$/,
      ],
      [
        ['attest', id, '--environment', 'staging', '--deployed', 'READER=v1', '--by', 'a'],
        /^crossfade: `READER` is no reader of \S+ \(`readers`\); there is: Settings\n$/,
      ],
      [
        ['attest', id, '--environment', 'stagin', '--deployed', 'Settings=v1', '--by', 'a'],
        /^crossfade: there is no environment `stagin`; .*; there is: development, production, staging\n$/,
      ],
      [
        ['attest', id, '--environment', 'stagin', '--names', '-', '--by', 'a'],
        /^crossfade: there is no environment `stagin`; /,
      ],
      [['attest', id], /^crossfade: say what is attested: /],
      [['attest', id, '--names', '-'], /^crossfade: which environment is spoken of\? .*production/],
      [['attest', id, '--gate', 'G15', '--result', 'x'], /^crossfade: `G15` is not a gate, `G1` to `G14`\n$/],
      [['waive', id, 'G8', '--reason', ' ', '--by', 'a'], /^crossfade: a waiver needs a reason/],
      [['waive', id, 'X', '--reason', 'a', '--by', 'a'], /^crossfade: `X` is not a gate/],
      [
        ['waive', id, 'G13', '--reason', 'a', '--by', 'a', '--environment', 'production'],
        /^crossfade: G13 is not asked of an environment, but of the code or the record; waive it without --env/,
      ],
      [
        ['waive', id, 'G8', '--reason', 'a', '--by', 'a', '--environment', 'stagin'],
        /^crossfade: there is no environment `stagin`; .*; there is: development, production, staging\n$/,
      ],
      [['gates', id, '--evidence', 'nowhere.log'], /^crossfade: `nowhere\.log` cannot be read/],
      [['gates', id, '--evidence', '-', '--since', 'monday'], /^crossfade: `monday` is not a date/],
      [['rollback', 'nowhere'], /^crossfade: there is no record `nowhere`/],
    ] as const) {
      const run = crossfade(args, { cwd: root, input: 'DB_POOL=1\n' });
      assert.deepEqual([run.status, run.out], [2, ''], args.join(' '));
      assert.match(run.error, message);
      assert.equal(read(root, record), earlier);
    }
  });

  it('is said of a shallow clone, and of a repository that begins with the record', () => {
    const root = repository();
    const { id } = json(RENAME, 0, { cwd: root }) as { id: string };
    commit(root, 'expand');
    const clone = join(exampleCopy(), '..', 'clone');
    git(root, 'clone', '-q', '--depth', '1', `file://${root}`, clone);
    assert.ok(existsSync(clone));
    const shallow = crossfade(['rollback', id], { cwd: clone });
    assert.equal(shallow.status, 2);
    assert.match(shallow.error, /^crossfade: this is a shallow clone, .*`git fetch --unshallow --tags`/);
    git(clone, 'checkout', '-q', '--orphan', 'fresh');
    git(clone, '-c', 'user.name=a', '-c', 'user.email=b', 'commit', '-qm', 'all at once');
    assert.match(
      crossfade(['rollback', id], { cwd: clone }).error,
      /^crossfade: the first commit|^crossfade: this is a shallow/,
    );
  });
});
