import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ask, type Files, next, recordOf, start, type Walk, waive } from '../migration/walk.ts';
import { deployOf } from './deploy.ts';

const SETTINGS = `from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    log_level: Literal["info", "warn"] = "info"
    origins: str = ""


settings = Settings()
`;

const KINDS = {
  enum: {
    request: ask({
      kind: 'enum',
      from: 'LOG_LEVEL',
      to: 'LOG_LEVEL',
      answers: new Map([['enum', 'warn=warning']]),
    }),
    old: 'LOG_LEVEL=warn\n',
    new: 'LOG_LEVEL=warning\n',
  },
  retype: {
    request: ask({ kind: 'retype', from: 'ORIGINS', to: 'ORIGINS', convert: 'csv-json' }),
    old: 'ORIGINS=a,b\n',
    new: 'ORIGINS=["a", "b"]\n',
  },
} as const;

function filesWith(values: string): Files {
  return {
    'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["pydantic-settings"]\n',
    'settings.py': SETTINGS,
    '.env': values,
  };
}

/** The code after `expand` and that of `contract`, with the new spelling alone. */
function versions(kind: keyof typeof KINDS): readonly [Walk, Walk] {
  const { request, old, new: next_ } = KINDS[kind];
  const expand = start(filesWith(old), request);
  let walk: Walk = { ...expand, files: { ...expand.files, '.env': next_ } };
  while (recordOf(walk).phase !== 'contract') walk = next(waive(walk, 'G1', 'G3', 'G4', 'G8', 'G9', 'G10'));
  return [expand, walk];
}

function told(from: Files, to: Files, values: string): readonly string[] {
  const code = ({ 'pyproject.toml': project = '', 'settings.py': settings = '' }: Files) => ({
    'pyproject.toml': project,
    'settings.py': settings,
  });
  const { deploy, rollback } = deployOf({ from: code(from), to: code(to), untracked: { '.env': values } });
  return [deploy, rollback];
}

for (const kind of ['enum', 'retype'] as const) {
  describe(`a deploy of the code that ${kind} writes`, () => {
    const { old, new: spelled } = KINDS[kind];
    const before = filesWith(old);
    const [expand, contract] = versions(kind);

    it('that takes both spellings is safe with the old one, and back', () => {
      assert.deepEqual(told(before, expand.files, old), ['yes', 'yes']);
    });

    it('that takes the new one alone is safe with the new one, and never said to be with the old', () => {
      assert.deepEqual(told(expand.files, contract.files, spelled), ['yes', 'yes']);
      assert.notEqual(told(expand.files, contract.files, old)[0], 'yes');
      assert.notEqual(told(before, contract.files, old)[0], 'yes');
    });

    it('beside code that knows the old one alone is not said to be safe with the new one', () => {
      for (const { files } of [expand, contract])
        assert.ok(told(before, files, spelled).some((it) => it !== 'yes'));
    });
  });
}
