import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Analysis } from '../../server/src/core/analysis.ts';
import { workspace } from '../workspace.ts';

const SETTINGS =
  'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    debug: bool\n    pool: int\n';
const COMPOSE = `x-pool: &pool many
x-env: &env
  DEBUG: yes

services:
  api:
    build: .
    environment:
      <<: *env
      POOL: *pool
`;

function findings(compose: string): readonly string[] {
  const snapshot = workspace({ 'settings.py': SETTINGS, 'compose.yaml': compose });
  return new Analysis(snapshot)
    .diagnostics('compose.yaml')
    .map(({ message, span }) => `${compose.slice(span.start, span.end)}: ${message}`);
}

describe('a compose file with anchors', () => {
  it('says the same after a change above an anchor that leaves what the anchor holds', () => {
    const wanted = ['*pool: `POOL` is not an integer'];
    assert.deepEqual(findings(COMPOSE), wanted);
    const changed = COMPOSE.replace('&env\n', '&env\n  # shared\n').replace('&pool many', '&pool  many');
    assert.deepEqual(findings(changed), wanted);
    assert.deepEqual(findings(COMPOSE.replace('DEBUG: yes', 'DEBUG: perhaps').replace('many', '5')), [
      'perhaps: `DEBUG` is not a boolean: use `true` or `false`',
    ]);
  });
});
