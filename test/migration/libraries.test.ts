import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ship } from './kind-code.ts';
import { assertPython, PYTHON, WHY } from './run-python.ts';
import { ask, assertResumes, type Files, failing, GATES, next, start, waive } from './walk.ts';

/** One module of each library whose calls read one variable each. */
const LIBRARIES: readonly {
  readonly name: string;
  readonly requirement: string;
  readonly code: string;
  readonly removed?: string;
  readonly flag: string;
}[] = [
  {
    name: 'decouple',
    flag: 'NEW_CHECKOUT = config("NEW_CHECKOUT", default=False, cast=bool)',
    requirement: 'python-decouple==3.8',
    code: 'from decouple import config\n\nDB_POOL = config("DB_POOL", default=5, cast=int)\nNAME = config("NAME")\n',
    removed: 'from decouple import config\n\nDB_POOL = 5\nNAME = config("NAME")\n',
  },
  {
    name: 'starlette',
    flag: 'NEW_CHECKOUT = config("NEW_CHECKOUT", cast=bool, default=False)',
    requirement: 'starlette==1.0',
    code: 'from starlette.config import Config\n\nconfig = Config()\nDB_POOL = config("DB_POOL", cast=int)\nNAME = config("NAME", default="shop")\n',
  },
  {
    name: 'environs',
    flag: 'NEW_CHECKOUT = env.bool("NEW_CHECKOUT", False)',
    requirement: 'environs==15.2',
    code: 'from environs import Env\n\nenv = Env()\nDB_POOL = env.int("DB_POOL", 5)\nTIMES = [env.int("DB_POOL", 5), env.str("NAME", "shop")]\n',
    removed: 'from environs import Env\n\nenv = Env()\nDB_POOL = 5\nTIMES = [5, env.str("NAME", "shop")]\n',
  },
  {
    name: 'django-environ',
    flag: 'NEW_CHECKOUT = env.bool("NEW_CHECKOUT", default=False)',
    requirement: 'django-environ==0.14',
    code: 'import environ\n\nenv = environ.Env()\nDB_POOL = env.int("DB_POOL", default=5)\nNAME = env("NAME", default="shop")\n',
    removed: 'import environ\n\nenv = environ.Env()\nDB_POOL = 5\nNAME = env("NAME", default="shop")\n',
  },
];

const filesFor = ({ requirement, code }: (typeof LIBRARIES)[number]): Files => ({
  'pyproject.toml': `[project]\nname = "shop"\ndependencies = ["${requirement}"]\n`,
  'app/__init__.py': '',
  'app/settings.py': code,
  'deploy/dev.env': 'DB_POOL=20\nNAME=shop\n',
});

for (const library of LIBRARIES) {
  const files = filesFor(library);

  test(`env-first with ${library.name}: files, code, files`, () => {
    const expand = start(
      files,
      ask({ kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE', plan: 'env-first' }),
    );
    assert.match(expand.files['deploy/dev.env'] ?? '', /^DB_POOL=20\n.*\nDB_POOL_SIZE=20$/m);
    const migrate = next(expand);
    assert.equal(migrate.files['app/settings.py'], library.code.replaceAll('"DB_POOL"', '"DB_POOL_SIZE"'));
    const contract = next(waive(migrate, 'G8', 'G9'));
    assert.doesNotMatch(contract.files['deploy/dev.env'] ?? '', /DB_POOL=/);
    assert.deepEqual(failing(contract, 'claimed'), ['G8 dev unknown', 'G9 dev unknown']);
  });

  test(`a removal with ${library.name} leaves the defaults, and a read without one`, (t) => {
    const expand = start(files, ask({ kind: 'remove', from: 'DB_POOL' }));
    const written = expand.files['app/settings.py'] ?? '';
    if (library.removed === undefined) {
      assert.equal(written, library.code);
      assert.ok(expand.notes.some((it) => it.includes('without a default in `app/settings.py`')));
      return;
    }
    assert.match(written, /^if .*"DB_POOL".* is not (?:None|False):$/m);
    assert.match(written, /"DB_POOL no longer has any effect; remove it"/);
    assertResumes(expand, files);
    const contract = next(waive(next(waive(expand, 'G8', 'G9')), 'G8', 'G9'));
    assert.equal(contract.files['app/settings.py'], library.removed);
    if (PYTHON === '') return t.skip(WHY);
    for (const walk of [expand, contract]) {
      const shown = Object.entries(walk.files).filter(([path]) => path.endsWith('.py'));
      assertPython(Object.fromEntries(shown), library.name, { pytest: true });
    }
  });

  test(`a flag that stays on with ${library.name}`, (t) => {
    const code = library.code.replace(/\bDB_POOL = .*/, library.flag);
    const own = { ...files, 'app/settings.py': code, 'deploy/dev.env': 'NEW_CHECKOUT=true\nNAME=shop\n' };
    const answers = new Map([['default_value', 'true']]);
    const expand = start(own, ask({ kind: 'flag', from: 'NEW_CHECKOUT', answers }));
    const migrate = next(waive(expand, ...GATES));
    assert.match(migrate.files['app/settings.py'] ?? '', /^NEW_CHECKOUT = True$/m);
    assert.doesNotMatch(migrate.notes.join('\n'), /that stays into/);
    if (PYTHON === '') return t.skip(WHY);
    const shown = Object.entries(migrate.files).filter(([path]) => path.endsWith('.py'));
    assertPython(Object.fromEntries(shown), library.name, { pytest: true });
  });

  test(`a new default, or none, with ${library.name}`, () => {
    if (library.removed === undefined) return;
    const changed = (kind: 'default' | 'require', answers: Readonly<Record<string, string>>) => {
      const fixture = {
        kind,
        title: library.name,
        files,
        fromKeys: ['DB_POOL'],
        toKeys: ['DB_POOL'],
        answers,
      };
      const step = { code: 'new', phase: 'migrate', plan: 'env-first' } as const;
      return ship(fixture, '20260923-change', files, step).files['app/settings.py'];
    };
    const lines = (text: string | undefined) => text?.split('\n').filter((it) => it.includes('DB_POOL'));
    const { code } = library;
    assert.deepEqual(
      lines(changed('default', { default_old: '5', default_new: '7' })),
      lines(code.replace(/(DB_POOL", (?:default=)?)5/g, '$17')),
    );
    assert.deepEqual(lines(changed('require', {})), lines(code.replace(/(DB_POOL"), (?:default=)?5/g, '$1')));
  });

  test(`code-first with ${library.name}: both keys, files, the new key`, (t) => {
    const expand = start(
      files,
      ask({ kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE', plan: 'code-first' }),
    );
    assert.deepEqual(
      expand.notes.filter((it) => it.includes('read in')),
      [],
    );
    assertResumes(expand, files);
    const migrate = next(waive(expand, 'G8', 'G9'));
    assertResumes(migrate, expand.files);
    const contract = next(waive(migrate, 'G8', 'G9'));
    assertResumes(contract, migrate.files);
    const reads = (text: string) => text.split('\n').filter((line) => line.includes('DB_POOL'));
    const renamed = reads(library.code.replaceAll('"DB_POOL"', '"DB_POOL_SIZE"'));
    assert.deepEqual(reads(contract.files['app/settings.py'] ?? ''), renamed);
    if (PYTHON === '') return t.skip(WHY);
    for (const walk of [expand, migrate, contract]) {
      const shown = Object.entries(walk.files).filter(([path]) => path.endsWith('.py'));
      // A file of the developer changes nothing.
      const beside = { ...Object.fromEntries(shown), '.env': 'DB_POOL=99\n' };
      assertPython(beside, library.name, { pytest: true });
    }
  });
}
