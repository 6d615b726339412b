import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, type Files, failing, next, start, waive } from './walk.ts';

const FILES: Files = {
  'pyproject.toml': '[project]\nname = "api"\ndependencies = ["pydantic-settings==2.11.0"]\n',
  'app/settings.py': `from enum import Enum

from pydantic_settings import BaseSettings, SettingsConfigDict


class Mode(str, Enum):
    fast = "fast"
    careful = "careful"
    idle = "idle"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    mode: Mode = Mode.fast


settings = Settings()
`,
  '.env': 'MODE=fast\n',
};

/** Whether the last phase is held back by what the file of production says. */
function isHeldBack(production: string): boolean {
  const answers = new Map([
    ['enum.fast', 'quick'],
    ['enum.careful', 'thorough'],
  ]);
  const request = ask({ kind: 'enum', from: 'MODE', to: 'MODE', answers });
  const files = { ...FILES, '.env.production': `MODE=${production}\n` };
  // Nobody has edited the file of production yet, and nothing but its value holds back.
  const begun = waive(start(files, request), 'G8', 'G9', 'G10');
  const migrated = next(begun);
  const left = { ...migrated, files: { ...migrated.files, '.env.production': `MODE=${production}\n` } };
  return failing(left, 'next').includes('G4 production no');
}

test('a value of an enum that still has its old name holds the end of the migration back', () => {
  assert.equal(isHeldBack('careful'), true);
  assert.equal(isHeldBack('fast'), true);
});

test('a new name does not, and neither does one that stays', () => {
  assert.equal(isHeldBack('thorough'), false);
  assert.equal(isHeldBack('idle'), false);
});
