import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, create, failing, start, tryAdvance, type Walk, waive } from './walk.ts';

const FILES = {
  'pyproject.toml': '[project]\nname = "api"\n',
  'app/__init__.py': '',
  'app/settings.py': `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    session_key: str


settings = Settings()
`,
  '.env': 'SESSION_KEY=first-key\n',
};
const VERIFIES = `from app.settings import settings


def keys() -> list[str]:
    return settings.session_key_accepted
`;

function begun(waived: readonly string[] = ['G8', 'G9', 'G13']): Walk {
  const answers = new Map([['max_token_ttl', '14d']]);
  const request = ask({
    kind: 'rotate-signing',
    from: 'SESSION_KEY',
    to: 'SESSION_KEY',
    toKeys: ['SESSION_KEY', 'SESSION_KEY_FALLBACKS'],
    answers,
  });
  return waive(start(FILES, request), ...waived);
}

function withEvidence(walk: Walk, result: string): Walk {
  const entry = `evidence:\n  - { gate: G9, by: "@on-call", "on": 2026-09-23, command: looked, result: "${result}" }`;
  const files = Object.entries(walk.files).map(([path, text]) => [
    path,
    text.replace(/^evidence: \[\]$/m, entry),
  ]);
  return { ...walk, files: Object.fromEntries(files) };
}

function withFiles(walk: Walk, files: Readonly<Record<string, string>>): Walk {
  return { ...walk, files: { ...walk.files, ...files } };
}

test('no phase of a rotation is reached before every list holds the new key and code verifies with it', () => {
  const walk = begun();
  const result = tryAdvance(walk);
  assert.ok(!result.ok);
  const shown = (it: Walk) => failing(it, 'next').filter((line) => /^G[12] /.test(line));
  const [environment] = failing(walk, 'next').flatMap((it) => /^G1 (\S+) no$/.exec(it)?.[1] ?? []);
  assert.ok(environment);
  assert.deepEqual(shown(walk), [`G1 ${environment} no`, 'G2 - unknown']);
  const read = withFiles(walk, { 'app/tokens.py': VERIFIES });
  const env = (list: string) =>
    withFiles(read, { '.env': `SESSION_KEY=first-key\nSESSION_KEY_FALLBACKS=${list}\n` });
  for (const list of ['', 'first-key', '"first-key "']) {
    assert.deepEqual(shown(env(list)), [`G1 ${environment} no`], list);
  }
  const ready = env('second-key');
  assert.deepEqual(shown(ready), []);
  assert.ok(tryAdvance(ready).ok);
});

test('a rotation ends only where the list holds the old key beside the new one', () => {
  const walk = withFiles(begun(), { 'app/tokens.py': VERIFIES });
  const files = Object.fromEntries(
    Object.entries(walk.files).map(([path, text]) => [
      path,
      text.replace(/^phase: expand$/m, 'phase: migrate'),
    ]),
  );
  const at = (env: string) => withFiles(walk, { ...files, '.env': env });
  assert.match(failing(at('SESSION_KEY=second-key\n'), 'next').join('\n'), /^G1 \S+ no$/m);
  const both = failing(at('SESSION_KEY=second-key\nSESSION_KEY_FALLBACKS=first-key\n'), 'next');
  assert.doesNotMatch(both.join('\n'), /^G[12] /m);
});

test('a key that an earlier rotation left in the list is no next one, and has to go first', () => {
  const answers = new Map([['max_token_ttl', '14d']]);
  const request = ask({
    kind: 'rotate-signing',
    from: 'SESSION_KEY',
    to: 'SESSION_KEY',
    toKeys: ['SESSION_KEY', 'SESSION_KEY_FALLBACKS'],
    answers,
  });
  const left = { ...FILES, '.env': 'SESSION_KEY=first-key\nSESSION_KEY_FALLBACKS=zeroth-key\n' };
  const asked = create(left, request);
  assert.deepEqual([asked.phase, asked.questions.map((it) => it.id)], ['draft', ['next_key_listed']]);
  assert.match(asked.questions[0]?.text ?? '', /^`SESSION_KEY_FALLBACKS` of `\w+` already holds a key/);
  assert.doesNotMatch(JSON.stringify(asked), /zeroth|first-key/);
  const said = (answer: string) =>
    create(left, { ...request, answers: new Map([...answers, ['next_key_listed', answer]]) });
  assert.equal(said('no').phase, 'draft');
  assert.equal(said('yes').phase, 'expand');
  // Once it is out, nothing is asked any more.
  assert.deepEqual(create(FILES, request).questions, []);
});

test('a rotation is not done while the old key is still accepted', () => {
  const walk = withFiles(begun(), { 'app/tokens.py': VERIFIES });
  const files = Object.fromEntries(
    Object.entries(walk.files).map(([path, text]) => [
      path,
      text.replace(/^phase: expand$/m, 'phase: contract'),
    ]),
  );
  const g1 = (env: string) =>
    failing(withFiles(walk, { ...files, '.env': env }), 'next').filter((it) => it.startsWith('G1 '));
  assert.match(g1('SESSION_KEY=second-key\nSESSION_KEY_FALLBACKS=first-key\n').join(), /^G1 \w+ no$/);
  assert.deepEqual(g1('SESSION_KEY=second-key\nSESSION_KEY_FALLBACKS=\n'), []);
  assert.deepEqual(g1('SESSION_KEY=second-key\n'), []);
});

test('the old key stays accepted until somebody says that what it signed has run out', () => {
  const env = 'SESSION_KEY=second-key\nSESSION_KEY_FALLBACKS=first-key\n';
  const begins = withFiles(begun(['G8', 'G13']), { 'app/tokens.py': VERIFIES, '.env': env });
  const files = Object.entries(begins.files).map(([path, text]) => [
    path,
    text.replace(/^phase: expand$/m, 'phase: migrate'),
  ]);
  const walk = { ...begins, files: Object.fromEntries(files) };
  const waits = (it: Walk) => failing(it, 'next').filter((line) => line.startsWith('G9 '));
  assert.deepEqual(waits(walk), ['G9 - unknown']);
  assert.deepEqual(waits(withEvidence(walk, 'no: only 2 days')), ['G9 - no']);
  assert.deepEqual(waits(withEvidence(walk, '15 days ago')), []);
});
