import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_OPTIONS } from '../../server/src/core/snapshot.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { decodeConfiguration } from '../../server/src/options/decode-configuration.ts';

const RULES = ['unknown-key', 'type-mismatch', 'duplicate-key'];

function decode(text: string, path = 'backend/crossfade.toml') {
  return decodeConfiguration(sourceFile(path, text), RULES);
}

/** The underlined text and the message of each problem. */
function problems(text: string, path?: string): readonly string[] {
  const found = decode(text, path)?.problems ?? [];
  return found.map(({ span, message }) => `${text.slice(span.start, span.end)} | ${message}`);
}

const WHOLE = `
settings = ["app.core.config:Settings"]
exclude = ["legacy/**"]
migrations = "records"

[rules]
unknown-key = "error"
type-mismatch = "off"

[environments.staging]
dotenv = [".env", ".env.staging"]
process = ["deploy/compose.staging.yaml#api"]
secrets = "deploy/staging/secrets"
coupling = "external"
opaque = ["aws-ssm:/api/staging"]
deployed = "tag:deployed/staging"
`;

const OPTIONS = {
  settings: ['app.core.config:Settings'],
  exclude: ['legacy/**'],
  migrations: 'records',
  rules: { 'unknown-key': 'error', 'type-mismatch': 'off' },
  environments: {
    staging: {
      dotenv: ['.env', '.env.staging'],
      process: ['deploy/compose.staging.yaml#api'],
      secrets: 'deploy/staging/secrets',
      coupling: 'external',
      opaque: ['aws-ssm:/api/staging'],
      deployed: 'tag:deployed/staging',
    },
  },
};

test('every setting of `crossfade.toml` is decoded', () => {
  const configuration = decode(WHOLE);
  assert.deepEqual(configuration?.problems, []);
  assert.deepEqual(JSON.parse(JSON.stringify(configuration?.options)), OPTIONS);
  assert.equal(configuration?.folder, 'backend');
  assert.equal(decode('', 'crossfade.toml')?.folder, '');
});

test('`pyproject.toml` counts where it has our table', () => {
  const text = `[project]\nname = "x"\n${WHOLE.replace('\nsettings', '\n[tool.crossfade]\nsettings').replaceAll(/^\[(rules|env)/gm, '[tool.crossfade.$1')}`;
  const configuration = decode(text, 'pyproject.toml');
  assert.deepEqual(configuration?.problems, []);
  assert.deepEqual(JSON.parse(JSON.stringify(configuration?.options)), OPTIONS);
  assert.equal(decode('[project]\nname = "x"\n', 'pyproject.toml'), undefined);
  assert.equal(decode('[tool.black]\nline-length = 1\n', 'a/pyproject.toml'), undefined);
});

test('what is absent has its default', () => {
  assert.deepEqual(decode('')?.options, DEFAULT_OPTIONS);
  assert.deepEqual(decode('[tool.crossfade]\n', 'pyproject.toml')?.options, DEFAULT_OPTIONS);
});

test('an unknown key is underlined, with what may be meant', () => {
  assert.deepEqual(problems('exclud = ["a"]\n'), [
    'exclud | `exclud` is not a setting of Crossfade; did you mean `exclude`?',
  ]);
  assert.deepEqual(problems('[environments.prod]\ndotenvs = ["a"]\n'), [
    'dotenvs | `dotenvs` is not a setting of Crossfade; did you mean `dotenv`?',
  ]);
  assert.deepEqual(problems('[tool.crossfade.rules]\nunknown-keys = "error"\n', 'pyproject.toml'), [
    'unknown-keys | `unknown-keys` is not a rule; did you mean `unknown-key`?',
  ]);
});

test('a wrong value is underlined and left out, and all else still counts', () => {
  const text =
    'exclude = "legacy"\nmigrations = "m"\nsettings = ["a", 1]\n[rules]\nunknown-key = "loud"\ntype-mismatch = "off"\n';
  assert.deepEqual(problems(text).toSorted(), [
    '"legacy" | `exclude` needs a list of patterns',
    '"loud" | `unknown-key` needs `off`, `hint`, `info`, `warning`, `error`',
    '1 | `settings` needs a text',
  ]);
  const { options } = decode(text) ?? {};
  assert.deepEqual(options?.settings, ['a']);
  assert.deepEqual(options?.exclude, []);
  assert.equal(options?.migrations, 'm');
  assert.deepEqual({ ...options?.rules }, { 'type-mismatch': 'off' });
});

test('a table where a value belongs, and the other way round', () => {
  assert.deepEqual(problems('rules = 1\n'), ['1 | `rules` needs a table of severities']);
  assert.deepEqual(problems('[environments]\nprod = 3\n'), ['3 | `prod` needs a table']);
  assert.deepEqual(problems('[environments.prod]\ncoupling = "loose"\n'), [
    '"loose" | `coupling` needs `bundled` or `external`',
  ]);
});

test('a pattern that stands for too many is refused', () => {
  const bomb = `"${'{a,b}'.repeat(20)}"`;
  assert.deepEqual(problems(`exclude = [${bomb}, "ok"]\n`), [
    `${bomb} | \`exclude\` needs a pattern that stands for at most 1000 others`,
  ]);
  assert.deepEqual(decode(`exclude = [${bomb}, "ok"]\n`)?.options.exclude, ['ok']);
});

test('a file that does not parse has defaults and the problem of its syntax', () => {
  const configuration = decode('exclude = [\n');
  assert.deepEqual(configuration?.options, DEFAULT_OPTIONS);
  assert.equal(configuration?.problems.length, 1);
  assert.equal(decode('[project\n', 'pyproject.toml'), undefined);
  assert.equal(decode('[tool.crossfade]\nexclude = [\n', 'pyproject.toml')?.problems.length, 1);
});

test('names of objects are ordinary names', () => {
  const text = '__proto__ = 1\nconstructor = 2\n[environments.toString]\nsecrets = "s"\n';
  assert.deepEqual(decode(text)?.options.environments.toString, { secrets: 's' });
  assert.equal(({} as Record<string, unknown>).secrets, undefined);
  assert.ok(problems(text).some((it) => it.startsWith('constructor | ')));
});
