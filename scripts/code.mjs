// Opens a copy of the example service in VS Code with this extension: `npm run code`
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { copyExample } from '../test/vscode/example-copy.mjs';
import { startServer, workbenchUrl } from '../test/vscode/hosts/browser.mjs';
import { findProgram } from '../test/vscode/hosts/find.mjs';
import { runToEnd } from '../test/vscode/hosts/processes.mjs';
import { build } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

runToEnd(async () => {
  await build(['client', 'server']);
  const code = await findProgram('VSCODE_COMMAND', process.platform === 'win32' ? ['code.cmd'] : ['code']);
  return code ? inDesktop(code) : inBrowser();
});

/** Waits until the window is closed, because the copy of the example goes with this program. */
async function inDesktop(code) {
  const args = ['--wait', '--new-window', `--extensionDevelopmentPath=${root}`, await copyExample()];
  const { status, error } = spawnSync(code, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (error) throw error;
  return status ?? 1;
}

async function inBrowser() {
  if (process.platform !== 'linux')
    throw new Error('no `code` command is found: install VS Code or set VSCODE_COMMAND');
  const { port } = await startServer({ trust: true, say: console.log });
  console.log('VS Code with Crossfade runs here; Ctrl+C ends it:');
  console.log(`\n  ${workbenchUrl({ port, folder: await copyExample(), extension: root })}\n`);
  return new Promise(() => undefined);
}
