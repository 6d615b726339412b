import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '../../server/src/core/rules/finding.ts';
import { unrecordedBreakingChange } from '../../server/src/core/rules/unrecorded-breaking-change.ts';
import { workspace } from '../workspace.ts';
import { type Files, service } from './deploy.ts';

/** What the rule says of the class where one field gives way to another. */
function found(from: string, to: string, env: string): Finding | undefined {
  const version = (line: string): Files => service([line], { '.env': env });
  const seen = {
    kind: 'seen' as const,
    commit: '0'.repeat(40),
    date: '2026-01-01',
    snapshot: workspace(version(from)),
  };
  const base = { name: 'main', view: seen } as const;
  const snapshot = workspace(version(to), { base });
  const file = snapshot.files.get('settings.py');
  assert.ok(file);
  const [first] = unrecordedBreakingChange.check({ snapshot, file } as Parameters<
    typeof unrecordedBreakingChange.check
  >[0]);
  return first;
}

describe('what the light bulb offers for a new name', () => {
  it('is a rename where the value stays as it is', () => {
    for (const to of ['carrier_timeout_limit: int = 30', 'carrier_timeout_seconds: int = 30']) {
      const finding = found('carrier_timeout: int = 30', to, 'CARRIER_TIMEOUT=20\n');
      assert.equal(finding?.fixes?.[0]?.migrate?.kind, 'rename', to);
    }
  });

  it('is a change of unit where the names say another one', () => {
    for (const from of ['carrier_timeout', 'carrier_timeout_seconds']) {
      const finding = found(
        `${from}: int = 30`,
        'carrier_timeout_ms: int = 30000',
        `${from.toUpperCase()}=20\n`,
      );
      const [fix] = finding?.fixes ?? [];
      assert.equal(fix?.migrate?.kind, 'unit');
      assert.equal(
        fix?.title,
        `Change the unit from \`${from.toUpperCase()}\` to \`CARRIER_TIMEOUT_MS\` step by step`,
      );
    }
  });

  it('comes with a warning where nothing is certain', () => {
    const finding = found('pool: float = 5', 'pool_size: int = 5', 'POOL=20\n');
    assert.equal(finding?.severity, 'warning');
  });
});
