import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statusOf } from '../../server/src/core/features/migration-status.ts';
import { advanceRecord, recordState } from '../../server/src/core/features/migrations.ts';
import { ask, type Files, next, recordOf, serviceOf, start, type Walk, waive } from './walk.ts';

const HELPER = `import os


def get_bool(name, default=False):
    value = os.environ.get(name)
    if value is None:
        return default
    return value.lower() in ("1", "true", "yes")


DEBUG = get_bool("DEBUG")
`;

const RAISING = HELPER.replace('(name, default=False)', '(name)').replace(
  'return default',
  'raise RuntimeError(name)',
);

const OPAQUE = HELPER.replace('return default', 'return fallback_of(name)').replace(
  '\n\ndef get_bool',
  '\n\ndef fallback_of(name):\n    raise RuntimeError(name)\n\n\ndef get_bool',
);

const FILES: Files = {
  'pyproject.toml': '[project]\nname = "shop"\n',
  'app/__init__.py': '',
  'app/settings.py': HELPER,
  'compose.yaml': 'services:\n  shop:\n    build: .\n    environment:\n      DEBUG: "0"\n',
};

/** The record in `migrate`, and whatever code somebody wrote then. */
function migrateWith(code: string, ...waived: readonly string[]): Walk {
  const begun = start(FILES, ask({ kind: 'require', from: 'DEBUG', to: 'DEBUG', plan: 'env-first' }));
  const walk = next(waive(begun, 'G1', 'G4', 'G13', ...waived));
  return { ...walk, files: { ...walk.files, 'app/settings.py': code } };
}

function gate(walk: Walk, id: string, which: 'claimed' | 'next'): readonly string[] {
  const answer = recordState(serviceOf(walk.files), recordOf(walk), which);
  assert.ok(answer.ok);
  return answer.state.gates.filter((it) => it.id === id).map((it) => `${it.verdict} ${it.reason}`);
}

test('a key is not required while a helper goes on with a default', () => {
  const walk = migrateWith(HELPER);
  const still = 'no `app.settings` still starts without `DEBUG`: its default takes the place';
  assert.deepEqual(gate(walk, 'G2', 'claimed'), [still]);
  assert.deepEqual(gate(walk, 'G2', 'next'), [still]);
  const { byHand, turn } = statusOf(serviceOf(walk.files), recordOf(walk));
  assert.match(byHand.join('\n'), /let it raise there by hand/);
  assert.equal(turn, 'code');
});

test('it is once the helper raises', () => {
  const walk = migrateWith(RAISING);
  assert.deepEqual(gate(walk, 'G2', 'claimed'), ['yes nothing starts without `DEBUG`']);
});

test('nothing is claimed of what a function of the service makes of a missing key', () => {
  assert.deepEqual(gate(migrateWith(OPAQUE), 'G2', 'claimed'), [
    'unknown whether `app.settings` starts without `DEBUG` depends on code that is not evaluated',
  ]);
});

test('in the phase before, code only has to know the key', () => {
  const begun = start(FILES, ask({ kind: 'require', from: 'DEBUG', to: 'DEBUG', plan: 'code-first' }));
  assert.deepEqual(gate(begun, 'G2', 'claimed'), ['yes `DEBUG` is declared and read']);
});

test('what is left to people in one phase is still said in the next', () => {
  const contract = next(migrateWith(HELPER, 'G2', 'G8'));
  assert.equal(recordOf(contract).phase, 'contract');
  const { byHand } = statusOf(serviceOf(contract.files), recordOf(contract));
  assert.match(byHand.join('\n'), /let it raise there by hand/);
});

const UNKNOWN = {
  kind: 'require',
  from: 'REGION',
  to: 'REGION',
  plan: 'env-first',
  answers: new Map([['default_value', 'eu']]),
} as const;

test('what a module has to read is said until somebody ticks it, where its type is for people to choose', () => {
  const files: Files = {
    'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["python-decouple==3.8"]\n',
    'settings.py': 'from decouple import config\n\nTIMEOUT = config("TIMEOUT", default=5, cast=int)\n',
    '.env': 'TIMEOUT=2\n',
  };
  const walk = next(waive(start(files, ask({ ...UNKNOWN, settings: 'settings' })), 'G1', 'G4', 'G13'));
  const { byHand } = statusOf(serviceOf(walk.files), recordOf(walk));
  const step =
    'read `REGION` in `settings.py` without a default: what the code makes of its text is for a person to choose';
  assert.deepEqual(byHand, [step]);
});

test('the status says what keeps a phase from beginning, as `advance` does', () => {
  const files: Files = {
    'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["pydantic-settings==2.14.0"]\n',
    'app/__init__.py': '',
    'app/settings.py':
      'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    name: str = "shop"\n',
    '.env': 'NAME=shop\n',
  };
  const walk = waive(start(files, ask(UNKNOWN)), 'G1', 'G4', 'G13');
  const [snapshot, record] = [serviceOf(walk.files), recordOf(walk)];
  const moved = advanceRecord(snapshot, record);
  assert.ok(!moved.ok);
  assert.match(moved.message, /declare `REGION` in `Settings`/);
  const { turn, reason } = statusOf(snapshot, record);
  assert.deepEqual([turn, reason], ['code', moved.message]);
});
