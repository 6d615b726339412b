import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { crossfade, exampleCopy, put } from './run.ts';

const COMMANDS = [
  ['check'],
  ['check', '--diff'],
  ['resolve'],
  ['check', '--ref', 'HEAD'],
  ['resolve', '--ref', 'HEAD'],
  ['matrix'],
  ['matrix', '--ref', 'HEAD'],
  ['diff', 'development', 'staging', '--ref', 'HEAD'],
  ['gates'],
  ['plan', 'rename', 'DB_POOL', 'DB_POOL_SIZE'],
  ['migrate', 'rename', 'DB_POOL', 'DB_POOL_SIZE', '--dry-run'],
];

it('no command runs a program that the configuration of a repository names', {
  skip: process.platform === 'win32',
}, () => {
  const root = exampleCopy();
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: root,
      stdio: 'ignore',
    });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'start');
  const canary = join(root, '..', 'canary');
  const script = join(root, 'program.sh');
  put(root, 'program.sh', `#!/bin/sh\ntouch '${canary}'\ncat\n`);
  chmodSync(script, 0o755);
  put(root, '.gitattributes', '* filter=evil diff=evil\n');
  put(root, 'hooks/post-index-change', `#!/bin/sh\ntouch '${canary}'\n`);
  chmodSync(join(root, 'hooks/post-index-change'), 0o755);
  appendFileSync(
    join(root, '.git/config'),
    `[core]\n\tfsmonitor = ${script}\n\thooksPath = ${join(root, 'hooks')}\n\tpager = ${script}\n\tsshCommand = ${script}\n\taskPass = ${script}\n\teditor = ${script}\n[log]\n\tshowSignature = true\n[gpg]\n\tprogram = ${script}\n[filter "evil"]\n\tclean = ${script}\n\tsmudge = ${script}\n\tprocess = ${script}\n[diff]\n\texternal = ${script}\n[diff "evil"]\n\ttextconv = ${script}\n\tcommand = ${script}\n[credential]\n\thelper = !${script}\n[alias]\n\tls-files = !${script}\n`,
  );
  for (const args of COMMANDS) {
    assert.ok([0, 1, 2].includes(crossfade(args, { cwd: root }).status ?? -1));
    assert.equal(existsSync(canary), false, args.join(' '));
  }
});
