import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { githubActions } from '../../server/src/core/supply/github-actions.ts';
import { suppliedBy, told, underValues } from './supplied.ts';

const WORKFLOW = `on: push
env:
  LOG_LEVEL: info
  PYTHON: "3.13"
  DEBUG: yes
  RATIO: 1.10
  WORKERS: 4
  EMPTY:
defaults:
  run:
    working-directory: backend
jobs:
  test:
    runs-on: ubuntu-latest
    environment: {name: staging, url: https://example.com}
    services:
      db:
        image: postgres:17
        env: {POSTGRES_DB: orders}
    strategy: {matrix: {kind: [a, b]}}
    env:
      LOG_LEVEL: debug
      KIND: \${{ matrix.kind }}
      TOKEN: \${{ secrets.TOKEN }}
    steps:
      - uses: actions/checkout@v4
      - run: |
          echo "BUILD_ID=\${{ github.sha }}" >> "$GITHUB_ENV"
          pip install .
      - name: Tests
        run: pytest
        working-directory: backend/tests
        env:
          WORKERS: 1
  lint:
    steps:
      - run: ruff check
`;

describe('a workflow supplies', () => {
  const path = '.github/workflows/test.yml';
  const { workloads } = suppliedBy(githubActions, { [path]: WORKFLOW, 'other/test.yml': WORKFLOW });
  const named = (name: string, container?: string) =>
    workloads.find((it) => it.name === name && it.container === container);
  const workflow = ['LOG_LEVEL=info', 'PYTHON=3.13', 'DEBUG=yes', 'RATIO?', 'WORKERS=4', 'EMPTY='];
  const job = ['LOG_LEVEL=debug', 'KIND?', 'TOKEN?', 'BUILD_ID?'];

  it('to its jobs what stands above them and in them', () => {
    assert.deepEqual(told(named('test')), [...workflow, ...job]);
    assert.deepEqual(told(named('lint')), workflow);
  });

  it('to a step what is its own as well', () => {
    assert.deepEqual(told(named('test', 'Tests')), [...workflow, ...job, 'WORKERS=1']);
    assert.deepEqual(named('test', 'Tests')?.runs, { command: 'pytest', folder: 'backend/tests' });
  });

  it('to the containers beside a job', () => {
    assert.deepEqual(told(named('test', 'db')), ['POSTGRES_DB=orders']);
    assert.deepEqual(named('test', 'db')?.runs, { image: 'postgres:17' });
  });

  it('with places, the environment that a job names, and secrets marked', () => {
    assert.equal(underValues(named('lint'), WORKFLOW).join('|'), 'info|"3.13"|yes|1.10|4|');
    assert.equal(named('test')?.environment, 'staging');
    assert.equal(named('lint')?.environment, undefined);
    const secret = named('test')?.sources.flatMap((it) =>
      it.kind === 'variables' ? it.variables.flatMap(({ name, secret: is }) => (is ? [name] : [])) : [],
    );
    assert.deepEqual(secret, ['TOKEN']);
    assert.ok(workloads.every((it) => it.role === 'pipeline'));
    assert.equal(workloads.length, 4);
  });

  it('nothing from a text that is no workflow', () => {
    for (const text of [
      '',
      '- a',
      'jobs: [a]',
      'jobs: {a: b}',
      'env: x\njobs: {a: {steps: {b: c}}}',
      ':::',
    ]) {
      const { workloads: none } = suppliedBy(githubActions, { [path]: text });
      assert.deepEqual(none, [], text);
    }
  });
});

describe('a composite action', () => {
  it('supplies to its steps', () => {
    const text = 'runs:\n  using: composite\n  steps:\n    - run: ./deploy.sh\n      env: {A: b}\n';
    const { workloads } = suppliedBy(githubActions, { '.github/actions/deploy/action.yml': text });
    assert.deepEqual(workloads.map(told), [['A=b']]);
  });

  it('of another kind supplies nothing', () => {
    const text = 'runs:\n  using: docker\n  env: {A: b}\n';
    assert.deepEqual(suppliedBy(githubActions, { 'action.yml': text }).workloads, []);
  });
});
