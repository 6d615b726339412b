import assert from 'node:assert/strict';
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { crossfade, exampleCopy, folder, golden, put, read } from './run.ts';

describe('check --fix', () => {
  it('shows with --diff what it would change, and changes nothing', () => {
    const root = exampleCopy();
    const before = read(root, 'config.yaml');
    const run = crossfade(['check', '--diff'], { cwd: root });
    assert.deepEqual([run.status, run.error], [1, '']);
    golden('check-diff.txt', run.out);
    golden('check-diff-unsafe.txt', crossfade(['check', '--diff', '--unsafe-fixes'], { cwd: root }).out);
    assert.equal(read(root, 'config.yaml'), before);
  });

  it('writes what is fixed, says so, reports what is left and has nothing to do the second time', () => {
    const root = exampleCopy();
    const untouched = read(root, '.env.staging');
    const first = crossfade(['check', '--fix'], { cwd: root });
    assert.equal(first.status, 1);
    assert.equal(first.error, 'crossfade: fixed config.yaml\n');
    assert.match(first.out, /\d errors, 3 warnings in 5 settings files\n$/);
    assert.doesNotMatch(first.out, /config\.yaml/);
    assert.equal(read(root, '.env.staging'), untouched);
    const once = read(root, 'config.yaml');
    const second = crossfade(['check', '--fix'], { cwd: root });
    assert.deepEqual([second.error, second.out], ['', first.out]);
    assert.equal(read(root, 'config.yaml'), once);
    assert.equal(crossfade(['check', '--diff'], { cwd: root }).out, '');
  });

  it('keeps byte order mark, line ends, mode and every other byte', () => {
    const root = exampleCopy();
    const lines = [
      '# é \u{1f600}',
      'page_size: 25',
      '',
      'payments_url: "https://pay.example.com"  ',
      'page_size: 50',
    ];
    put(root, 'config.yaml', `\uFEFF${lines.join('\r\n')}\r\n`);
    chmodSync(join(root, 'config.yaml'), 0o640);
    crossfade(['check', '--fix', 'config.yaml'], { cwd: root });
    const left = lines.filter((line) => line !== 'page_size: 25');
    assert.deepEqual(
      readFileSync(join(root, 'config.yaml')),
      Buffer.from(`\uFEFF${left.join('\r\n')}\r\n`, 'utf8'),
    );
    if (process.platform !== 'win32') assert.equal(statSync(join(root, 'config.yaml')).mode & 0o777, 0o640);
    assert.deepEqual(
      readdirSync(root).filter((name) => name.endsWith('.tmp')),
      [],
    );
  });

  it('writes through a link and leaves the link a link', { skip: process.platform === 'win32' }, () => {
    const root = exampleCopy();
    const text = read(root, 'config.yaml');
    put(root, 'shared/real.txt', text);
    symlinkSync('shared/real.txt', join(root, 'next.yaml'));
    chmodSync(join(root, 'config.yaml'), 0o600);
    mkdirSync(join(root, 'linked'));
    put(root, 'app/settings.py', read(root, 'app/settings.py').replace('"config.yaml"', '"next.yaml"'));
    const run = crossfade(['check', '--fix', 'next.yaml'], { cwd: root });
    assert.equal(run.error, 'crossfade: fixed next.yaml\n');
    assert.ok(lstatSync(join(root, 'next.yaml')).isSymbolicLink());
    assert.equal(read(root, 'shared/real.txt'), text.replace('page_size: 25\n', ''));
  });

  it('fixes only what is named', () => {
    const root = exampleCopy();
    const before = read(root, 'config.yaml');
    const run = crossfade(['check', '--fix', '--unsafe-fixes', '.env.staging'], { cwd: root });
    assert.equal(run.error, 'crossfade: fixed .env.staging\n');
    assert.match(read(root, '.env.staging'), /^LOG_LEVEL=warning$/m);
    assert.equal(read(root, 'config.yaml'), before);
  });

  it('prints fixed standard input and touches no file', () => {
    const root = exampleCopy();
    const before = read(root, 'config.yaml');
    const input = '\uFEFFpage_size: 1\r\npage_size: 2\r\n';
    const args = ['check', '-', '--fix', '--stdin-filename', 'config.yaml', '--format', 'concise'];
    const run = crossfade(args, { cwd: root, input });
    assert.deepEqual([run.status, run.out, run.error], [0, '\uFEFFpage_size: 2\r\n', '']);
    assert.equal(read(root, 'config.yaml'), before);
    const clean = crossfade(args, { cwd: root, input: 'page_size: many\n' });
    assert.deepEqual([clean.status, clean.out], [1, 'page_size: many\n']);
    assert.match(clean.error, /^config\.yaml:1:12: error\[type-mismatch]/);
  });

  it('leaves the original as it is where it cannot write', { skip: cannotForbid() }, () => {
    const root = exampleCopy();
    const before = read(root, 'config.yaml');
    for (const [path, mode] of [
      ['.', 0o555],
      ['config.yaml', 0o444],
    ] as const) {
      chmodSync(join(root, path), mode);
      const run = crossfade(['check', '--fix'], { cwd: root });
      chmodSync(join(root, path), 0o755);
      assert.deepEqual(
        [run.status, run.out, run.error],
        [2, '', 'crossfade: config.yaml cannot be written: permission is denied; nothing was written\n'],
      );
      assert.equal(read(root, 'config.yaml'), before);
    }
  });

  it('never writes through a folder that leads out of the root', {
    skip: process.platform === 'win32',
  }, () => {
    const [root, outside] = [exampleCopy(), folder()];
    symlinkSync(outside, join(root, 'settings-migrations'));
    const run = crossfade(['migrate', 'rename', 'DB_POOL', 'DB_POOL_SIZE', '--owner', '@a'], { cwd: root });
    assert.equal(run.status, 2);
    assert.match(
      run.error,
      /^crossfade: settings-migrations\/\S+ cannot be written: settings-migrations\/\S+ is outside the root; nothing was written\n$/,
    );
    assert.deepEqual(readdirSync(outside), []);
  });
});

/** Nothing is forbidden to the superuser, and Windows has no such modes. */
function cannotForbid(): string | false {
  if (process.platform === 'win32') return 'Windows has no modes';
  return process.getuid?.() === 0 ? 'nothing is forbidden to the superuser' : false;
}
