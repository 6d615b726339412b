import { rmSync } from 'node:fs';
import { summary } from './statistics.mjs';
import { asMegabytes, asTimes } from './table.mjs';
import { typist } from './typing.mjs';
import { makeWorkspace } from './workspaces.mjs';

const OURS = ['bin/crossfade.mjs', 'lsp', '--stdio'];
const FILES = {
  YAML: { path: 'config.yaml', languageId: 'yaml' },
  JSON: { path: 'config.json', languageId: 'json' },
};

/**
 * Key press to diagnostics in a data file, beside another server without and with its debounce; memory, completion.
 * @param {{ format: 'YAML' | 'JSON', lines: number, anchors?: boolean }} file
 * @param {{ patched?: number, shipped?: number, memory?: number, completion?: number }} goals what is measured too
 * @returns rows of the report
 */
export async function dataFileRows(root, peer, file, runs, goals) {
  const size = { [file.format === 'YAML' ? 'yamlLines' : 'jsonLines']: file.lines, anchors: file.anchors };
  const folder = makeWorkspace(size);
  const where = { folder, ...FILES[file.format] };
  const typists = {
    ours: await typist(ownCommand(root), { ...where, pulls: true }),
    ...(peer.reason ? {} : { patched: await typist(peer.patched, { ...where, pulls: false }) }),
    ...(peer.reason || goals.shipped === undefined
      ? {}
      : { shipped: await typist(peer.shipped, { ...where, pulls: false }) }),
  };
  const times = await interleaved(typists, runs);
  const memory = Object.fromEntries(Object.entries(typists).map(([name, it]) => [name, it.memory()]));
  const completion =
    goals.completion && (await interleaved(typists, Math.min(runs, 10), undefined, 'complete'));
  await Promise.all(Object.values(typists).map((it) => it.end()));
  rmSync(folder, { recursive: true, force: true });
  const what = `${pressIn(file.lines, file.format)}${file.anchors ? ', anchors everywhere' : ''}`;
  if (peer.reason) return [{ what, ours: asTimes(times.ours) }];
  return beside(what, times, memory, completion, goals);
}

function beside(what, times, memory, completion, goals) {
  const row = (name, ours, peer, goal) => ({
    what: name,
    ours: asTimes(ours),
    peer: asTimes(peer),
    ratio: ours.p50 / peer.p50,
    goal,
  });
  const rows = [row(`${what}; beside: without its debounce`, times.ours, times.patched, goals.patched)];
  if (times.shipped) rows.push(row(`${what}; beside: as shipped`, times.ours, times.shipped, goals.shipped));
  if (goals.memory && memory.ours && memory.patched) {
    rows.push({
      what: `memory after that`,
      ours: asMegabytes(memory.ours),
      peer: asMegabytes(memory.patched),
      ratio: memory.ours / memory.patched,
      goal: goals.memory,
    });
  }
  if (completion)
    rows.push(row('completion in that file', completion.ours, completion.patched, goals.completion));
  return rows;
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
  const idle = await typists.ours.idle();
  await typists.ours.end();
  rmSync(folder, { recursive: true, force: true });
  const parsing = summary(samples.slice(-runs));
  const row = {
    what: `${pressIn(lines, '.env')}, p95; beside: the bare parse`,
    ours: asTimes(ours),
    peer: asTimes(parsing),
    ratio: ours.p95 / parsing.p50,
    goal: lines >= 10_000 ? 5 : undefined,
  };
  if (!memory || lines < 10_000) return [row];
  return [
    row,
    { what: 'memory after that', ours: asMegabytes(memory) },
    ...(idle === undefined
      ? []
      : [{ what: 'work in a second without a question', ours: `${idle} ms`, goal: 'none', met: idle <= 10 }]),
  ];
}

/** Presses a key in each server in turn; the first presses only warm up. */
async function interleaved(typists, runs, between = () => undefined, act = 'press') {
  const names = Object.keys(typists);
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  const warmUp = Math.ceil(runs / 3);
  for (let run = -warmUp; run < runs; run++) {
    for (const name of names) {
      const time = await typists[name][act]();
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
