import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inNewUnit } from '../../server/src/core/migration/generate/unit-words.ts';
import {
  ask,
  assertResumes,
  assertTakesBack,
  type Files,
  GATES,
  next,
  recordOf,
  start,
  type Walk,
  waive,
} from './walk.ts';

test('what people wrote about a value is said in the new unit, or left to them', () => {
  const said = (text: string, convert = 'seconds-to-milliseconds') => inNewUnit(text, convert);
  assert.deepEqual(
    [
      said('# seconds'),
      said('Seconds to wait (s), never in s.'),
      said('TIMEOUT IN SECS'),
      said('megabytes (MB)', 'megabytes-to-bytes'),
      said('# at most 60 seconds'),
      said('# 20s'),
      said('# seconds, not milliseconds'),
      said('the hit ratio', 'ratio-to-percent'),
    ],
    [
      '# milliseconds',
      'Milliseconds to wait (ms), never in ms.',
      'TIMEOUT IN MILLISECONDS',
      'bytes (B)',
      'unsure',
      'unsure',
      'unsure',
      'unsure',
    ],
  );
});

test('what does not name the unit stays as it is', () => {
  for (const text of [
    '# the second attempt',
    '# once a day',
    "# it's late",
    '# a microsecond',
    '# 3 tries',
    '',
  ]) {
    assert.equal(inNewUnit(text, 'seconds-to-milliseconds'), undefined, text);
  }
  for (const text of ['# see ticket 12', '# 3 tries', '# in 2026, (see below)', '# 12']) {
    assert.equal(inNewUnit(text, 'ratio-to-percent'), undefined, text);
  }
  assert.equal(inNewUnit('# seconds', 'same'), undefined);
  assert.equal(inNewUnit('# seconds', 'url-host-port'), undefined);
});

const FILES = (extra: string): Files => ({
  'pyproject.toml': '[project]\nname = "api"\ndependencies = ["pydantic-settings==2.14.0"]\n',
  'app/__init__.py': '',
  'app/settings.py': `from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="${extra}")

    name: str = "api"

    # how long a request may take, in seconds
    timeout: int = Field(default=30, description="Seconds to wait")  # seconds


settings = Settings()
`,
  '.env': 'NAME=x\n\n# seconds to wait\nTIMEOUT=20 # in seconds\n',
  '.env.staging': 'NAME=x\r\n# both in seconds\r\nTIMEOUT=20 # 20 s are enough\r\nRETRY=5\r\n',
  '.env.example': 'TIMEOUT=30 # seconds\n',
  'README.md': '| Key | Meaning |\n| --- | --- |\n| `TIMEOUT` | seconds to wait |\n',
});

/** The last phase, each phase on the way taken back and gone on with from wherever it stopped. */
function walked(files: Files): { readonly walk: Walk; readonly notes: string } {
  const asked = ask({ kind: 'unit', from: 'TIMEOUT', to: 'TIMEOUT_MS', convert: 'seconds-to-milliseconds' });
  let walk = start(files, asked);
  const notes = [...walk.notes];
  assertResumes(walk, files);
  assertTakesBack(walk, files);
  walk = waive(walk, ...GATES);
  while (recordOf(walk).phase !== 'contract') {
    const before = walk.files;
    walk = next(walk);
    assertResumes(walk, before);
    assertTakesBack(walk, before);
    notes.push(...walk.notes);
  }
  return { walk, notes: notes.join('\n') };
}

for (const extra of ['ignore', 'forbid']) {
  test(`comments follow a change of unit, with extra="${extra}"`, () => {
    const { walk, notes } = walked(FILES(extra));
    const { files } = walk;
    const code = files['app/settings.py'] ?? '';
    assert.match(code, /# how long a request may take, in milliseconds\n {4}timeout_ms: int = Field/);
    assert.match(code, /description="Milliseconds to wait"\) {2}# milliseconds$/m);
    assert.match(files['.env'] ?? '', /^# milliseconds to wait$/m);
    assert.doesNotMatch(files['.env'] ?? '', /\bseconds/);
    assert.match(files['.env.example'] ?? '', /^TIMEOUT_MS=30000 # milliseconds$/m);
    assert.match(files['README.md'] ?? '', /\| `TIMEOUT_MS` +\| milliseconds to wait \|/);
    assert.match(files['.env.staging'] ?? '', /^# both in seconds\r$/m);
    assert.match(notes, /the comment at `\.env\.staging:2` names a unit that `TIMEOUT_MS` does not have/);
  });
}
