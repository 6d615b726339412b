import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gitlabCi } from '../../server/src/core/supply/gitlab-ci.ts';
import { suppliedBy, told, underValues } from './supplied.ts';

const ROOT = `include:
  - local: /ci/base.gitlab-ci.yml
  - template: Python.gitlab-ci.yml
workflow:
  rules:
    - if: $CI_COMMIT_TAG
      variables: {RELEASE: "yes"}
variables:
  LOG_LEVEL: info
  WHERE: {value: eu, description: Where to deploy}
  RAW: {value: $HOME, expand: false}
  CACHE: "$CI_PROJECT_DIR/.cache"
build:
  script: [make]
  artifacts:
    reports: {dotenv: build.env}
deploy:
  extends: .deploy
  environment: {name: production}
  variables: {LOG_LEVEL: warning}
  script:
    - ./deploy.sh
plain:
  inherit: {variables: [LOG_LEVEL]}
  script: echo
alone:
  inherit: {variables: false}
  script: echo
`;
const BASE = `variables: {LOG_LEVEL: debug, FROM_BASE: 1}
.deploy:
  image: python:3.13
  variables: {LOG_LEVEL: error, TIMEOUT: 30}
`;

describe('a pipeline of GitLab supplies', () => {
  const { workloads, problems } = suppliedBy(gitlabCi, {
    '.gitlab-ci.yml': ROOT,
    'ci/base.gitlab-ci.yml': BASE,
  });
  const named = (name: string) => workloads.find((it) => it.name === name);
  const shared = ['LOG_LEVEL=info', 'FROM_BASE=1', 'WHERE=eu', 'RAW=$HOME', 'CACHE?', 'RELEASE?'];

  it('what the file and those it includes set', () => {
    assert.deepEqual(problems, []);
    assert.deepEqual(told(named('build')), shared);
  });

  it('what a job and those it extends set, and what other jobs may hand over', () => {
    assert.deepEqual(told(named('deploy')), [
      ...shared,
      'LOG_LEVEL=warning',
      'TIMEOUT=30',
      'opaque dotenv report of build',
    ]);
    assert.equal(named('deploy')?.environment, 'production');
    assert.deepEqual(named('deploy')?.runs, { command: './deploy.sh', image: 'python:3.13' });
  });

  it('what a job takes over and no more', () => {
    assert.deepEqual(told(named('plain')), ['LOG_LEVEL=info', 'opaque dotenv report of build']);
    assert.deepEqual(told(named('alone')), ['opaque dotenv report of build']);
  });

  it('to jobs only, with places', () => {
    assert.deepEqual(
      workloads.map((it) => it.name),
      ['build', 'deploy', 'plain', 'alone'],
    );
    const [, , where] = underValues(named('build'), ROOT);
    assert.equal(where, 'eu');
  });
});

describe('pipelines', () => {
  it('that include each other tell it', () => {
    const { problems } = suppliedBy(gitlabCi, {
      '.gitlab-ci.yml': 'include: a.gitlab-ci.yml\n',
      'a.gitlab-ci.yml': 'include: b.gitlab-ci.yml\n',
      'b.gitlab-ci.yml': 'include: a.gitlab-ci.yml\n',
    });
    assert.deepEqual(
      problems.map(({ path, message }) => [path, message]),
      [['b.gitlab-ci.yml', '`a.gitlab-ci.yml` is included by itself, so GitLab refuses the pipeline']],
    );
  });

  it('that extend themselves are passed over', () => {
    const text = 'variables: {A: b}\na: {extends: b, script: x}\nb: {extends: a, script: x}\n';
    assert.equal(suppliedBy(gitlabCi, { '.gitlab-ci.yml': text }).workloads.length, 2);
  });

  it('of any form are read', () => {
    for (const text of [
      '',
      '- a',
      'variables: [a]',
      'a: {variables: x, extends: {b: c}}',
      'include: {local: [1]}',
    ])
      assert.deepEqual(suppliedBy(gitlabCi, { '.gitlab-ci.yml': text }).workloads, [], text);
  });
});
