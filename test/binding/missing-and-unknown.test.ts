import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { missingFields } from '../../server/src/core/binding/missing.ts';
import { unknownKeys } from '../../server/src/core/binding/unknown.ts';
import type { Snapshot } from '../../server/src/core/snapshot.ts';
import { documentOf } from '../../server/src/core/syntax/formats.ts';
import { workspace } from '../workspace.ts';
import { onlySchema, settingsClass } from './settings-class.ts';

const strict = settingsClass("env_file='.env'", 'db_pool: int = 1', 'name: str');
const tolerant = settingsClass("env_file='.env', extra='ignore'", 'db_pool: int = 1', 'name: str');

function missing(snapshot: Snapshot): readonly string[] {
  return missingFields(snapshot, onlySchema(snapshot)).map(
    (it) => `${it.environment.name} ${it.field.name} ${it.anchor.path}:${it.anchor.span.start}`,
  );
}

function unknown(snapshot: Snapshot, path = '.env'): readonly string[] {
  const file = snapshot.files.get(path);
  const document = file && documentOf(file);
  if (!document) throw new Error(`no document ${path}`);
  return unknownKeys(snapshot, document).map(
    (it) => `${it.entry.key.name} ${it.refusedBy.length}/${it.ignoredBy.length} ${it.near.join()}`,
  );
}

describe('missing fields', () => {
  it('stand on the first entry of the highest dotenv file', () => {
    const snapshot = workspace({ 'app.py': strict, '.env': '# note\nDB_POOL=1\n' });
    assert.deepEqual(missing(snapshot), ['development name .env:7']);
    assert.equal(missingFields(snapshot, onlySchema(snapshot))[0]?.related?.path, 'app.py');
  });

  it('stand on the name of the field where no dotenv file has an entry', () => {
    const snapshot = workspace({ 'app.py': strict, '.env': '' });
    assert.deepEqual(missing(snapshot), [`development name app.py:${strict.indexOf('name: str')}`]);
  });

  it('are missing only under every plausible order of layers', () => {
    const both = workspace({ 'app.py': strict, '.env': 'NAME=x\n', '.env.staging': 'DB_POOL=1\n' });
    assert.deepEqual(missing(both), []);
    const neither = workspace({ 'app.py': strict, '.env': 'DB_POOL=1\n', '.env.staging': 'DB_POOL=1\n' });
    assert.deepEqual(missing(neither), ['development name .env:0', 'staging name .env.staging:0']);
  });

  it('are none in unseen and opaque environments, nor with a personal layer that sets them', () => {
    assert.deepEqual(missing(workspace({ 'app.py': strict })), []);
    assert.deepEqual(
      missing(workspace({ 'app.py': strict, '.env': 'DB_POOL=1\n', '.env.local': 'NAME=x\n' })),
      [],
    );
    const compose = 'services:\n  api:\n    build: .\n    env_file: secrets.env\n';
    assert.deepEqual(
      missing(workspace({ 'app.py': strict, '.env': 'DB_POOL=1\n', 'compose.yaml': compose })),
      [],
    );
  });

  it('are none where something not understood may supply them', () => {
    const mentions = (name: string) =>
      name === 'NAME' ? [{ path: '.github/workflows/ci.yml', span: { start: 0, end: 4 } }] : [];
    assert.deepEqual(missing(workspace({ 'app.py': strict, '.env': 'DB_POOL=1\n' }, { mentions })), []);
  });
});

describe('unknown keys', () => {
  it('tell who refuses them and what may be meant', () => {
    const files = { '.env': 'NAME=x\nDB_POLL=1\nNEW=1\nEMPTY=\n' };
    assert.deepEqual(unknown(workspace({ 'app.py': strict, ...files })), [
      'DB_POLL 1/0 DB_POOL',
      'NEW 1/0 ',
      'EMPTY 0/1 ',
    ]);
    assert.deepEqual(unknown(workspace({ 'app.py': tolerant, ...files }))[0], 'DB_POLL 0/1 DB_POOL');
  });

  it('a key is known when any reader of the file declares it', () => {
    const other = settingsClass("env_file='.env', extra='ignore'", 'new: int = 1')
      .replaceAll('Settings(', 'Other(')
      .replace('class Other(BaseSettings)', 'class Other(BaseSettings)');
    const code = other.replace('BaseOther(', 'BaseSettings(');
    const snapshot = workspace({ 'app.py': tolerant, 'other.py': code, '.env': 'NAME=x\nNEW=1\n' });
    assert.deepEqual(unknown(snapshot), []);
  });

  it('an interpolation, a mention and a module without a class make a key known', () => {
    const text = `USER=u\nNAME=\${${'USER'}}\nSEEN=1\nREAD=1\n`;
    const mentions = (name: string) =>
      name === 'SEEN' ? [{ path: 'entrypoint.sh', span: { start: 0, end: 4 } }] : [];
    const code = 'import os\n\nREAD = os.getenv("READ")\n';
    const snapshot = workspace({ 'app.py': strict, 'read.py': code, '.env': text }, { mentions });
    assert.deepEqual(unknown(snapshot), []);
  });

  it('an open schema claims nothing', () => {
    const code = strict.replace('(BaseSettings)', '(Elsewhere, BaseSettings)');
    const snapshot = workspace({ 'app.py': `from elsewhere import Elsewhere\n${code}`, '.env': 'NEW=1\n' });
    assert.deepEqual(unknown(snapshot), []);
  });

  it('a file that no proven reader loads is refused by nobody', () => {
    const snapshot = workspace({ 'app.py': 'import os\n\nHOST = os.environ["HOST"]\n', '.env': 'NEW=1\n' });
    assert.deepEqual(unknown(snapshot), ['NEW 0/0 ']);
  });

  it('compose takes names from the file too', () => {
    const compose = `services:\n  db:\n    image: postgres:\${${'PG_VERSION'}}\n`;
    const snapshot = workspace({
      'app.py': strict,
      '.env': 'NAME=x\nPG_VERSION=1\n',
      'compose.yaml': compose,
    });
    assert.deepEqual(unknown(snapshot), []);
  });
});
