import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { trackedPaths } from '../../server/src/host/git.ts';

describe('facts from git', () => {
  it('name the tracked files, and run nothing that a hostile repository configures', () => {
    const root = mkdtempSync(join(tmpdir(), 'crossfade-git-'));
    try {
      const git = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: 'ignore' });
      git('init', '--quiet');
      writeFileSync(join(root, '.env'), 'A=1\n');
      writeFileSync(join(root, 'notes.env'), 'B=1\n');
      git('add', '.env');
      const canary = join(root, 'canary');
      const script = join(root, 'script.sh');
      writeFileSync(script, `#!/bin/sh\ntouch '${canary}'\n`);
      chmodSync(script, 0o755);
      for (const name of ['core.fsmonitor', 'core.pager', 'core.editor', 'core.sshCommand', 'gpg.program']) {
        git('config', name, script);
      }
      git('config', 'log.showSignature', 'true');
      assert.deepEqual([...(trackedPaths(root) ?? [])], ['.env']);
      assert.equal(existsSync(canary), false);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });

  it('are unknown where there is no repository', () => {
    const root = mkdtempSync(join(tmpdir(), 'crossfade-plain-'));
    try {
      assert.equal(trackedPaths(root), undefined);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
