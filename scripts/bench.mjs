// Measures what performance is promised for, beside others where there are any: `npm run bench [-- --quick]`
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { coldStartRows } from './bench/cold-start.mjs';
import { bareDotenvParse } from './bench/dotenv-parse.mjs';
import { dotenvRows, yamlRows } from './bench/edit-to-diagnostics.mjs';
import { yamlLanguageServer } from './bench/peer.mjs';
import { printTable } from './bench/table.mjs';
import { build } from './build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const quick = process.argv.includes('--quick');
const presses = quick ? 15 : 60;
const starts = quick ? 5 : 20;

await build(['server', 'cli'], { release: true });
const peer = yamlLanguageServer();
process.stdout.write(
  peer.reason ? `No comparison: ${peer.reason}\n` : `Beside yaml-language-server ${peer.version}\n`,
);
const parse = await bareDotenvParse(root);
const rows = [];
for (const lines of [1000, 10_000]) {
  rows.push(...(await yamlRows(root, peer, lines, presses)));
  rows.push(...(await dotenvRows(root, parse, lines, presses)));
}
rows.push(...(await coldStartRows(root, starts)));
process.stdout.write(`Node ${process.version}; medians, in one run, in turns\n\n`);
printTable(rows);
