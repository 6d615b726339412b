import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hover } from '../../server/src/core/features/hover.ts';
import { planMigration, recordState, recordsNamed } from '../../server/src/core/features/migrations.ts';
import { ask, serviceOf, start } from '../migration/walk.ts';

const FILES = {
  'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["pydantic-settings"]\n',
  'app/__init__.py': '',
  'app/settings.py': `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    db_pool: int = 5


settings = Settings()
`,
  'app/main.py': 'from app.settings import settings\n\nPOOL = settings.db_pool\n',
  '.env': 'DB_POOL=5\n',
  'compose.yaml': `services:
  api:
    build: .
    environment:
      DB_POOL: "7"
  worker:
    build: .
`,
  'docs/settings.md': 'DB_POOL is the size of the pool\n',
};

describe('whom a migration reaches', () => {
  const planned = planMigration(
    serviceOf(FILES),
    ask({ kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE' }),
  );

  it('is said before anything is written: code, replicas, environments, other files', () => {
    assert.ok(planned.ok, planned.ok ? '' : planned.message);
    assert.deepEqual(planned.reach, [
      '`Settings` in `app/settings.py` reads it, which `app/main.py` uses',
      'every replica of `api` (`development`) starts with it',
      'every replica of `worker` (`development`) starts with it',
      '`development` holds it in `.env`, `compose.yaml`',
      '`docs/settings.md` names it',
    ]);
  });

  it('is said of a record, and where the key is looked at', () => {
    const walk = start(FILES, ask({ kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE' }));
    const snapshot = serviceOf(walk.files);
    const found = recordsNamed(snapshot, []);
    assert.ok(found.ok && found.records[0]);
    const answer = recordState(snapshot, found.records[0], 'claimed');
    assert.ok(
      answer.ok && answer.state.reach.includes('every replica of `worker` (`development`) starts with it'),
    );
    const shown = hover(snapshot, '.env', 3)?.markdown ?? '';
    assert.match(shown, /Being migrated: `\d{8}-db-pool-size` is in `expand`\n\n- `Settings` in /);
    assert.doesNotMatch(hover(serviceOf(FILES), '.env', 3)?.markdown ?? '', /Being migrated/);
  });
});
