import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, create, type Files, failing, next, recordOf, start, waive } from './walk.ts';

const OLD = 'AIRFLOW__CORE__DAG_CONCURRENCY';
const NEW = 'AIRFLOW__CORE__MAX_ACTIVE_TASKS_PER_DAG';

function deployment(version: string): Files {
  return {
    'requirements.txt': `apache-airflow==${version}\n`,
    'dags/orders.py': 'import os\n\nFOLDER = os.environ.get("ORDERS_FOLDER", "/orders")\n',
    'compose.yaml': 'services:\n  scheduler:\n    build: .\n    env_file: .env\n',
    '.env': `# Airflow\n${OLD}=16\n`,
  };
}

const RENAME = ask({ kind: 'rename', from: OLD, to: NEW });

test('a variable of a framework begins with both names, and no code is written', () => {
  const created = create(deployment('2.10.5'), RENAME);
  assert.equal(created.plan.plan, 'env-first');
  assert.deepEqual(
    created.change.code.map((it) => it.path),
    [created.change.record.path],
  );
  const { files } = start(deployment('2.10.5'), RENAME);
  assert.match(files['.env'] ?? '', new RegExp(`^${OLD}=16$`, 'm'));
  assert.match(files['.env'] ?? '', new RegExp(`^${NEW}=16$`, 'm'));
});

test('the locked release of the framework is the code that the gates look at', () => {
  const begun = next(start(deployment('2.10.5'), RENAME));
  assert.equal(recordOf(begun).phase, 'migrate');
  assert.ok(failing(begun, 'claimed').includes('G2 - no'), failing(begun, 'claimed').join(', '));
  const upgraded = { ...begun, files: { ...begun.files, 'requirements.txt': 'apache-airflow==3.0.2\n' } };
  assert.ok(!failing(upgraded, 'claimed').some((it) => it.startsWith('G2') || it.startsWith('G6')));
  const contracted = next(waive(upgraded, 'G8', 'G9', 'G10'));
  assert.doesNotMatch(contracted.files['.env'] ?? '', new RegExp(OLD));
  assert.match(contracted.files['.env'] ?? '', new RegExp(`^${NEW}=16$`, 'm'));
});

test('a value that changes its unit is converted, where another tool copies it as it is', () => {
  const days = 'AIRFLOW__WEBSERVER__SESSION_LIFETIME_DAYS';
  const minutes = 'AIRFLOW__FAB__SESSION_LIFETIME_MINUTES';
  const before = { ...deployment('2.10.5'), '.env': `${days}=30\n` };
  const { files } = start(before, ask({ kind: 'unit', from: days, to: minutes, convert: 'days-to-minutes' }));
  assert.match(files['.env'] ?? '', new RegExp(`^${days}=30$`, 'm'));
  assert.match(files['.env'] ?? '', new RegExp(`^${minutes}=43200$`, 'm'));
});
