import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { azurePipelines } from '../../server/src/core/supply/azure-pipelines.ts';
import { circleCi } from '../../server/src/core/supply/circleci.ts';
import { fly } from '../../server/src/core/supply/fly.ts';
import { herokuApp } from '../../server/src/core/supply/heroku-app.ts';
import { render } from '../../server/src/core/supply/render.ts';
import { serverless } from '../../server/src/core/supply/serverless.ts';
import type { Supplier } from '../../server/src/core/supply/supply.ts';
import { suppliedBy, told, underValues } from './supplied.ts';

const ALL: readonly (readonly [Supplier, string])[] = [
  [azurePipelines, 'azure-pipelines.yml'],
  [circleCi, '.circleci/config.yml'],
  [fly, 'fly.toml'],
  [herokuApp, 'app.json'],
  [render, 'render.yaml'],
  [serverless, 'serverless.yml'],
  [serverless, 'template.yaml'],
];

function labelled(supplier: Supplier, path: string, text: string) {
  return suppliedBy(supplier, { [path]: text }).workloads.map((it) => [
    it.container === undefined ? it.name : `${it.name}/${it.container}`,
    ...told(it),
  ]);
}

describe('files of hosting services supply', () => {
  it('config vars of app.json', () => {
    const text = `{
  "env": {
    "PORT": "8000",
    "SECRET_KEY": {"generator": "secret"},
    "LEVEL": {"description": "How much", "value": "info"},
    "ASKED": {"description": "What"},
    "MAYBE": {"required": false}
  },
  "environments": {"test": {"env": {"PORT": "1"}}}
}`;
    assert.deepEqual(labelled(herokuApp, 'app.json', text), [
      ['heroku', 'PORT=8000', 'SECRET_KEY?', 'LEVEL=info', 'ASKED?', 'opaque config vars of the app'],
      ['heroku', 'PORT=1', 'opaque config vars of the app'],
    ]);
    const { workloads } = suppliedBy(herokuApp, { 'app.json': text });
    assert.deepEqual(underValues(workloads[0], text).slice(0, 3), [
      '"8000"',
      '{"generator": "secret"}',
      '"info"',
    ]);
    assert.equal(workloads[1]?.role, 'tests');
  });

  it('[env] of fly.toml', () => {
    const text = 'app = "orders"\n[env]\nPORT = 8000\nLOG_LEVEL = "info"\n';
    assert.deepEqual(labelled(fly, 'fly.toml', text), [
      ['orders', 'PORT=8000', 'LOG_LEVEL=info', 'opaque secrets of the app'],
    ]);
    assert.equal(suppliedBy(fly, { 'api/fly.staging.toml': text }).workloads[0]?.environment, 'staging');
  });

  it('envVars of render.yaml, groups below', () => {
    const text = `services:
  - type: web
    name: orders
    rootDir: api
    startCommand: uvicorn app.main:app
    envVars:
      - key: PORT
        value: 8000
      - key: TOKEN
        sync: false
      - fromGroup: shared
      - fromGroup: elsewhere
envVarGroups:
  - name: shared
    envVars:
      - {key: PORT, value: 1}
      - {key: LEVEL, value: info}
`;
    assert.deepEqual(labelled(render, 'render.yaml', text), [
      ['orders', 'PORT=1', 'LEVEL=info', 'opaque elsewhere', 'PORT=8000', 'TOKEN?'],
    ]);
    const { workloads } = suppliedBy(render, { 'render.yaml': text });
    assert.deepEqual(underValues(workloads[0], text), ['1', 'info', '8000', '']);
    assert.deepEqual(workloads[0]?.runs, { folder: 'api', command: 'uvicorn app.main:app' });
  });

  it('environment of serverless.yml', () => {
    const text = `provider:
  environment:
    STAGE: \${sls:stage}
    LEVEL: info
functions:
  orders:
    handler: src/orders.handle
    environment: {LEVEL: debug}
  plain: {handler: a.b}
`;
    assert.deepEqual(labelled(serverless, 'serverless.yml', text), [
      ['orders', 'STAGE?', 'LEVEL=info', 'LEVEL=debug'],
      ['plain', 'STAGE?', 'LEVEL=info'],
    ]);
    const { workloads } = suppliedBy(serverless, { 'serverless.yml': text });
    assert.equal(workloads[0]?.runs.command, 'python -m src.orders');
  });

  it('variables of a SAM template', () => {
    const text = `Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Environment:
      Variables: {LEVEL: info}
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: api/
      Handler: app.handle
      Environment:
        Variables:
          TABLE: !Ref Table
          PORT: "1"
  Table: {Type: AWS::Serverless::SimpleTable}
`;
    assert.deepEqual(labelled(serverless, 'template.yaml', text), [
      ['Orders', 'LEVEL=info', 'TABLE?', 'PORT=1'],
    ]);
    assert.equal(suppliedBy(serverless, { 'template.yaml': text }).workloads[0]?.runs.folder, 'api');
    assert.deepEqual(labelled(serverless, 'template.yaml', text.replaceAll('AWS::', 'X::')), []);
  });
});

describe('other pipelines supply', () => {
  it('jobs of CircleCI', () => {
    const text = `jobs:
  test:
    environment: {LEVEL: debug, FROM: << parameters.x >>}
    docker:
      - image: cimg/python:3.13
        environment: {LEVEL: info}
      - image: postgres:17
        environment: {POSTGRES_DB: orders}
    steps:
      - checkout
      - run: pip install .
      - run:
          name: Tests
          command: pytest
          environment: {PORT: 1}
`;
    assert.deepEqual(labelled(circleCi, '.circleci/config.yml', text), [
      ['test', 'LEVEL=info', 'LEVEL=debug', 'FROM?'],
      ['test/Tests', 'LEVEL=info', 'LEVEL=debug', 'FROM?', 'PORT=1'],
      ['test/postgres:17', 'POSTGRES_DB=orders'],
    ]);
  });

  it('jobs of Azure, under the names that processes see', () => {
    const text = `variables:
  - name: log.level
    value: info
  - group: shared
jobs:
  - job: test
    variables: {PORT: 1}
    steps:
      - script: pytest
        displayName: Tests
        env: {TOKEN: $(token)}
`;
    assert.deepEqual(labelled(azurePipelines, 'azure-pipelines.yml', text), [
      ['test', 'opaque shared', 'LOG_LEVEL=info', 'PORT=1'],
      ['test/Tests', 'opaque shared', 'LOG_LEVEL=info', 'PORT=1', 'TOKEN?'],
    ]);
  });
});

describe('files of any form', () => {
  for (const [supplier, path] of ALL) {
    it(`are read by ${supplier.name}: ${path}`, () => {
      assert.ok(supplier.matches(path));
      for (const text of [
        '',
        '[]',
        '{',
        'a',
        'jobs: [1, {steps: x}]',
        'services: {a: [b]}',
        'env: 1',
        '[env]\na = [1]\n',
      ]) {
        const { workloads } = suppliedBy(supplier, { [path]: text });
        for (const { sources } of workloads)
          assert.ok(
            sources.every(
              (it) => it.kind !== 'variables' || it.variables.every(({ value }) => value.kind !== 'text'),
            ),
          );
      }
    });
  }
});
