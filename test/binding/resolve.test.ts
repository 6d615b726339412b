import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FieldResolution, Resolution } from '../../server/src/core/binding/resolution.ts';
import { resolve } from '../../server/src/core/binding/resolve.ts';
import type { Snapshot } from '../../server/src/core/snapshot.ts';
import { toJson } from '../../server/src/core/values/dump.ts';
import { workspace } from '../workspace.ts';
import { environment, onlySchema, settingsClass } from './settings-class.ts';

const strict = settingsClass("env_file='.env'", 'port: int = 1', 'name: str');

function resolved(snapshot: Snapshot, name = 'development'): Resolution {
  const schema = onlySchema(snapshot);
  return resolve(snapshot, schema, environment(snapshot, name, schema));
}

function field(resolution: Resolution, name: string): FieldResolution {
  const found = resolution.fields.find((it) => it.field.name === name);
  if (!found) throw new Error(`no field ${name}`);
  return found;
}

function errors(resolution: Resolution): readonly string[] {
  return resolution.errors.map((it) => `${it.type ?? it.kind} ${(it.loc ?? []).join('.')}`);
}

describe('resolve', () => {
  it('tells values, where they come from and what they hide', () => {
    const given = new Map([['development', new Map([['PORT', '8000']])]]);
    const it = resolved(workspace({ 'app.py': strict, '.env': 'NAME=x\nPORT=9\n' }, { given }));
    assert.equal(it.ok, true);
    assert.equal(it.assumes, 'given');
    const port = field(it, 'port');
    assert.deepEqual([port.state, port.raw, port.source?.kind], ['set', '8000', 'process']);
    assert.deepEqual(
      port.overrides.map((source) => `${source.kind} ${source.layer?.path}`),
      ['dotenv .env'],
    );
    assert.equal(field(it, 'name').source?.entry?.key.name, 'NAME');
  });

  it('reports errors in order, with their places', () => {
    const it = resolved(workspace({ 'app.py': strict, '.env': 'OTHER=1\nPORT=x\n' }));
    assert.equal(it.ok, false);
    assert.deepEqual(errors(it), ['int_parsing port', 'missing name', 'extra_forbidden other']);
    assert.deepEqual(it.errors[0]?.place, { path: '.env', span: { start: 13, end: 14 } });
    assert.deepEqual(it.errors[2]?.place, { path: '.env', span: { start: 0, end: 5 } });
  });

  it('says what it assumes of the process environment', () => {
    assert.equal(resolved(workspace({ 'app.py': strict, '.env': 'NAME=x\n' })).assumes, 'none');
    const compose = 'services:\n  api:\n    build: .\n    environment: {NAME: y}\n';
    const declared = resolved(workspace({ 'app.py': strict, 'compose.yaml': compose }));
    assert.equal(declared.assumes, 'declared');
    assert.equal(field(declared, 'name').source?.layer?.path, 'compose.yaml');
  });

  it('leaves open what an unknown process environment may change', () => {
    const text = `NAME=\${${'HOME'}}\n`;
    const it = resolved(workspace({ 'app.py': strict, '.env': text }));
    assert.equal(it.ok, null);
    assert.equal(field(it, 'name').state, 'undecided');
    assert.match(it.undecided[0]?.reason ?? '', /HOME/);
  });

  it('a name without its value is there but open', () => {
    const given = new Map([['development', new Map([['PORT', undefined]])]]);
    const it = resolved(workspace({ 'app.py': strict, '.env': 'NAME=x\n' }, { given }));
    assert.equal(it.ok, null);
    assert.equal(field(it, 'port').state, 'undecided');
  });

  it('a required field of an unseen environment is not missing', () => {
    const it = resolved(workspace({ 'app.py': strict }));
    assert.equal(it.ok, null);
    assert.deepEqual(errors(it), []);
  });

  it('a mention in a manifest makes supply possible, one in prose does not', () => {
    const files = { 'app.py': strict, '.env': 'PORT=1\n' };
    const at = (path: string) =>
      workspace(files, {
        mentions: (name) => (name === 'NAME' ? [{ path, span: { start: 0, end: 4 } }] : []),
      });
    const possible = resolved(at('deploy/app.tf'));
    assert.equal(possible.ok, null);
    assert.equal(field(possible, 'name').possible?.[0]?.path, 'deploy/app.tf');
    assert.equal(resolved(at('README.md')).ok, false);
  });

  it('an error that no code can change decides in spite of a validator', () => {
    const code = strict.replace(
      '\n\n\nsettings',
      '\n\n    @field_validator("port", mode="before")\n    @classmethod\n    def check(cls, value):\n        return 1\n\n\nsettings',
    );
    const files = { 'app.py': `from pydantic import field_validator\n${code}` };
    assert.equal(resolved(workspace({ ...files, '.env': 'PORT=x\n' })).ok, false);
    const open = resolved(workspace({ ...files, '.env': 'PORT=x\nNAME=y\n' }));
    assert.equal(open.ok, null);
    assert.equal(field(open, 'port').state, 'undecided');
  });

  it('a file outside the workspace may say anything', () => {
    const code = settingsClass("env_file=('.env', '/etc/app.env')", 'port: int = 1');
    const it = resolved(workspace({ 'app.py': code, '.env': 'PORT=x\n' }));
    assert.equal(it.ok, null);
    assert.deepEqual(errors(it), []);
  });

  it('masks secrets, names of secrets and URLs with a password', () => {
    const code = settingsClass(
      "env_file='.env'",
      'key: SecretStr',
      'api_token: str',
      'url: str',
      'plain: str',
      'token_ttl: int',
    );
    const text = 'KEY=a\nAPI_TOKEN=b\nURL=postgres://u:p@h/d\nPLAIN=http://h/p\nTOKEN_TTL=5\n';
    const it = resolved(workspace({ 'app.py': code, '.env': text }));
    assert.deepEqual(
      it.fields.map((found) => found.masked),
      [true, true, true, false, false],
    );
  });

  it('strict keys follow the locked version', () => {
    const code = settingsClass("env_file='.env'", 'db: dict[str, str] = {}');
    const at = (version: string) =>
      resolved(
        workspace({
          'app.py': code,
          '.env': 'DBX=1\n',
          'requirements.txt': `pydantic-settings==${version}\n`,
        }),
      );
    assert.equal(at('2.15.0').ok, false);
    assert.equal(at('2.14.0').ok, true);
  });

  it('a field without its prefix is read from dotenv files by releases before 2.11', () => {
    const code = settingsClass(
      "env_file='.env', env_prefix='SHOP_'",
      "port: int = 1\n    key: str = Field('', validation_alias='KEY')",
    );
    const at = (version: string, text: string) => {
      const files = { 'app.py': code, '.env': text, 'requirements.txt': `pydantic-settings==${version}\n` };
      const { ok, fields } = resolved(workspace(files));
      return [ok, ...fields.map((it) => it.state)];
    };
    assert.deepEqual(at('2.6.1', 'PORT=5\nKEY=x\n'), [true, 'set', 'set']);
    assert.deepEqual(at('2.6.1', 'SHOP_PORT=5\n'), [true, 'set', 'default']);
    assert.deepEqual(at('2.11.0', 'PORT=5\nKEY=x\n'), [true, 'default', 'set']);
  });

  it('the layer of an old alias follows the locked version', () => {
    const code = settingsClass(
      "env_file='.env', extra='ignore'",
      "pool: int = Field(5, validation_alias=AliasChoices('NEW', 'OLD'))",
    );
    const given = new Map([['development', new Map([['OLD', '99']])]]);
    const at = (version: string) => {
      const files = {
        'app.py': code,
        '.env': 'NEW=20\n',
        'requirements.txt': `pydantic-settings==${version}\n`,
      };
      const { value } = field(resolved(workspace(files, { given })), 'pool');
      return value && toJson(value);
    };
    assert.deepEqual(['2.6.1', '2.12.0', '2.13.1', '2.15.0'].map(at), [20, 99, 20, 99]);
  });
});

describe('resolve of os.environ', () => {
  const code = [
    'import os',
    'from dotenv import load_dotenv',
    '',
    'load_dotenv()',
    'HOST = os.environ["HOST"]',
    'PORT = int(os.environ["PORT"])',
    'MODE = os.getenv("MODE", "slow")',
    '',
  ].join('\n');

  it('raises KeyError for a name that is not there', () => {
    const it = resolved(workspace({ 'app.py': code, '.env': 'PORT=1\n' }));
    assert.equal(it.ok, false);
    assert.deepEqual(
      it.errors.map((error) => error.kind),
      ['KeyError'],
    );
  });

  it('raises ValueError for a text that is no number', () => {
    const it = resolved(workspace({ 'app.py': code, '.env': 'HOST=h\nPORT=1.5\n' }));
    assert.deepEqual(
      it.errors.map((error) => error.kind),
      ['ValueError'],
    );
    assert.equal(field(it, 'PORT').state, 'invalid');
  });

  it('knows values and defaults', () => {
    const it = resolved(workspace({ 'app.py': code, '.env': 'HOST=h\nPORT= 1_0 \n' }));
    assert.equal(it.ok, true);
    assert.deepEqual(
      it.fields.map((found) => found.value && toJson(found.value)),
      ['h', 10, 'slow'],
    );
  });

  it('claims nothing of a file that nothing loads', () => {
    const it = resolved(
      workspace({ 'app.py': 'import os\n\nHOST = os.environ["HOST"]\n', '.env': 'PORT=1\n' }),
    );
    assert.equal(it.ok, null);
    assert.deepEqual(it.errors, []);
  });
});
