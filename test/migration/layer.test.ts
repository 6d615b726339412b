import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ask,
  assertResumes,
  assertTakesBack,
  type Files,
  GATES,
  next,
  start,
  type Walk,
  waive,
} from './walk.ts';

const CLASS = `from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    api_url: str
    api_token: SecretStr
    name: str = "shop"


settings = Settings()
`;
const BASE: Files = {
  'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["pydantic-settings==2.14.0"]\n',
  'app/__init__.py': '',
  'app/settings.py': CLASS,
};
const COMPOSE = 'services:\n  app:\n    build: .\n    environment:\n';
const MARK = '# settings-migration: 20260923-api-url-layer';

function to(layer: 'process' | 'dotenv', from = 'API_URL') {
  const answers = new Map([
    ['to_layer', layer],
    ['coupling', 'external'],
  ]);
  return ask({ kind: 'layer', from, to: from, answers });
}

/** The last phase, with every phase before held against stopping and taking back. */
function walked(files: Files, request: ReturnType<typeof to>): readonly [Walk, Walk] {
  const expand = start(files, request);
  assertResumes(expand, files);
  assertTakesBack(expand, files);
  const released = waive(expand, ...GATES);
  const migrate = next(released);
  const contract = next(migrate);
  assertResumes(contract, migrate.files);
  assertTakesBack(contract, migrate.files);
  return [expand, contract];
}

test('a key of a file is copied into a manifest, and leaves the file once the copy counts', () => {
  const lists = [
    ['      LOG: info # how much\n', `      ${MARK}\n      API_URL: http://api\n`],
    ['      - LOG=info\n', `      ${MARK}\n      - API_URL=http://api\n`],
  ] as const;
  for (const [held, added] of lists) {
    const files = {
      ...BASE,
      '.env': '# where\nAPI_URL=http://api # here\nNAME=x',
      'compose.yaml': COMPOSE + held,
    };
    const [expand, contract] = walked(files, to('process'));
    assert.equal(expand.files['compose.yaml'], COMPOSE + held + added);
    assert.equal(expand.files['.env'], files['.env']);
    assert.equal(contract.files['.env'], '# where\nNAME=x');
  }
});

test('a variable of a manifest is copied into a file', () => {
  const files = {
    ...BASE,
    '.env': '# own\nNAME=x',
    'compose.yaml': `${COMPOSE}      LOG: info\n      API_URL: http://api # here\n`,
  };
  const [expand, contract] = walked(files, to('dotenv'));
  assert.equal(expand.files['.env'], `# own\nNAME=x\n${MARK}\nAPI_URL=http://api`);
  assert.equal(contract.files['compose.yaml'], `${COMPOSE}      LOG: info\n`);
});

test('a file that several environments read keeps the key until each of them has the copy', () => {
  const files = {
    ...BASE,
    'app/settings.py': CLASS.replace('env_file=".env"', 'env_file=(".env", ".env.production")'),
    '.env': 'API_URL=http://api\n',
    '.env.production': 'NAME=x\n',
    'compose.yaml': `${COMPOSE}      LOG: info\n`,
  };
  const [, contract] = walked(files, to('process'));
  assert.equal(contract.files['.env'], files['.env']);
  assert.match(contract.notes.join('\n'), /take `API_URL` out of its old place in `production`/);
});

test('a secret, and what is put together when it is read, is moved by people', () => {
  const cases = [
    ['API_TOKEN', 'API_TOKEN=example-token\n'],
    ['API_URL', `API_URL=http://${'$'}{HOST}/example-token\n`],
  ] as const;
  for (const [key, line] of cases) {
    const files = { ...BASE, '.env': line, 'compose.yaml': `${COMPOSE}      LOG: info\n` };
    const { files: after, notes } = start(files, to('process', key));
    assert.equal(after['compose.yaml'], files['compose.yaml']);
    assert.match(notes.join('\n'), new RegExp(`add \`${key}\` with an equal value to \`process\``));
    assert.doesNotMatch(JSON.stringify([notes, after['compose.yaml']]), /example-token/);
  }
});

test('a file that feeds both layers keeps the key until the new layer has a place of its own', () => {
  const files = {
    ...BASE,
    '.env': 'API_URL=http://api\nNAME=x\n',
    'compose.yaml': 'services:\n  app:\n    build: .\n    env_file: .env\n',
  };
  const [expand, contract] = walked(files, to('process'));
  assert.equal(expand.files['.env'], files['.env']);
  assert.equal(contract.files['.env'], files['.env']);
  assert.match(contract.notes.join('\n'), /comes into both layers of `development`.* from `\.env`/);
  const apart = {
    ...files,
    'compose.yaml': `${files['compose.yaml']}    environment:\n      API_URL: http://api\n`,
  };
  assert.equal(start(apart, to('process')).files['.env'], 'NAME=x\n');
});
