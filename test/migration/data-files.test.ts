import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withEdits } from './make-facts.ts';
import { assertPython, PYTHON, WHY } from './run-python.ts';
import { allEdits, ask, create, type Files, failing, GATES, next, start, tryAdvance, waive } from './walk.ts';

const CLASS = `from pydantic_settings import (
    BaseSettings,
    SettingsConfigDict,
    YamlConfigSettingsSource,
)


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=".env", yaml_file="config.yaml", extra="ignore"
    )

    page_size: int = 20
    timeout: float = 1.5
    debug: bool = False

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls,
        init_settings,
        env_settings,
        dotenv_settings,
        file_secret_settings,
    ):
        own = YamlConfigSettingsSource(settings_cls)
        return (init_settings, env_settings, dotenv_settings, own)


settings = Settings()
`;
const FILES: Files = {
  'pyproject.toml': '[project]\nname = "api"\n',
  'app/__init__.py': '',
  'app/settings.py': CLASS,
  '.env': 'DEBUG=1\n',
  '.env.staging': 'DEBUG=0\n',
  '.env.production': 'DEBUG=0\n',
  'config.yaml': '# limits\npage_size: 50  # rows\ntimeout: 0.5\n',
};
const ENV = ['.env', '.env.staging', '.env.production'];
const DEFAULT = ask({
  kind: 'default',
  from: 'PAGE_SIZE',
  answers: new Map([['default_new', '30']]),
});

function changed(files: Files, after: Files): readonly string[] {
  return ENV.filter((path) => files[path] !== after[path]);
}

test('a new default writes no pin where a data file sets the key, and says so', () => {
  const { plan, change } = create(FILES, DEFAULT);
  const after = withEdits(FILES, allEdits(change));
  assert.deepEqual(changed(FILES, after), []);
  assert.match(after['app/settings.py'] ?? '', /page_size: int = 30/);
  assert.equal(after['config.yaml'], FILES['config.yaml']);
  assert.equal(plan.plan, 'one-pr');
  assert.match(plan.reasons.join('\n'), /`config.yaml` sets `PAGE_SIZE` where no variable does/);
  assert.deepEqual(failing(start(FILES, DEFAULT), 'claimed'), []);
});

test('the test of a new default does not expect it where a data file hides it', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  assertPython(start(FILES, DEFAULT).files, 'hidden-default', { pytest: true });
});

test('a plan that pins the old default leaves out the environments that a data file serves', () => {
  const { change } = create(FILES, { ...DEFAULT, plan: 'env-first' });
  assert.deepEqual(changed(FILES, withEdits(FILES, allEdits(change))), []);
  assert.match(
    change.notes.join('\n'),
    /`config.yaml` sets `PAGE_SIZE` in `production`: no default holds there/,
  );
  const { 'config.yaml': _gone, ...without } = FILES;
  const pinned = create(without, { ...DEFAULT, plan: 'env-first' });
  assert.deepEqual(changed(without, withEdits(without, allEdits(pinned.change))), ENV);
});

test('a default of a data file that cannot be read is left to a person', () => {
  const files = { ...FILES, 'config.yaml': 'page_size: [50\n' };
  const { change } = create(files, { ...DEFAULT, plan: 'env-first' });
  assert.deepEqual(changed(files, withEdits(files, allEdits(change))), []);
  assert.match(change.notes.join('\n'), /`config.yaml` names `PAGE_SIZE` and cannot be read as a whole/);
});

test('plans name the data file instead of saying that nothing sets the key', () => {
  for (const request of [
    ask({ kind: 'rename', from: 'PAGE_SIZE', to: 'PAGE_ROWS' }),
    ask({ kind: 'unit', from: 'TIMEOUT', to: 'TIMEOUT_MS', convert: 'seconds-to-milliseconds' }),
    ask({ kind: 'layer', from: 'PAGE_SIZE', answers: new Map([['to_layer', 'dotenv']]) }),
  ]) {
    const { reasons } = create(FILES, request).plan;
    assert.doesNotMatch(reasons.join('\n'), /no environment sets/, request.kind);
  }
});

test('a move to the process environment starts from the data file, and claims nothing of the new place', () => {
  const request = ask({ kind: 'layer', from: 'PAGE_SIZE', answers: new Map([['to_layer', 'process']]) });
  const { plan, change } = create(FILES, request);
  assert.equal(plan.plan, 'env-first');
  const notes = change.notes.join('\n');
  assert.match(notes, /add .PAGE_SIZE. with an equal value to .process. for .production.*config.yaml/);
  assert.doesNotMatch(notes, /has it/);
  assert.ok(
    failing(start(FILES, request), 'claimed').every((it) => it.startsWith('G1') || it.startsWith('G12')),
  );
});

test('a move to dotenv files copies the value of the data file, and then takes it out', () => {
  const request = ask({ kind: 'layer', from: 'PAGE_SIZE', answers: new Map([['to_layer', 'dotenv']]) });
  const walk = start(FILES, request);
  const mark = '# settings-migration: 20260923-page-size-layer';
  assert.equal(walk.files['.env.production'], `${FILES['.env.production']}${mark}\nPAGE_SIZE=50\n`);
  assert.equal(walk.files['config.yaml'], FILES['config.yaml']);
  const contract = next(next(waive(walk, ...GATES)));
  assert.equal(contract.files['config.yaml'], FILES['config.yaml']?.replace(/page_size.*\n/, ''));
});

test('a move between layers of a key that nothing sets moves nothing', () => {
  const files = { ...FILES, 'config.yaml': 'timeout: 0.5\n' };
  const { change } = create(
    files,
    ask({ kind: 'layer', from: 'PAGE_SIZE', answers: new Map([['to_layer', 'dotenv']]) }),
  );
  assert.deepEqual(change.notes, ['nothing sets `PAGE_SIZE`: nothing moves']);
});

test('a change of unit converts the value of a data file with the code', () => {
  const request = ask({
    kind: 'unit',
    from: 'TIMEOUT',
    to: 'TIMEOUT_MS',
    convert: 'seconds-to-milliseconds',
  });
  const walk = start(FILES, request);
  assert.equal(walk.files['config.yaml'], '# limits\npage_size: 50  # rows\ntimeout_ms: 500\n');
  assert.match(walk.files['app/settings.py'] ?? '', /timeout_ms/);
});

test('a value without an exact counterpart stays, and holds the migration open', () => {
  const files = { ...FILES, 'config.yaml': 'timeout: .inf\n' };
  const request = ask({
    kind: 'unit',
    from: 'TIMEOUT',
    to: 'TIMEOUT_MS',
    convert: 'seconds-to-milliseconds',
  });
  const walk = start(files, request);
  assert.equal(walk.files['config.yaml'], 'timeout: .inf\n');
  assert.match(
    walk.notes.join('\n'),
    /put `timeout_ms`, its value converted, in place of `timeout` in `config.yaml`/,
  );
  assert.ok(failing(walk, 'claimed').includes('G4 production no'));
  const migrated = next(walk);
  assert.ok(failing(migrated, 'next').includes('G1 production no'));
  assert.ok(!tryAdvance(migrated).ok);
});

test('a template keeps its spelling until the code takes the new one', () => {
  const files = {
    ...FILES,
    'app/settings.py': CLASS.replace('timeout: float = 1.5', 'origins: list[str] = []'),
    '.env.example': 'ORIGINS=[]\n',
  };
  const request = ask({ kind: 'retype', from: 'ORIGINS', to: 'ORIGINS', convert: 'json-csv' });
  const walk = start(files, request);
  assert.equal(walk.files['.env.example'], 'ORIGINS=[]\n');
  assert.match(walk.notes.join('\n'), /`.env.example` by hand, once the code takes the new spelling/);
});
