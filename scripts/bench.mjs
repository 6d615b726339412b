// Measures what performance is promised for, beside others where there are any:
// `npm run bench [-- --quick] [yaml|json|dotenv|python|start|check]…`
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { growthRows, indexRows, varlockRows, yamlFilesRows } from './bench/check.mjs';
import { coldStartRows } from './bench/cold-start.mjs';
import { bareDotenvParse } from './bench/dotenv-parse.mjs';
import { dataFileRows, dotenvRows } from './bench/edit-to-diagnostics.mjs';
import { jsonLanguageServer, v8r, varlock, yamlLanguageServer, yamllint } from './bench/peer.mjs';
import { pythonEditRows } from './bench/python-edit.mjs';
import { barePythonParse } from './bench/python-parse.mjs';
import { printTable } from './bench/table.mjs';
import { build } from './build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const quick = process.argv.includes('--quick');
const presses = quick ? 15 : 60;
const starts = quick ? 5 : 20;
const runs = quick ? 2 : 5;

/** What can be measured by itself. Ratios are of one run, in turns. */
const PARTS = {
  yaml: async () => {
    const peer = named('yaml-language-server', yamlLanguageServer());
    const rows = (lines, count, goals, anchors = false) =>
      dataFileRows(root, peer, { format: 'YAML', lines, anchors }, count, goals);
    return [
      ...(await rows(1000, presses, { patched: 1 / 15, shipped: 1 / 15 })),
      ...(await rows(10_000, presses, { patched: 1 / 40, shipped: 1 / 80, memory: 0.5, completion: 1 / 20 })),
      ...(await rows(100_000, quick ? 3 : 9, { patched: 1 / 60, memory: 1 / 8 })),
      ...(await rows(10_000, quick ? 5 : 20, { patched: 1 / 8 }, true)),
    ];
  },
  json: async () => {
    const peer = named('vscode-json-languageserver', jsonLanguageServer());
    return dataFileRows(root, peer, { format: 'JSON', lines: 10_000 }, presses, { patched: 1 / 2 });
  },
  dotenv: async () => {
    const parse = await bareDotenvParse(root);
    return [
      ...(await dotenvRows(root, parse, 1000, presses)),
      ...(await dotenvRows(root, parse, 10_000, presses)),
    ];
  },
  python: () => pythonEditRows(root, (folder) => barePythonParse(root, folder), presses),
  start: () => coldStartRows(root, starts),
  check: async () => [
    ...(await varlockRows(root, named('varlock', varlock()), runs)),
    ...yamlFilesRows(root, named('yamllint', yamllint()), named('v8r', v8r()), runs),
    ...growthRows(root, runs),
    ...indexRows(root, runs),
  ],
};

/** Says what stands beside us, or why nothing does. */
function named(name, peer) {
  process.stdout.write(peer.reason ? `No comparison: ${peer.reason}\n` : `Beside ${name} ${peer.version}\n`);
  return peer;
}

const asked = process.argv.slice(2).filter((it) => it in PARTS);
await build(['server', 'cli'], { release: true });
const rows = [];
for (const name of asked.length > 0 ? asked : Object.keys(PARTS)) rows.push(...(await PARTS[name]()));
process.stdout.write(`Node ${process.version}; medians, in one run, in turns\n\n`);
printTable(rows);
