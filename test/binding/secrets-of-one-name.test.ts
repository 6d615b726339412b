import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolve } from '../../server/src/core/binding/resolve.ts';
import { workspace } from '../workspace.ts';
import { environment, onlySchema } from './settings-class.ts';

/** pydantic 1: what a class with two numbers for one key, and an argument that is no mapping, comes to. */
function answer(files: Readonly<Record<string, string>>) {
  const code = `from typing import Dict, List

from pydantic.v1 import BaseSettings


class Settings(BaseSettings):
    db: Dict[str, int] = {}
    ports: List[int] = []

    class Config:
        secrets_dir = "secrets"


settings = Settings(db=1)
`;
  const snapshot = workspace({ 'settings.py': code, ...files });
  const { ok, errors } = resolve(snapshot, onlySchema(snapshot), environment(snapshot, 'development'));
  return { ok, errors: errors.map((it) => it.kind) };
}

test('of two secrets of one name either may raise before anything is validated', () => {
  assert.deepEqual(answer({ 'secrets/ports': '[1]' }), { ok: false, errors: ['ValidationError'] });
  assert.deepEqual(answer({ 'secrets/ports': 'many', 'secrets/PORTS': '[1]' }), { ok: null, errors: [] });
});
