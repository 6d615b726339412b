import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ship, shipAll } from './kind-code.ts';
import { answered, KIND_CASES, kindService, READER_CASES } from './kind-services.ts';
import {
  LIBRARY_BOUNDS,
  LIBRARY_BY_HAND,
  LIBRARY_CONVERSIONS,
  LIBRARY_SPELLINGS,
} from './library-fixtures.ts';
import { inFolder, PYTHON, python, WHY } from './run-python.ts';
import { type Files, failing, GATES, next, start, waive } from './walk.ts';

const ID = '20260923-change';
const BOTH = { code: 'both', phase: 'expand' } as const;
const END = { code: 'new', phase: 'contract' } as const;

test('calls of libraries: both spellings are taken, then the new one alone', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  shipAll(withFile(LIBRARY_SPELLINGS), [BOTH, END]);
  shipAll(LIBRARY_SPELLINGS, [{ code: 'new', phase: 'expand', plan: 'one-pr' }]);
});

test('calls of libraries: values beyond the bounds to come are logged, then refused', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  shipAll(LIBRARY_BOUNDS, [BOTH, END]);
});

/** What a developer has in a file that python-decouple finds: generated tests pass all the same. */
const BESIDE =
  'ORIGINS=mine\nMODE=slow\nWORKERS=2\nTIMEOUT=77\nCACHE_URL=redis://mine\nAPI_HOST=mine\nAPI_PORT=1\n';

function withFile(fixtures: typeof LIBRARY_CONVERSIONS): typeof LIBRARY_CONVERSIONS {
  return fixtures.map((it) => ({ ...it, files: { ...it.files, '.env': BESIDE } }));
}

test('calls of libraries: old keys and new ones are read, then the new ones alone', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  shipAll(withFile(LIBRARY_CONVERSIONS), [BOTH, END]);
  shipAll(LIBRARY_CONVERSIONS, [{ code: 'new', phase: 'migrate', plan: 'env-first' }]);
});

for (const name of ['os.environ', 'decouple', 'environs', 'django-environ', 'starlette']) {
  for (const kind of ['unit', 'split', 'merge'] as const) {
    test(`${kind} with ${name}: the gates see that the new keys are read, and that the old ones no longer are`, () => {
      const reader = READER_CASES.find((it) => it.name === name);
      assert.ok(reader);
      const files = kindService(reader, KIND_CASES[kind]);
      const asked = answered(files, KIND_CASES[kind].request);
      assert.ok(typeof asked !== 'string', `${asked}`);
      const migrate = next(waive(start(files, asked), ...GATES));
      assert.deepEqual(failing(migrate, 'claimed'), []);
    });
  }
}

for (const fixture of LIBRARY_BY_HAND) {
  test(`left to people: ${fixture.title}`, () => {
    const { files, notes } = ship(fixture, ID, fixture.files, BOTH);
    assert.equal(files['app/settings.py'], fixture.files['app/settings.py']);
    assert.match(notes.join('\n'), /`app\/settings\.py`.* by hand/);
  });
}

/** A question: what a module of these files has under a name, in a process with this environment. */
interface Question {
  readonly files: Files;
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
}

const ASKED = `import importlib, json, os, sys

for package, name, environment in json.load(sys.stdin):
    os.environ.update(environment)
    try:
        value = getattr(importlib.import_module(package + ".settings"), name)
        is_list = isinstance(value, (list, tuple)) or "Comma" in type(value).__name__
        print(list(value) if is_list else value)
    except Exception:
        print("refused")
    for key in environment:
        del os.environ[key]
`;

/** The answers, in one process; `refused` where the module does not start. */
function answersOf(questions: readonly Question[]): readonly string[] {
  const packages = questions.map(({ files }, at) => [
    [`q${at}/__init__.py`, ''],
    [`q${at}/settings.py`, files['app/settings.py'] ?? ''],
  ]);
  return inFolder(Object.fromEntries(packages.flat()), (folder) => {
    const input = JSON.stringify(questions.map((it, at) => [`q${at}`, it.name, it.environment]));
    const { stdout, stderr } = python(folder, ['-c', ASKED], {}, input);
    const lines = stdout.trimEnd().split('\n');
    assert.equal(lines.length, questions.length, stderr);
    return lines;
  });
}

/** Asserts that each pair of questions, one of the service of today and one of a service to come, has equal answers. */
function assertSame(pairs: readonly (readonly [string, Question, Question | 'refused'])[]): void {
  const questions = pairs.flatMap(([, got, want]) => (want === 'refused' ? [got] : [got, want]));
  const given = new Map(answersOf(questions).map((it, at) => [questions[at], it]));
  const seen = pairs.map(([title, got]) => [title, got.environment, given.get(got)]);
  const wanted = pairs.map(([title, got, want]) => [
    title,
    got.environment,
    want === 'refused' ? want : given.get(want),
  ]);
  assert.deepEqual(seen, wanted);
}

/** The versions of a service, each as what it has under the name in an environment that sets the key. */
function versions(fixture: (typeof LIBRARY_SPELLINGS)[number], name: string) {
  const [key = ''] = fixture.fromKeys;
  const both = ship(fixture, ID, fixture.files, BOTH).files;
  const end = ship(fixture, ID, both, END).files;
  const ask = (files: Files) => (text?: string) => ({
    files,
    name,
    environment: text === undefined ? {} : { [key]: text },
  });
  return { today: ask(fixture.files), both: ask(both), end: ask(end) };
}

test('a service gets of both spellings what it got before', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  assertSame(
    LIBRARY_SPELLINGS.flatMap((fixture) => {
      const [key = ''] = fixture.fromKeys;
      const [old, next] = key === 'MODE' ? ['slow', 'thorough'] : ['a,b', '["a","b"]'];
      const { today, both, end } = versions(fixture, key);
      return [
        [fixture.title, both(old), today(old)],
        [fixture.title, both(next), today(old)],
        [fixture.title, both(), today()],
        [fixture.title, end(old), 'refused'],
        [fixture.title, end(next), today(old)],
        [fixture.title, end(), today()],
      ] as const;
    }),
  );
});

test('a service gets what it got before of a value within the bounds, and refuses others at the end', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  assertSame(
    LIBRARY_BOUNDS.flatMap((fixture) => {
      const [key = ''] = fixture.fromKeys;
      const [within, beyond] = key === 'REGION' ? ['us', 'x'] : ['8', '99'];
      const { today, both, end } = versions(fixture, fixture.title.includes('RATE') ? 'RATE' : key);
      return [
        [fixture.title, both(beyond), today(beyond)],
        [fixture.title, end(within), today(within)],
        [fixture.title, end(), today()],
        [fixture.title, end(beyond), 'refused'],
      ] as const;
    }),
  );
});

const SIDES: Readonly<Record<string, readonly [Question['environment'], Question['environment']]>> = {
  TIMEOUT: [{ TIMEOUT: '4' }, { TIMEOUT_MS: '4000' }],
  CACHE_URL: [{ CACHE_URL: 'redis://cache:6380' }, { CACHE_HOST: 'cache', CACHE_PORT: '6380' }],
  API_HOST: [{ API_HOST: 'api.example', API_PORT: '81' }, { API_ADDRESS: 'api.example:81' }],
};

test('a service gets of new keys what it got of the old ones, and its defaults without any', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  assertSame(
    LIBRARY_CONVERSIONS.flatMap((fixture) => {
      const [old, next] = SIDES[fixture.fromKeys[0] ?? ''] ?? [{}, {}];
      const name = /: (\w+) = /.exec(fixture.title)?.[1] ?? '';
      const both = ship(fixture, ID, fixture.files, BOTH).files;
      const end = ship(fixture, ID, both, END).files;
      const ask = (files: Files, environment: Question['environment']) => ({ files, name, environment });
      const today = (environment: Question['environment']) => ask(fixture.files, environment);
      return [
        [fixture.title, ask(both, old), today(old)],
        [fixture.title, ask(both, next), today(old)],
        [fixture.title, ask(both, { ...old, ...next }), today(old)],
        [fixture.title, ask(both, {}), today({})],
        [fixture.title, ask(end, next), today(old)],
        [fixture.title, ask(end, {}), today({})],
      ] as const;
    }),
  );
});
