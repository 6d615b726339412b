import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { ownCommand } from './edit-to-diagnostics.mjs';
import { initialize, startServer } from './language-server.mjs';
import { summary } from './statistics.mjs';
import { asTimes } from './table.mjs';
import { makeWorkspace } from './workspaces.mjs';

/** From spawn to the answer of `initialize` and to the first diagnostics, against an empty Node program. */
export async function coldStartRows(root, runs) {
  const folder = makeWorkspace({ yamlLines: 1000 });
  const samples = { floor: [], initialized: [], diagnosed: [], commanded: [], checked: [] };
  const check = [`${root}/bin/crossfade.mjs`, 'check', '--root', join(root, 'examples', 'orders-api')];
  for (let run = -1; run < runs; run++) {
    const floor = await timeOf(['-e', '0'], folder);
    // As an editor extension starts it, and as `crossfade lsp` does.
    const started = await start([join(root, 'dist', 'server.cjs'), '--stdio'], folder);
    const commanded = await start(ownCommand(root), folder);
    const checked = await timeOf(check, folder);
    if (run < 0) continue;
    samples.floor.push(floor);
    samples.initialized.push(started.initialized);
    samples.diagnosed.push(started.diagnosed);
    samples.commanded.push(commanded.initialized);
    samples.checked.push(checked);
  }
  rmSync(folder, { recursive: true, force: true });
  const [floor, initialized, diagnosed, commanded, checked] = Object.values(samples).map(summary);
  const against = (what, ours, goal) => ({
    what,
    ours: asTimes(ours),
    peer: asTimes(floor),
    ratio: ours.p50 / floor.p50,
    goal,
  });
  return [
    against('spawn to `initialize` answered, against an empty Node program', initialized, 2),
    against('spawn to first diagnostics, 1,000 lines of YAML, the same', diagnosed, 3),
    against('`crossfade lsp` to `initialize` answered, the same', commanded),
    against('`check` of the example, the same', checked),
  ];
}

async function start(command, folder) {
  const server = startServer(command, folder);
  const initialized = await initialize(server, folder, true);
  const path = join(folder, 'config.yaml');
  const uri = pathToFileURL(path).href;
  server.notify('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text: readFileSync(path, 'utf8') },
  });
  await server.request('textDocument/diagnostic', { textDocument: { uri } });
  const diagnosed = performance.now() - server.started;
  await server.end();
  return { initialized, diagnosed };
}

function timeOf(args, folder) {
  const started = performance.now();
  const child = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve(performance.now() - started));
  });
}
