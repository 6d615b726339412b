import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { readSourceFile } from '../../server/src/host/read-file.ts';
import { isWalked, walk } from '../../server/src/host/walk.ts';

const POSIX = process.platform !== 'win32';
const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder with these files; a path that ends with `/` is a folder. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'crossfade-walk-')));
  made.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(path.endsWith('/') ? join(root, path) : dirname(join(root, path)), { recursive: true });
    if (!path.endsWith('/')) writeFileSync(join(root, path), text);
  }
  return root;
}

const NOTHING = () => false;

/** What a walk finds. A single file is judged alike when it is asked for alone, as an open text is. */
function found(root: string, excluded: (path: string) => boolean = NOTHING): readonly string[] {
  const { paths } = walk(root, excluded);
  for (const path of paths) assert.ok(isWalked(root, path, excluded), `${path} counts when it is opened`);
  return paths;
}

describe('a walk', () => {
  it('leaves out what git ignores, nested and negated rules included, but for environment files', () => {
    const root = folderWith({
      '.gitignore': '*.yaml\n!keep.yaml\n/build/\nlogs/*\n!logs/kept/\n.env*\n',
      'a.yaml': '',
      'keep.yaml': '',
      '.env': '',
      '.env.staging': '',
      'build/x.toml': '',
      'build/.env': '',
      'deep/build/x.toml': '',
      'logs/x.toml': '',
      'logs/kept/x.toml': '',
      'deep/.gitignore': '!b.yaml\nkeep.yaml\n',
      'deep/a.yaml': '',
      'deep/b.yaml': '',
      'deep/keep.yaml': '',
    });
    assert.deepEqual(found(root), [
      '.env',
      '.env.staging',
      'deep/b.yaml',
      'deep/build/x.toml',
      'keep.yaml',
      'logs/kept/x.toml',
    ]);
    assert.deepEqual([...walk(root, NOTHING).ignored], ['.env', '.env.staging']);
    assert.equal(isWalked(root, 'a.yaml', NOTHING), false);
    assert.equal(isWalked(root, 'build/.env', NOTHING), false);
  });

  it('reads `.git/info/exclude`, and a `.gitignore` that stands above the root', () => {
    const root = folderWith({
      '.git/info/exclude': 'mine.yaml\n',
      '.gitignore': '*.local.yaml\n/service/generated/\n',
      'mine.yaml': '',
      'service/.gitignore': '!kept.local.yaml\n',
      'service/x.local.yaml': '',
      'service/kept.local.yaml': '',
      'service/mine.yaml': '',
      'service/generated/x.toml': '',
      'service/app/settings.py': '',
    });
    const inService = ['app/settings.py', 'kept.local.yaml'];
    assert.deepEqual(found(join(root, 'service')), inService);
    assert.deepEqual(
      found(root),
      inService.map((path) => `service/${path}`),
    );
  });

  it('looks into a folder that somebody opens though git ignores it', () => {
    const root = folderWith({ '.git/HEAD': '', '.gitignore': '/scratch/\n', 'scratch/app.py': '' });
    assert.deepEqual(found(join(root, 'scratch')), ['app.py']);
    assert.deepEqual(found(root), []);
  });

  it('takes a repository inside of another by its own rules', () => {
    const root = folderWith({
      '.git/HEAD': '',
      '.gitignore': '*.yaml\n',
      'a.yaml': '',
      'clone/.git/info/exclude': 'c.yaml\n',
      'clone/b.yaml': '',
      'clone/c.yaml': '',
      'submodule/.git': 'gitdir: ../.git/modules/submodule\n',
      'submodule/.gitignore': 'd.toml\n',
      'submodule/d.toml': '',
      'submodule/deep/e.yaml': '',
    });
    assert.deepEqual(found(root), ['clone/b.yaml', 'submodule/deep/e.yaml']);
  });

  it('leaves out Python environments of any name, and folders of packages', () => {
    const root = folderWith({
      'app.py': '',
      'sandbox/pyvenv.cfg': '',
      'sandbox/lib/x.py': '',
      'tools/py/conda-meta/history': '',
      'tools/py/lib/x.py': '',
      'web/node_modules/x/config.json': '',
      'lib/site-packages/x.py': '',
    });
    assert.deepEqual(found(root), ['app.py']);
    assert.equal(isWalked(root, 'sandbox/lib/x.py', NOTHING), false);
    assert.equal(isWalked(root, 'tools/py/lib/x.py', NOTHING), false);
  });

  it('lets `exclude` win, even over environment files', () => {
    const root = folderWith({ '.env': '', 'old/.env': '', 'old/app.py': '' });
    assert.deepEqual(
      found(root, (path) => path === 'old'),
      ['.env'],
    );
  });

  it('follows no link to a folder, and so no circle', { skip: !POSIX }, () => {
    const root = folderWith({ 'app/settings.py': '', 'elsewhere/x.py': '' });
    symlinkSync('..', join(root, 'app', 'up'));
    symlinkSync('.', join(root, 'app', 'self.d'));
    symlinkSync(join(root, 'elsewhere'), join(root, 'app', 'linked'));
    assert.deepEqual(found(root), ['app/settings.py', 'elsewhere/x.py']);
  });

  it('tells files apart whose names differ by case alone', { skip: !POSIX }, () => {
    const root = folderWith({ 'Config.yaml': 'a: 1\n', 'config.yaml': 'a: 2\n' });
    const paths = found(root);
    if (readSourceFile(root, 'CONFIG.yaml')) return; // A file system that folds case has one file here.
    assert.deepEqual(paths, ['Config.yaml', 'config.yaml']);
    assert.equal(readSourceFile(root, 'Config.yaml')?.text, 'a: 1\n');
  });

  it('says which folder it cannot read', {
    skip:
      POSIX && process.getuid?.() !== 0
        ? false
        : 'nothing is forbidden to the superuser, or to anybody on Windows',
  }, () => {
    const root = folderWith({ 'closed/x.py': '', 'app.py': '' });
    chmodSync(join(root, 'closed'), 0);
    const { paths, skipped } = walk(root, NOTHING);
    chmodSync(join(root, 'closed'), 0o700);
    assert.deepEqual(paths, ['app.py']);
    assert.deepEqual(skipped, [{ path: 'closed', reason: 'the folder cannot be read' }]);
  });

  it('ends at its limit and says so, with the files nearest to the root', () => {
    const files: Record<string, string> = {};
    for (let at = 0; at < 30; at++) files[`${at % 2 === 0 ? 'deep/er/' : ''}f${at}.py`] = '';
    const { paths, skipped } = walk(folderWith(files), NOTHING, 20);
    assert.equal(paths.length, 20);
    assert.equal(paths.filter((path) => !path.includes('/')).length, 15);
    assert.deepEqual(skipped, [{ path: '', reason: 'more than 20 files; the rest is not looked at' }]);
  });
});

describe('a file that is read', { skip: !POSIX }, () => {
  it('may be behind eight links, and no more', () => {
    const root = folderWith({ 'real.env': 'A=1\n' });
    for (let at = 1; at <= 9; at++)
      symlinkSync(at === 1 ? 'real.env' : `${at - 1}.env`, join(root, `${at}.env`));
    assert.equal(readSourceFile(root, '8.env')?.text, 'A=1\n');
    assert.equal(readSourceFile(root, '9.env')?.problem, 'too-many-links');
  });

  it('is a regular file inside of the root', () => {
    const root = folderWith({ 'inner/x.env': '', 'outside.env': 'SECRET=canary\n', 'inner/folder.env/': '' });
    const inner = join(root, 'inner');
    symlinkSync('../outside.env', join(inner, 'out.env'));
    symlinkSync('/dev/zero', join(inner, 'zero.env'));
    symlinkSync('loop.env', join(inner, 'loop.env'));
    assert.equal(spawnSync('mkfifo', [join(inner, 'pipe.env')]).status, 0);
    const problem = (path: string) => readSourceFile(inner, path)?.problem;
    assert.deepEqual(
      ['out.env', 'zero.env', '../outside.env', 'loop.env', 'pipe.env', 'folder.env'].map(problem),
      ['outside-root', 'outside-root', 'outside-root', 'dangling-link', 'not-a-file', 'not-a-file'],
    );
    assert.equal(readSourceFile(inner, 'absent.env'), undefined);
  });
});
