import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolve } from '../../server/src/core/binding/resolve.ts';
import { workspace } from '../workspace.ts';
import { environment, onlySchema } from './settings-class.ts';

function answer(files: Readonly<Record<string, string>>) {
  const code =
    'from environs import Env\n\nenv = Env()\nenv.read_env("conf/app.env")\nPORT = env.int("PORT", 80)\n';
  const snapshot = workspace({ 'settings.py': code, ...files });
  const { ok, undecided } = resolve(snapshot, onlySchema(snapshot), environment(snapshot, 'development'));
  return { ok, reasons: undecided.map((it) => it.reason) };
}

test('environs raises where the folder of its file is missing, so that nothing is promised of one that is not seen', () => {
  assert.deepEqual(answer({ '.env': 'PORT=8000\n' }), {
    ok: null,
    reasons: ['whether the folder `conf` is there is not seen; without it `read_env` raises `OSError`'],
  });
});

test('a folder that is there is one, whether or not the file is in it', () => {
  assert.deepEqual(answer({ 'conf/app.env': 'PORT=8000\n' }), { ok: true, reasons: [] });
  assert.deepEqual(answer({ 'conf/other.txt': '' }), { ok: true, reasons: [] });
});
