import { rmSync } from 'node:fs';
import { summary } from './statistics.mjs';
import { asMegabytes, asTimes } from './table.mjs';
import { typist } from './typing.mjs';
import { makeWorkspace } from './workspaces.mjs';

const OURS = ['bin/crossfade.mjs', 'lsp', '--stdio'];

/**
 * Key press to diagnostics in YAML, beside yaml-language-server without and with its debounce, and memory.
 * @returns rows of the report
 */
export async function yamlRows(root, peer, lines, runs) {
  const folder = makeWorkspace({ yamlLines: lines });
  const where = { folder, path: 'config.yaml', languageId: 'yaml' };
  const typists = {
    ours: await typist(ownCommand(root), { ...where, pulls: true }),
    ...(peer.reason
      ? {}
      : {
          patched: await typist(peer.patched, { ...where, pulls: false }),
          shipped: await typist(peer.shipped, { ...where, pulls: false }),
        }),
  };
  const times = await interleaved(typists, runs);
  const memory = Object.fromEntries(Object.entries(typists).map(([name, it]) => [name, it.memory()]));
  await Promise.all(Object.values(typists).map((it) => it.end()));
  rmSync(folder, { recursive: true, force: true });
  return peer.reason ? [alone(lines, times)] : beside(lines, times, memory);
}

function alone(lines, { ours }) {
  return { what: pressIn(lines, 'YAML'), ours: asTimes(ours) };
}

function beside(lines, { ours, patched, shipped }, memory) {
  const what = pressIn(lines, 'YAML');
  const row = (name, peer, goal) => ({
    what: `${what}, ${name}`,
    ours: asTimes(ours),
    peer: asTimes(peer),
    ratio: ours.p50 / peer.p50,
    goal,
  });
  const large = lines >= 10_000;
  const rows = [
    row('yaml-language-server with no debounce', patched, large ? 1 / 40 : 1 / 15),
    row('yaml-language-server as shipped', shipped, large ? 1 / 80 : undefined),
  ];
  if (!large || !memory.ours || !memory.shipped) return rows;
  const ratio = memory.ours / memory.shipped;
  const what2 = `memory after that, yaml-language-server as shipped`;
  return [
    ...rows,
    { what: what2, ours: asMegabytes(memory.ours), peer: asMegabytes(memory.shipped), ratio, goal: 0.5 },
  ];
}

/** Key press to diagnostics in a dotenv file, beside nothing but reading its text into a document. */
export async function dotenvRows(root, parse, lines, runs) {
  const folder = makeWorkspace({ keys: lines });
  const where = { folder, path: '.env', languageId: 'dotenv', pulls: true };
  const typists = { ours: await typist(ownCommand(root), where) };
  const bare = parse(folder);
  const samples = [];
  const { ours } = await interleaved(typists, runs, () => samples.push(bare()));
  const memory = typists.ours.memory();
  await typists.ours.end();
  rmSync(folder, { recursive: true, force: true });
  const parsing = summary(samples.slice(-runs));
  const row = {
    what: `${pressIn(lines, '.env')}, p95 against the bare parse`,
    ours: asTimes(ours),
    peer: asTimes(parsing),
    ratio: ours.p95 / parsing.p50,
    goal: lines >= 10_000 ? 5 : undefined,
  };
  return memory && lines >= 10_000 ? [row, { what: 'memory after that', ours: asMegabytes(memory) }] : [row];
}

/** Presses a key in each server in turn; the first presses only warm up. */
async function interleaved(typists, runs, between = () => undefined) {
  const names = Object.keys(typists);
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  const warmUp = Math.ceil(runs / 3);
  for (let run = -warmUp; run < runs; run++) {
    for (const name of names) {
      const time = await typists[name].press();
      if (run >= 0) samples[name].push(time);
    }
    between();
  }
  return Object.fromEntries(names.map((name) => [name, summary(samples[name])]));
}

export function ownCommand(root) {
  return [`${root}/${OURS[0]}`, ...OURS.slice(1)];
}

function pressIn(lines, format) {
  return `key press, ${lines.toLocaleString('en')} lines of ${format}`;
}
