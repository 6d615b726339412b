import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { crossfade, exampleCopy, folder, json, put, read } from './run.ts';

interface Report {
  readonly diagnostics: readonly {
    readonly path: string;
    readonly rule: string;
    readonly severity: string;
    readonly message: string;
    readonly key: string | null;
    readonly range: { readonly start: { readonly line: number; readonly column: number } };
  }[];
  readonly coverage: { readonly skipped: readonly { readonly path: string; readonly reason: string }[] };
}

const POSIX = process.platform !== 'win32';

/** What is said of `.env` once something else stands in its place. */
function inPlaceOfEnv(make: (path: string, root: string) => void): {
  readonly report: Report;
  readonly env: Report['diagnostics'];
} {
  const root = exampleCopy();
  const path = join(root, '.env');
  rmSync(path);
  make(path, root);
  const report = json(['check', '--exit-zero'], 0, { cwd: root }) as Report;
  assert.equal(crossfade(['resolve'], { cwd: root }).status, 1);
  for (const fix of [['--fix'], ['--diff', '--unsafe-fixes']])
    assert.ok([0, 1].includes(crossfade(['check', ...fix, '.env.staging'], { cwd: root }).status ?? 2));
  return { report, env: report.diagnostics.filter((it) => it.path === '.env') };
}

/** One finding says what is wrong with the whole file. */
function oneFinding(make: (path: string, root: string) => void, severity: string, words: RegExp): Report {
  const { report, env } = inPlaceOfEnv(make);
  const found = env.filter((it) => it.rule === 'syntax-error' || it.rule === 'limit-reached');
  assert.equal(found.length, 1, JSON.stringify(env));
  assert.match(found[0]?.message ?? '', words);
  assert.deepEqual([found[0]?.severity, found[0]?.range.start], [severity, { line: 1, column: 1 }]);
  return report;
}

function mkfifo(path: string): void {
  assert.equal(spawnSync('mkfifo', [path]).status, 0);
}

describe('a settings file that cannot be read', () => {
  it('is not UTF-8', () => {
    for (const bytes of [
      Buffer.from('ENVIRONMENT=d\xe9v\n', 'latin1'),
      Buffer.from('\uFEFFENVIRONMENT=development\n', 'utf16le'),
      Buffer.from([0xff]),
    ])
      oneFinding((path) => put('/', path, bytes), 'error', /save it as UTF-8/);
  });

  it('is larger than what is looked at', () => {
    const report = oneFinding(
      (path) => put('/', path, Buffer.alloc(17 << 20, 'A')),
      'info',
      /larger than 16 MB/,
    );
    assert.deepEqual(report.coverage.skipped, [{ path: '.env', reason: 'larger than 16 MB' }]);
  });

  it('is a folder', () => {
    const { report } = inPlaceOfEnv((path) => mkdirSync(path));
    assert.ok(
      report.diagnostics.some((it) => it.rule === 'missing-required' && it.key === 'PAYMENTS_API_KEY'),
    );
  });

  it('is a link to nothing, or one of a circle', { skip: !POSIX }, () => {
    oneFinding((path) => symlinkSync('nowhere', path), 'error', /link/);
    oneFinding(
      (path, root) => {
        symlinkSync('.env.circle', path);
        symlinkSync('.env', join(root, '.env.circle'));
      },
      'error',
      /link/,
    );
  });

  it('is a link out of the root, even to a device that never ends', { skip: !POSIX }, () => {
    const outside = folder();
    put(outside, 'canary.env', 'PAYMENTS_API_KEY=canary\nCANARY_KEY=1\n');
    for (const target of [join(outside, 'canary.env'), '/dev/zero']) {
      const report = oneFinding((path) => symlinkSync(target, path), 'info', /out of the workspace/);
      assert.doesNotMatch(JSON.stringify(report), /canary/i);
      assert.deepEqual(report.coverage.skipped, [{ path: '.env', reason: 'a link out of the workspace' }]);
    }
  });

  it('is a pipe that nobody writes to', { skip: !POSIX }, () => {
    oneFinding((path) => mkfifo(path), 'error', /not a regular file/);
    const root = exampleCopy();
    for (const path of ['.gitignore', 'app/pipe.py', 'pipe.yaml', 'Makefile']) mkfifo(join(root, path));
    assert.equal(crossfade(['check'], { cwd: root }).status, 1);
  });

  it('is forbidden', {
    skip: POSIX && process.getuid?.() !== 0 ? false : 'nothing is forbidden here',
  }, () => {
    oneFinding(
      (path) => {
        put('/', path, 'PAYMENTS_API_KEY=x\n');
        chmodSync(path, 0);
      },
      'error',
      /permission|read/,
    );
  });
});

describe('a settings file with odd content', () => {
  const findings = (path: string, text: string) => {
    const root = exampleCopy();
    put(root, path, text);
    const report = json(['check', path, '--exit-zero'], 0, { cwd: root }) as Report;
    return report.diagnostics.map(
      (it) => `${it.range.start.line}:${it.range.start.column} ${it.rule} ${it.key}`,
    );
  };
  const KEY = 'PAYMENTS_API_KEY=x\n';

  it('holds NUL and lone carriage returns', () => {
    assert.deepEqual(findings('.env', `${KEY}LOG_LEVEL=de\0bug\n`), ['2:11 constraint-violated LOG_LEVEL']);
    assert.deepEqual(findings('.env', `${KEY}LOG_LEVEL=loud\rPAGE_SIZE=x\r\n`), [
      '2:11 constraint-violated LOG_LEVEL',
      '3:11 type-mismatch PAGE_SIZE',
    ]);
  });

  it('holds keys that every object has', () => {
    const keys = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    assert.deepEqual(
      findings('.env', KEY + keys.map((key) => `${key}=1\n`).join('')),
      keys.map((key, index) => `${index + 2}:1 unknown-key ${key}`),
    );
    assert.deepEqual(
      findings('config.yaml', keys.map((key) => `${key}: {a: 1}\n`).join('')),
      keys.map((key, index) => `${index + 1}:1 unknown-key ${key}`),
    );
  });

  it('is YAML that does not parse', () => {
    const found = findings('config.yaml', 'page_size: 25\npage_size: [1\n');
    assert.equal(found.filter((it) => it.includes(' syntax-error ')).length, 1, found.join('\n'));
  });

  it('is Python that does not parse, which is said and never guessed over', () => {
    const root = exampleCopy();
    put(root, 'app/settings.py', `${read(root, 'app/settings.py')}\n\ndef broken(:\n    pass\n`);
    const text = crossfade(['check'], { cwd: root }).out;
    assert.match(text, /^open: app\.settings:Settings: .*\(app\/settings\.py:\d+\)$/m);
    assert.doesNotMatch(text, /unknown-key|missing-required/);
    put(root, 'app/settings.py', '\0'.repeat(100) + 'class ('.repeat(2000));
    assert.ok([0, 1].includes(crossfade(['check'], { cwd: root }).status ?? 2));
  });

  it('is fixed without touching a byte elsewhere, whatever it holds', () => {
    const root = exampleCopy();
    const odd = '# \u{1f600}\0\u2028\t\r# lone\n';
    put(root, 'config.yaml', `${odd}page_size: 1\npage_size: 2 ${odd}`);
    const before = readFileSync(join(root, 'config.yaml'));
    const run = crossfade(['check', '--fix', 'config.yaml'], { cwd: root });
    assert.ok([0, 1].includes(run.status ?? 2));
    const after = readFileSync(join(root, 'config.yaml'), 'utf8');
    if (run.error === '') assert.equal(after, before.toString('utf8'));
    else assert.equal(after, before.toString('utf8').replace('page_size: 1\n', ''));
  });
});
