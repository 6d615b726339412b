import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deployOf, type Files, replicasOf, service } from './deploy.ts';

const IMPORTS = ['import os', 'import secrets', 'import socket', 'import uuid', ''].join('\n');

function version(...lines: readonly string[]): Files {
  const files = service(['name: str = "shop"', ...lines]);
  return { ...files, 'settings.py': `${IMPORTS}${files['settings.py']}` };
}

/** What becomes of new replicas of a class that gets another field, which nothing sets. */
function judged(line: string, env = 'NAME=shop\n'): string | undefined {
  const report = deployOf({ from: version(), to: version(line), untracked: { '.env': env } });
  return replicasOf(report).find((it) => it.startsWith('new/today'));
}

describe('a new field with a default factory', () => {
  it('may fail at the start where the factory is not evaluated', () => {
    for (const factory of ['lambda: os.environ["REGION"]', 'region_of_host', 'lambda data: data["name"]']) {
      assert.equal(
        judged(`region: str = Field(default_factory=${factory})`),
        'new/today unknown: not-decided REGION',
        factory,
      );
    }
  });

  it('starts where the factory cannot fail', () => {
    for (const factory of [
      'list',
      'lambda: ["a"]',
      'uuid.uuid4',
      'lambda: secrets.token_hex(8)',
      'socket.gethostname',
      'lambda: os.getenv("REGION", "eu")',
    ]) {
      assert.equal(judged(`region: Any = Field(default_factory=${factory})`), 'new/today yes', factory);
    }
  });

  it('starts where it is set', () => {
    const line = 'region: str = Field(default_factory=lambda: os.environ["AREA"])';
    assert.equal(judged(line, 'REGION=eu\n'), 'new/today yes');
  });
});

describe('a module that comes to read variables', () => {
  const reads = { 'region.py': 'import os\n\nREGION = os.environ["REGION"]\n' };

  it('may lack one that is required, where the environment is not seen', () => {
    const report = deployOf({ from: version(), to: { ...version(), ...reads } });
    assert.equal(report.deploy, 'unknown');
    assert.ok(
      replicasOf(report).includes('new/today unknown: not-seen REGION'),
      replicasOf(report).join('\n'),
    );
  });

  it('lacks nothing that another module of the service read before', () => {
    const moved = { 'zone.py': reads['region.py'] };
    const report = deployOf({ from: { ...version(), ...reads }, to: { ...version(), ...moved } });
    assert.equal(report.deploy, 'yes');
  });
});
