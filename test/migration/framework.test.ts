import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planMigration } from '../../server/src/core/features/migrations.ts';
import { ask, create, type Files, failing, next, recordOf, serviceOf, start, waive } from './walk.ts';

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

/** What is said of a migration that is not one. */
function refused(files: Files, from: string, to: string): string {
  const planned = planMigration(serviceOf(files), ask({ kind: 'rename', from, to }));
  return planned.ok ? '' : planned.message;
}

const DJANGO = `INSTALLED_APPS = ["shop"]
DEFAULT_FILE_STORAGE = "storages.backends.s3.S3Storage"
STATICFILES_STORAGE = "whitenoise.storage.CompressedStaticFilesStorage"
PASSWORD_RESET_TIMEOUT_DAYS = 3
`;

test('a setting that a module of Django assigns changes in one commit with what may not stand beside it', () => {
  const files = (version: string) => ({
    'requirements.txt': `django==${version}\n`,
    'shop/settings.py': DJANGO,
  });
  const what =
    '`DEFAULT_FILE_STORAGE` is a setting of Django that `shop/settings.py` assigns: it ships with the code, so it changes in one commit and no migration is needed';
  const how =
    'write `STORAGES` (its value is `STORAGES["default"]["BACKEND"]`, with both `default` and `staticfiles`: it takes the place of the whole default) and take `DEFAULT_FILE_STORAGE`, `STATICFILES_STORAGE` out in the same commit: Django does not start with both';
  assert.equal(refused(files('4.2.16'), 'DEFAULT_FILE_STORAGE', 'STORAGES'), `${what}; ${how}`);
  assert.equal(
    refused(files('3.2.25'), 'DEFAULT_FILE_STORAGE', 'STORAGES'),
    `${what}; Django 4.2 is the first release that reads what takes its place, and 3.2.25 is locked: upgrade first, with the setting as it is; ${how}`,
  );
  assert.match(
    refused(files('5.2'), 'DEFAULT_FILE_STORAGE', 'STORAGES'),
    /out in the same commit: Django 5\.2 does not read it any more$/,
  );
  assert.match(
    refused(files('3.2.25'), 'PASSWORD_RESET_TIMEOUT_DAYS', 'PASSWORD_RESET_TIMEOUT'),
    /; rename it to `PASSWORD_RESET_TIMEOUT`, where the value is in seconds instead of days: Django refuses both/,
  );
  assert.equal(refused(files('4.2.16'), 'DEFAULT_FILE', 'STORAGES'), 'no settings code reads `DEFAULT_FILE`');
});

test('names of the old style of Celery change together', () => {
  const files = {
    'requirements.txt': 'celery==5.4.0\n',
    'celeryconfig.py': 'BROKER_URL = "redis://localhost:6379/0"\nCELERY_TASK_SERIALIZER = "json"\n',
  };
  assert.match(
    refused(files, 'BROKER_URL', 'broker_url'),
    /; rename it to `broker_url` in the same commit as `CELERY_TASK_SERIALIZER`: Celery does not load a module with names of both styles$/,
  );
});
