import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReaderModel, Text } from '../../server/src/core/migration/replica-model.ts';
import { heldBy } from '../../server/src/core/migration/safety.ts';
import { inFolder, PYTHON, python, WHY } from './run-python.ts';
import { ask, next, start } from './walk.ts';

const READER: ReaderModel = { strict: [], required: false, emptyAccepted: false, ignoreEmpty: false };

/** Ways in which a module reads a key, and what the model says of them. `VALUE` is what it holds. */
const FORMS: readonly { readonly code: string; readonly reader: ReaderModel }[] = [
  { code: 'VALUE = int(os.environ["DB_POOL"])', reader: { ...READER, required: true } },
  { code: 'VALUE = os.environ["DB_POOL"]', reader: { ...READER, required: true, emptyAccepted: true } },
  { code: 'VALUE = int(os.environ.get("DB_POOL", "5"))', reader: READER },
  { code: 'VALUE = os.environ.get("DB_POOL", "5")', reader: { ...READER, emptyAccepted: true } },
  { code: 'VALUE = os.getenv("DB_POOL") or "5"', reader: { ...READER, ignoreEmpty: true } },
  {
    code: 'def value():\n    return int(os.environ["DB_POOL"]) if os.environ.get("DB_POOL") else 5\n\n\nVALUE = value()',
    reader: { ...READER, ignoreEmpty: true },
  },
];
const TEXTS: readonly Text[] = [undefined, '', 'value', 'other'];
const SAID = { value: '20', other: '30', default: '5', '': '' } as const;
const EMPTY = { old: undefined, new: undefined };
const MODEL = { kind: 'rename', bothAllowed: true, readers: [] } as const;

const RUN = `import json
import os

source, states = json.loads(os.environ["CASE"])
held = []
for state in states:
    for name in ("DB_POOL", "DB_POOL_SIZE"):
        os.environ.pop(name, None)
    os.environ.update(state)
    scope = {"__name__": "app.db"}
    try:
        exec(source, scope)
        held.append(str(scope["VALUE"]))
    except (KeyError, ValueError):
        held.append(None)
print(json.dumps(held))
`;

function heldInPython(source: string, states: readonly Readonly<Record<string, string>>[]): unknown {
  return inFolder({ 'run.py': RUN }, (folder) => {
    const it = python(folder, ['run.py'], { CASE: JSON.stringify([source, states]) });
    assert.equal(it.status, 0, it.stderr);
    return JSON.parse(it.stdout);
  });
}

for (const { code, reader } of FORMS) {
  for (const plan of ['code-first', 'env-first'] as const) {
    test(`${plan}, in every state: ${code.replaceAll('\n', ' ')}`, (t) => {
      if (PYTHON === '') return t.skip(WHY);
      const files = {
        'pyproject.toml': '',
        'app/db.py': `import os\n\n${code}\n`,
        'deploy/dev.env': 'DB_POOL=20\n',
      };
      const options = { environments: { development: { dotenv: [], process: ['file:deploy/dev.env'] } } };
      const first = start(files, ask({ kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE', plan }), options);
      const written = plan === 'code-first' ? first : next(first);
      const pairs = TEXTS.flatMap((old) => TEXTS.map((fresh) => ({ old, fresh })));
      const states = pairs.map(({ old, fresh }) => ({
        ...(old === undefined ? {} : { DB_POOL: SAID[old] }),
        ...(fresh === undefined ? {} : { DB_POOL_SIZE: SAID[fresh] }),
      }));
      const wanted = pairs.map(({ old, fresh }) => {
        const environment = { process: { old, new: fresh }, dotenv: EMPTY };
        const held = heldBy(plan === 'code-first' ? 'both' : 'new', environment, reader, MODEL);
        return held.kind === 'value' && held.value in SAID ? SAID[held.value as keyof typeof SAID] : null;
      });
      const source = written.files['app/db.py'] ?? '';
      assert.deepEqual(heldInPython(source, states), wanted, source);
    });
  }
}

test('a removal holds the default in every state, and warns once where the key is still set', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  const files = {
    'pyproject.toml': '',
    'app/db.py': 'import os\n\nVALUE = int(os.environ.get("DB_POOL", "5"))\nNAME = os.getenv("NAME")\n',
    'deploy/dev.env': 'DB_POOL=20\n',
  };
  const options = { environments: { development: { dotenv: [], process: ['file:deploy/dev.env'] } } };
  const { files: after } = start(files, ask({ kind: 'remove', from: 'DB_POOL' }), options);
  const states: readonly Readonly<Record<string, string>>[] = [{}, { DB_POOL: '' }, { DB_POOL: '20' }];
  assert.deepEqual(heldInPython(after['app/db.py'] ?? '', states), ['5', '5', '5']);
});

test('a removal of a read without a default is left to a person, with the reason', () => {
  const files = {
    'pyproject.toml': '',
    'app/db.py': 'import os\n\nVALUE = int(os.environ["DB_POOL"])\n',
    'deploy/dev.env': 'DB_POOL=20\n',
  };
  const options = { environments: { development: { dotenv: [], process: ['file:deploy/dev.env'] } } };
  const walk = start(files, ask({ kind: 'remove', from: 'DB_POOL' }), options);
  assert.equal(walk.files['app/db.py'], files['app/db.py']);
  assert.ok(walk.notes.some((it) => it.includes('is read without a default in `app/db.py`')));
});
