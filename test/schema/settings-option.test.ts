import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findSchemas } from '../../server/src/core/schema/find-schemas.ts';
import { schemasOf } from '../../server/src/core/schema/readers.ts';
import { parseSettingsSpec } from '../../server/src/core/schema/settings-spec.ts';
import { DEFAULT_OPTIONS } from '../../server/src/core/snapshot.ts';
import { workspace } from '../workspace.ts';

const CLASS =
  'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    port: int = 1\n';
const FILES = { 'app/api.py': CLASS, 'app/worker.py': CLASS };

describe('the choice of settings', () => {
  it('takes specs apart', () => {
    assert.deepEqual(parseSettingsSpec('backend::app.api:Settings'), {
      service: 'backend',
      target: 'app.api',
      className: 'Settings',
    });
    assert.deepEqual(parseSettingsSpec('app/api.py'), { target: 'app/api.py' });
    assert.deepEqual(parseSettingsSpec('.::app.api'), { service: '', target: 'app.api' });
  });

  it('finds one by module, by path and by class', () => {
    const snapshot = workspace(FILES);
    for (const spec of ['app.api:Settings', 'app/api.py:Settings', 'app.api', '.::app/api.py']) {
      const found = findSchemas(snapshot, spec);
      assert.equal(found.kind === 'schema' && found.schema.id, 'app.api:Settings', spec);
    }
  });

  it('names the candidates when there is none', () => {
    const found = findSchemas(workspace(FILES), 'app.jobs:Settings');
    assert.deepEqual(found.kind === 'error' && found.candidates, ['app.api:Settings', 'app.worker:Settings']);
  });

  it('is narrowed by the option, but not for a spec that names another', () => {
    const snapshot = workspace(FILES, { options: { ...DEFAULT_OPTIONS, settings: ['app.worker:Settings'] } });
    assert.deepEqual(
      schemasOf(snapshot).map((it) => it.id),
      ['app.worker:Settings'],
    );
    assert.equal(findSchemas(snapshot, 'app.api:Settings').kind, 'schema');
  });
});
