import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changedTexts } from '../../server/src/core/apply-file-edits.ts';
import { actionsAt } from '../../server/src/core/features/actions.ts';
import { coverageOf } from '../../server/src/core/features/coverage.ts';
import type { Fix } from '../../server/src/core/rules/finding.ts';
import { run } from '../../server/src/core/rules/run.ts';
import type { Snapshot } from '../../server/src/core/snapshot.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { decodeConfiguration } from '../../server/src/options/decode-configuration.ts';
import { environment, settingsClass } from '../binding/settings-class.ts';
import { workspace } from '../workspace.ts';

const FILES = {
  'app/settings.py': settingsClass('env_file=".env"', 'port: int', 'host: str = "x"'),
  'app/pyproject.toml': '[project]\nname = "app"\n',
  'app/.env': 'PORT=1\nHOST=a\n',
  'app/.env.staging': 'HOST=b\n',
};

/** A workspace with its configuration files decoded, as the host does it. */
function configured(files: Readonly<Record<string, string>>): Snapshot {
  const configurations = Object.entries(files).flatMap(([path, text]) =>
    /(crossfade|pyproject)\.toml$/.test(path) ? (decodeConfiguration(sourceFile(path, text)) ?? []) : [],
  );
  return workspace(files, { configurations });
}

function offered(snapshot: Snapshot, path = 'app/.env.staging'): readonly Fix[] {
  return actionsAt(snapshot, [], path, { start: 0, end: 0 })
    .map((it) => it.fix)
    .filter((it) => it.kind === 'refactor.rewrite.crossfade.configure');
}

function applied(
  files: Readonly<Record<string, string>>,
  fix: Fix | undefined,
): Readonly<Record<string, string>> {
  assert.ok(fix);
  return { ...files, ...Object.fromEntries(changedTexts(configured(files), fix.edits)) };
}

function layers(files: Readonly<Record<string, string>>): readonly (string | undefined)[] {
  const { guess, layers: found } = environment(configured(files), 'staging');
  assert.equal(guess, undefined);
  return found.map((it) => it.path);
}

describe('a guess about the files of an environment', () => {
  it('can be written to the configuration, as it was guessed or the other way', () => {
    const fixes = offered(configured(FILES));
    assert.deepEqual(
      fixes.map((it) => [it.title, it.safety]),
      [
        ['Write to `app/pyproject.toml` that staging reads `app/.env.staging` alone', 'unsafe'],
        ['Write to `app/pyproject.toml` that staging reads `app/.env`, then `app/.env.staging`', 'unsafe'],
      ],
    );
    assert.deepEqual(layers(applied(FILES, fixes[0])), ['app/.env.staging']);
    const both = applied(FILES, fixes[1]);
    assert.deepEqual(layers(both), ['app/.env', 'app/.env.staging']);
    assert.equal(
      both['app/pyproject.toml'],
      '[project]\nname = "app"\n\n[tool.crossfade.environments.staging]\ndotenv = [".env", ".env.staging"]\n',
    );
    assert.deepEqual(offered(configured(both)), []);
  });

  const places: Readonly<Record<string, readonly [path: string, before: string, after: string]>> = {
    'a table of the environment': [
      'app/crossfade.toml',
      '[environments.stage]\nopaque = ["x"]\n',
      '[environments.stage]\nopaque = ["x"]\ndotenv = [".env.staging"]\n',
    ],
    'a table of all environments': [
      'crossfade.toml',
      '[environments]\nproduction = { opaque = ["x"] }\n',
      '[environments]\nproduction = { opaque = ["x"] }\nstaging = { dotenv = ["app/.env.staging"] }\n',
    ],
    'an inline table': [
      'app/crossfade.toml',
      'environments = { production = { opaque = ["x"] } }\n',
      'environments = { production = { opaque = ["x"] }, staging = { dotenv = [".env.staging"] } }\n',
    ],
    'a file with the tables of pyproject.toml': [
      'app/crossfade.toml',
      '[tool.crossfade]\nexclude = ["x"]',
      '[tool.crossfade]\nexclude = ["x"]\n\n[tool.crossfade.environments.staging]\ndotenv = [".env.staging"]\n',
    ],
    'a file with line ends of Windows': [
      'app/crossfade.toml',
      '[rules]\r\nunknown-key = "off"\r\n',
      '[rules]\r\nunknown-key = "off"\r\n\r\n[environments.staging]\r\ndotenv = [".env.staging"]\r\n',
    ],
  };
  for (const [name, [path, before, expected]] of Object.entries(places)) {
    it(`is written to ${name}`, () => {
      const files = { ...FILES, [path]: before };
      const changed = applied(files, offered(configured(files))[0]);
      assert.equal(changed[path], expected);
      assert.deepEqual(layers(changed), ['app/.env.staging']);
    });
  }

  it('starts a configuration where there is none and no project file', () => {
    const { 'app/pyproject.toml': _project, ...rest } = FILES;
    const files = { ...rest, 'app/requirements.txt': 'pydantic-settings\n' };
    const changed = applied(files, offered(configured(files))[0]);
    assert.equal(changed['app/crossfade.toml'], '[environments.staging]\ndotenv = [".env.staging"]\n');
    assert.deepEqual(layers(changed), ['app/.env.staging']);
  });

  it('is offered with the finding that rests on it', () => {
    const whole = configured(FILES);
    const staging = whole.files.get('app/.env.staging');
    assert.ok(staging);
    const { diagnostics } = run(whole, staging);
    const [missing] = diagnostics.filter((it) => it.rule === 'missing-required');
    assert.ok(missing);
    const actions = actionsAt(whole, diagnostics, staging.path, missing.span);
    const written = actions.filter((it) => it.fix.kind === 'refactor.rewrite.crossfade.configure');
    assert.deepEqual(
      written.map((it) => it.diagnostic),
      [missing, missing],
    );
  });

  it('is not offered for a file that is read as the code says', () => {
    assert.deepEqual(offered(configured(FILES), 'app/.env'), []);
  });

  it('leaves a configuration alone that cannot be read', () => {
    const files = { ...FILES, 'app/pyproject.toml': '[tool.crossfade\n' };
    assert.deepEqual(offered(configured(files)), []);
  });

  it('is part of what every report says', () => {
    const snapshot = configured(FILES);
    assert.deepEqual(coverageOf(snapshot).assumptions, [
      {
        environment: 'staging',
        settings: ['settings:Settings'],
        assumed: '`app/.env.staging` takes the place of `app/.env`',
        configuration: { path: 'app/pyproject.toml', dotenv: [['.env.staging'], ['.env', '.env.staging']] },
      },
    ]);
  });
});
