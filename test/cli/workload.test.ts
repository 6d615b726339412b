import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertOutput } from '../outputs/assert-output.ts';
import { DIFF, MATRIX } from '../outputs/matrix.ts';
import { RESOLVE } from '../outputs/resolve.ts';
import { crossfade, json, workspaceOnDisk } from './run.ts';

const CLASS = `from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    port: int = 8000
    queue: str
    log_level: str = "info"


settings = Settings()
`;

const COMPOSE = `services:
  api:
    build: .
    env_file: api.env
    environment: {PORT: "9000"}
  worker:
    build: .
    env_file: worker.env
    environment: {PORT: "9001"}
`;

interface Report {
  readonly ok: boolean | null;
  readonly workload: string | null;
  readonly workloads: readonly unknown[];
  readonly fields: readonly { readonly name: string; readonly state: string; readonly value: unknown }[];
  readonly undecided: readonly { readonly field: string; readonly reason: string }[];
}

function service(files: Readonly<Record<string, string>> = {}): { readonly cwd: string } {
  return {
    cwd: workspaceOnDisk({
      'requirements.txt': 'pydantic-settings==2.11.0\n',
      'settings.py': CLASS,
      'compose.production.yaml': COMPOSE,
      'api.env': 'QUEUE=a\n',
      'worker.env': 'QUEUE=b\n',
      ...files,
    }),
  };
}

const resolve = ['resolve', '--environment', 'production'];
const valuesOf = ({ fields }: Report) => fields.map((it) => it.value);

describe('--workload', () => {
  it('is named where processes of one environment hold different values, in files too', () => {
    const at = service();
    const report = json(resolve, 0, at) as Report;
    assertOutput(report, RESOLVE);
    assert.deepEqual(
      report.undecided.map((it) => [it.field, it.reason]),
      [
        ['port', '`api` and `worker` differ'],
        ['queue', '`api` and `worker` differ'],
      ],
    );
    assert.deepEqual(report.workloads, [
      { name: 'api', ok: true },
      { name: 'worker', ok: true },
    ]);
    assert.deepEqual([report.ok, report.workload, valuesOf(report)], [true, null, [null, null, 'info']]);
    const text = crossfade(resolve, at).out;
    assert.match(text, /`api` starts, `worker` starts; say `--workload api` or `--workload worker`\./);
  });

  it('gives what that one has', () => {
    const at = service();
    const report = json([...resolve, '--workload', 'worker'], 0, at) as Report;
    assertOutput(report, RESOLVE);
    assert.deepEqual(
      [report.workload, report.workloads, valuesOf(report)],
      ['worker', [], [9001, 'b', 'info']],
    );
    assert.match(crossfade([...resolve, '--workload', 'worker'], at).out, /environment of `worker`/);
  });

  it('fails where one of them does not start, and says which', () => {
    const at = service({ 'worker.env': '' });
    const run = crossfade(resolve, at);
    assert.equal(run.status, 1);
    assert.match(
      run.out,
      /it depends\n(.*\n)*Several run side by side: `api` starts, `worker` does not start;/,
    );
    assert.match(run.error, /it depends on which workload it is/);
    assert.equal(crossfade([...resolve, '--workload', 'api'], at).status, 0);
  });

  it('lists the names where none of them is meant', () => {
    const run = crossfade([...resolve, '--workload', 'wroker'], service());
    assert.deepEqual(
      [run.status, run.out, run.error],
      [
        2,
        '',
        'crossfade: no workload `wroker` runs `settings:Settings` in `production`; there is: api, worker\n',
      ],
    );
  });

  it('wants the file where several start one of that name', () => {
    const at = service({ 'deploy/compose.production.yaml': COMPOSE.replaceAll('build: .', 'build: ..') });
    const [one, other] = ['compose.production.yaml#api', 'deploy/compose.production.yaml#api'];
    const run = crossfade([...resolve, '--workload', 'api'], at);
    assert.equal(run.status, 2);
    assert.match(
      run.error,
      new RegExp(`several workloads are called \`api\` in \`production\`; there is: ${one}, ${other}`),
    );
    assert.equal((json([...resolve, '--workload', one], 0, at) as Report).workload, 'api');
  });

  it('asks for one that the configuration does not name', () => {
    const at = service({
      'crossfade.toml': '[environments.production]\nprocess = ["compose.production.yaml#api"]\n',
    });
    assert.deepEqual(valuesOf(json(resolve, 0, at) as Report), [9000, 'a', 'info']);
    const asked = json([...resolve, '--workload', 'worker'], 0, at) as Report;
    assert.deepEqual(valuesOf(asked), [9001, 'b', 'info']);
  });

  it('counts for nothing where the process environment was given', () => {
    const given = ['--process-env', 'production=-', '--workload', 'api'];
    const run = crossfade([...resolve, ...given], { ...service(), input: 'QUEUE=c\n' });
    assert.equal(run.status, 2);
    assert.match(run.error, /the process environment of `production` was given, so that no workload counts/);
  });

  it('is refused by matrix and diff for the reason that resolve gives', () => {
    const at = service({
      'compose.staging.yaml': 'services:\n  worker:\n    build: .\n    environment: {QUEUE: c}\n',
    });
    const none = 'no workload `api` runs `settings:Settings` in `staging`; there is: worker\n';
    const diff = crossfade(['diff', 'staging', 'production', '--workload', 'api'], at);
    assert.deepEqual([diff.status, diff.error], [2, `crossfade: ${none}`]);
    const matrix = crossfade(['matrix', '--workload', 'api'], at);
    assert.deepEqual([matrix.status, matrix.error], [0, `crossfade: not shown: ${none}`]);
    const given = ['--process-env', 'production=-', '--environment', 'production', '--workload', 'api'];
    const run = crossfade(['matrix', ...given], { ...at, input: 'QUEUE=c\n' });
    assert.equal(run.status, 2);
    assert.match(run.error, /the process environment of `production` was given, so that no workload counts/);
  });

  it('is taken by matrix and diff, which leave out where only others run', () => {
    const at = service({
      'compose.staging.yaml': 'services:\n  api:\n    build: .\n    environment: {QUEUE: c}\n',
    });
    interface Columns {
      readonly settings: readonly { readonly environments: readonly Record<string, unknown>[] }[];
    }
    const columns = (report: unknown) =>
      (report as Columns).settings[0]?.environments.map((it) => [it.name, it.workload]);
    const all = json(['matrix'], 0, at);
    assertOutput(all, MATRIX);
    assert.deepEqual(columns(all), [
      ['development', null],
      ['production', null],
      ['staging', null],
    ]);
    assert.deepEqual(columns(json(['matrix', '--workload', 'worker'], 0, at)), [
      ['development', null],
      ['production', 'worker'],
    ]);
    const diff = json(['diff', 'staging', 'production', '--workload', 'api'], 0, at);
    assertOutput(diff, DIFF);
    assert.deepEqual(columns(diff), [
      ['staging', 'api'],
      ['production', 'api'],
    ]);
    assert.match(crossfade(['matrix'], at).out, /side by side: `api` starts, `worker` starts; say/);
  });
});
