import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { crossfade, exampleCopy, folder, put, read } from './run.ts';

const CANARY = 'canary7';

const FIELDS = `
    payments_api_key: SecretStr = SecretStr("${CANARY}-call")
    hook: SecretStr = Field(default="${CANARY}-field", deprecated="use \`hook_secret\`")
    admin_password: str = "${CANARY}-named"
    dsn: str = "sqlite://"
    retries: int = 3
    parts: dict[str, SecretStr] = {}
`;

const DOTENV = `PAYMENTS_API_KEY="${CANARY}-a b"
ADMIN_PASSWORD='${CANARY}-b'
ADMIN_PASSWORD='${CANARY}-c'
DSN=postgres://u:${CANARY}-d@h/db
RETRIES=https://u:${CANARY}-e@h/
UNKNOWN_SECRET_KEY=${CANARY}-f
UNKNOWN_URL=amqp://u:${CANARY}-g@h/
PARTS={"a": "${CANARY}-h"
HOOK=${CANARY}-i
`;

const YAML = `admin_password: ${CANARY}-j
dsn: "postgres://u:${CANARY}-k@h/db"
payments_api_key: [${CANARY}-l]
hook: |
  ${CANARY}-m
  more
parts:
  a: ${CANARY}-n
other:
  deep_token: ${CANARY}-o
page_size: 1
page_size: 2
`;

const GIVEN = JSON.stringify({
  PAYMENTS_API_KEY: `${CANARY}-p`,
  HOOK: `${CANARY}-q`,
  ADMIN_PASSWORD: `${CANARY}-r`,
  DSN: `postgres://u:${CANARY}-s@h/db`,
  RETRIES: `https://u:${CANARY}-t@h/`,
});

const ENVIRONMENTS = ['development', 'staging', 'production'];

function service(): string {
  const root = exampleCopy();
  const code = read(root, 'app/settings.py');
  put(root, 'app/settings.py', code.replace('\n    payments_api_key: SecretStr\n', FIELDS));
  for (const path of ['.env', '.env.staging', '.env.production']) put(root, path, read(root, path) + DOTENV);
  put(root, 'config.yaml', YAML);
  put(
    root,
    'compose.yaml',
    `services:\n  api:\n    environment:\n      ADMIN_PASSWORD: ${CANARY}-u\n      HOOK: ${CANARY}-v\n`,
  );
  return root;
}

/** Runs a command that may find something, and looks for the canary in all it says. */
function isSilent(root: string, args: readonly string[]): string {
  const run = crossfade(args, { cwd: root });
  assert.ok(run.status === 0 || run.status === 1, `${args.join(' ')}: ${run.error}`);
  assert.ok(!`${run.out}${run.error}`.includes(CANARY), `${args.join(' ')}\n${leaks(run.out + run.error)}`);
  return run.out;
}

function leaks(text: string): string {
  return text
    .split('\n')
    .filter((line) => line.includes(CANARY))
    .join('\n');
}

describe('the value of a secret', () => {
  it('is in no report of check', () => {
    const root = service();
    for (const format of ['text', 'concise', 'json', 'jsonl']) isSilent(root, ['check', '--format', format]);
    assert.match(isSilent(root, ['check']), /••••/);
    isSilent(root, ['check', '--diff']);
    isSilent(root, ['check', '--diff', '--unsafe-fixes']);
    isSilent(root, ['check', '--fix', '--unsafe-fixes', '--format', 'json']);
  });

  it('is in nothing that resolve says, from files or given', () => {
    const root = service();
    const given = join(folder(), 'given.json');
    put('/', given, GIVEN);
    for (const environment of ENVIRONMENTS) {
      const args = ['resolve', '--environment', environment];
      for (const format of ['text', 'json']) {
        isSilent(root, [...args, '--format', format]);
        isSilent(root, [...args, '--format', format, '--process-env', `${environment}=${given}`]);
      }
    }
    const text = isSilent(root, ['resolve', '--process-env', given]);
    assert.match(text, /payments_api_key +•••• +process environment/);
  });

  it('is in no plan, migration, record, generated test or gate', () => {
    for (const words of [
      ['rename', 'HOOK', 'HOOK_SECRET'],
      ['rename', 'PAYMENTS_API_KEY', 'PAYMENTS_KEY'],
      ['rename', 'DSN', 'DATABASE_DSN'],
      ['remove', 'HOOK'],
    ]) {
      const root = service();
      for (const format of ['text', 'markdown', 'json'])
        isSilent(root, ['plan', ...words, '--format', format]);
      const migrate = ['migrate', ...words, '--owner', '@a', '--include-production'];
      for (const format of ['text', 'json']) isSilent(root, [...migrate, '--dry-run', '--format', format]);
      isSilent(root, migrate);
      for (const folder of ['settings-migrations', 'tests/settings_migrations']) {
        for (const path of written(root, folder)) assert.equal(leaks(read(root, path)), '', path);
      }
      isSilent(root, ['gates']);
      isSilent(root, ['gates', '--next', '--format', 'json']);
      const [record] = written(root, 'settings-migrations');
      assert.ok(record);
      put(
        root,
        record,
        read(root, record).replace(/^waive: \{\}$/m, 'waive:\n  G8: {reason: x, by: y, on: 2026-09-23}'),
      );
      isSilent(root, ['advance', record, '--include-production']);
      // A name that says so stays a secret once the code reads the old key as anything at all.
      if (words[1] === 'PAYMENTS_API_KEY') isSilent(root, ['check']);
    }
  });
});

function written(root: string, folder: string): readonly string[] {
  try {
    return readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
