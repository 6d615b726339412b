import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentOf, formatOf, formats } from '../../server/src/core/syntax/formats.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';

test('a path has one format at most', () => {
  const cases: [string, string | undefined][] = [
    ['.env', 'dotenv'],
    ['config/prod.env', 'dotenv'],
    ['.env.production', 'dotenv'],
    ['.env.yaml', 'yaml'],
    ['.env.toml', 'toml'],
    ['pyproject.toml', 'toml'],
    ['config/app.yml', 'yaml'],
    ['config.json', 'json'],
    ['task-definition.JSON', 'json'],
    ['tsconfig.jsonc', 'jsonc'],
    ['.vscode/settings.json', 'jsonc'],
    ['launch.json', 'jsonc'],
    ['.devcontainer/devcontainer.json', 'jsonc'],
    ['.devcontainer/api/devcontainer.json', 'jsonc'],
    ['setup.cfg', 'ini'],
    ['tox.ini', 'ini'],
    ['.env.ini', 'ini'],
    ['settings.py', undefined],
    ['.envrc', 'shell'],
    ['docker-entrypoint.sh', 'shell'],
    ['Dockerfile', 'dockerfile'],
    ['api.Dockerfile', 'dockerfile'],
    ['Dockerfile.env', 'dotenv'],
    ['Dockerfile.sh', 'shell'],
    ['deploy/api.service', 'systemd'],
    ['deploy/api.service.d/10-port.conf', 'systemd'],
    ['nginx.conf', undefined],
    ['Procfile.dev', 'procfile'],
  ];
  for (const [path, name] of cases) {
    assert.equal(formatOf(path)?.name, name, path);
    assert.ok(formats.filter((format) => format.matches(path)).length <= 1, path);
  }
});

test('a file is parsed once', () => {
  const file = sourceFile('.env', 'A=1');
  assert.equal(documentOf(file), documentOf(file));
  assert.equal(documentOf(file)?.root.entries.length, 1);
  assert.equal(documentOf(sourceFile('settings.py', 'A=1')), undefined);
});

test('a file whose text could not be had is empty, without problems of syntax', () => {
  for (const path of [
    '.env',
    'a.toml',
    'a.yaml',
    'a.json',
    'launch.json',
    'a.ini',
    'Dockerfile',
    'Procfile',
  ]) {
    const document = documentOf(sourceFile(path, '', { problem: 'not-utf8' }));
    assert.deepEqual([document?.root.entries, document?.comments, document?.problems], [[], [], []]);
    assert.equal(document?.format, formatOf(path));
  }
});
