import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { environmentsOf } from '../../server/src/core/binding/environments.ts';
import { resolve } from '../../server/src/core/binding/resolve.ts';
import { ask, type Files, next, recordOf, serviceOf, start, type Walk, waive } from '../migration/walk.ts';
import { onlySchema } from './settings-class.ts';

const FILES: Files = {
  'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["pydantic-settings"]\n',
  'settings.py': `from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    log_level: Literal["info", "warn"] = "info"
    origins: str = ""


settings = Settings()
`,
  '.env': 'LOG_LEVEL=warn\nORIGINS=a,b\n',
};

/** What a field holds when a text stands in `.env`: its value as data, or why that is not known. */
function held(walk: Walk, field: string, text: string): unknown {
  const key = field.toUpperCase();
  const snapshot = serviceOf({ ...walk.files, '.env': text === '' ? 'X=1\n' : `${key}=${text}\n` });
  const schema = onlySchema(snapshot);
  const [environment] = environmentsOf(snapshot, schema);
  assert.ok(environment);
  const { fields, undecided } = resolve(snapshot, schema, environment);
  const found = fields.find((it) => it.field.name === field);
  if (found?.state === 'invalid') return found.errors[0]?.type;
  return found?.value && 'value' in found.value
    ? found.value.value
    : undecided.find((it) => it.field === field)?.reason;
}

const ENUM = ask({
  kind: 'enum',
  from: 'LOG_LEVEL',
  to: 'LOG_LEVEL',
  answers: new Map([['enum', 'warn=warning']]),
});
const RETYPE = ask({
  kind: 'retype',
  from: 'ORIGINS',
  to: 'ORIGINS',
  convert: 'csv-json',
});

describe('the validators that a change of spelling writes', () => {
  it('give code the old word for both words of an enum', () => {
    const expand = start(FILES, ENUM);
    assert.match(expand.files['settings.py'] ?? '', /field_validator\("log_level", mode="before"\)/);
    assert.deepEqual(
      ['warn', 'warning', 'info', ''].map((it) => held(expand, 'log_level', it)),
      ['warn', 'warn', 'info', 'info'],
    );
    assert.equal(held(expand, 'log_level', 'warnin'), 'literal_error');
  });

  it('refuse the old word once the new one alone is taken', () => {
    const files = { ...FILES, '.env': 'LOG_LEVEL=warning\n' };
    let walk = start(FILES, ENUM);
    walk = { ...walk, files: { ...walk.files, '.env': files['.env'] } };
    while (recordOf(walk).phase !== 'contract') walk = next(waive(walk, 'G1', 'G3', 'G4', 'G8', 'G9', 'G10'));
    assert.match(walk.files['settings.py'] ?? '', /raise ValueError/);
    assert.deepEqual(
      ['warning', 'info', 'warn'].map((it) => held(walk, 'log_level', it)),
      ['warn', 'info', 'the old spelling is refused by code'],
    );
  });

  it('give code a list with commas for a JSON list', () => {
    const expand = start(FILES, RETYPE);
    assert.deepEqual(
      ['a,b', '["a", "b"]', '[1, true, null, "x"]', '[]'].map((it) => held(expand, 'origins', it)),
      ['a,b', 'a,b', '1,True,None,x', ''],
    );
    for (const text of ['[1.5]', '[["a"]]', '[a'])
      assert.equal(
        held(expand, 'origins', text),
        'the new spelling is read by code that is not evaluated for it',
      );
  });

  it('leave undecided what is not just as it was written', () => {
    const expand = start(FILES, ENUM);
    const code = expand.files['settings.py'] ?? '';
    for (const changed of [
      code.replace('.get(value, value)', '.get(value, value).strip()'),
      code.replace('return {"warning"', 'value = value.lower()\n    return {"warning"'),
      code.replace('log_level: Literal["info", "warn"] = "info"', 'log_level: str = "warning"'),
    ]) {
      assert.notEqual(changed, code);
      const walk = { ...expand, files: { ...expand.files, 'settings.py': changed } };
      assert.match(String(held(walk, 'log_level', 'warn')), /^before-validator `_m_/);
    }
  });
});
