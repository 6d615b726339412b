import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { ownCommand } from './edit-to-diagnostics.mjs';
import { initialize, startServer } from './language-server.mjs';
import { summary } from './statistics.mjs';
import { asTimes } from './table.mjs';
import { makeWorkspace } from './workspaces.mjs';

const DEFAULT = ' = 1';

/**
 * A key press in a settings class to the diagnostics of the two settings files that are open, beside the parse of that
 * Python file.
 * @param {(folder: string) => () => number} parse gives what parses a workspace's Python file once
 */
export async function pythonEditRows(root, parse, runs) {
  const folder = makeWorkspace({ yamlLines: 1000, keys: 1000 });
  const server = startServer(ownCommand(root), folder);
  await initialize(server, folder, true);
  const uriOf = (path) => pathToFileURL(join(folder, path)).href;
  const open = (path, languageId) =>
    server.notify('textDocument/didOpen', {
      textDocument: {
        uri: uriOf(path),
        languageId,
        version: 1,
        text: readFileSync(join(folder, path), 'utf8'),
      },
    });
  for (const [path, id] of [
    ['settings.py', 'python'],
    ['config.yaml', 'yaml'],
    ['.env', 'dotenv'],
  ])
    open(path, id);
  const settingsFiles = ['config.yaml', '.env'].map((path) => ({ textDocument: { uri: uriOf(path) } }));
  const answered = () =>
    Promise.all(settingsFiles.map((it) => server.request('textDocument/diagnostic', it)));
  await answered();
  const bare = await parse(folder);
  const samples = [];
  const parses = [];
  const lines = readFileSync(join(folder, 'settings.py'), 'utf8').split('\n');
  const line = lines.findIndex((it) => /shop_setting_00500: /.test(it));
  const start = { line, character: lines[line].length };
  const behind = { line, character: start.character + DEFAULT.length };
  for (let run = -4; run < runs; run++) {
    const adds = run % 2 === 0;
    const range = { start, end: adds ? start : behind };
    const before = performance.now();
    server.notify('textDocument/didChange', {
      textDocument: { uri: uriOf('settings.py'), version: run + 10 },
      contentChanges: [{ range, text: adds ? DEFAULT : '' }],
    });
    await answered();
    if (run >= 0) samples.push(performance.now() - before);
    parses.push(bare());
  }
  await server.end();
  rmSync(folder, { recursive: true, force: true });
  const [ours, peer] = [summary(samples), summary(parses)];
  return [
    {
      what: 'key press in a settings class of 1,020 fields, two settings files; beside: the parse of it',
      ours: asTimes(ours),
      peer: asTimes(peer),
      ratio: ours.p50 / peer.p50,
      goal: 2,
    },
  ];
}
