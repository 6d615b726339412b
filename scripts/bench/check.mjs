import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { summary } from './statistics.mjs';
import { asTimes } from './table.mjs';
import { makeWorkspace } from './workspaces.mjs';

/** `check` of a dotenv file, beside varlock, which loads and validates the same keys. */
export async function varlockRows(root, peer, runs) {
  const rows = [];
  for (const [keys, goal, turns] of [
    [100, 1 / 3, runs],
    [1000, 1 / 7, runs],
    [10_000, 1 / 50, 2],
  ]) {
    const folder = makeWorkspace({ keys });
    const what = `\`check\` of ${keys.toLocaleString('en')} keys`;
    const ours = () => node([join(root, 'bin', 'crossfade.mjs'), 'check', '--root', folder], folder);
    if (peer.reason) rows.push({ what, ours: asTimes(measured({ ours }, turns).ours) });
    else {
      const other = schemaFolder(folder);
      // What it would keep about its user, it keeps beside the files.
      const env = { ...process.env, HOME: other, VARLOCK_TELEMETRY_DISABLED: 'true' };
      const theirs = () => node([...peer.command, 'load'], other, env);
      rows.push(row(`${what}; beside: varlock`, measured({ ours, theirs }, turns), goal));
      rmSync(other, { recursive: true, force: true });
    }
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}

/** The same keys as varlock declares them. */
function schemaFolder(folder) {
  const other = mkdtempSync(join(tmpdir(), 'crossfade-bench-schema-'));
  const text = readFileSync(join(folder, '.env'), 'utf8');
  writeFileSync(join(other, '.env'), text);
  const declared = text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const value = line.slice(line.indexOf('=') + 1);
      const type = /^\d+$/.test(value) ? 'number' : /^(?:true|false)$/.test(value) ? 'boolean' : 'string';
      return `# @type=${type}\n${line.slice(0, line.indexOf('='))}=`;
    });
  writeFileSync(join(other, '.env.schema'), `# @defaultSensitive=false\n# ---\n${declared.join('\n')}\n`);
  return other;
}

/** `check` of many YAML files, beside programs that read each of them. */
export function yamlFilesRows(root, lint, validate, runs) {
  const folder = makeWorkspace({ yamlLines: 250 });
  const text = readFileSync(join(folder, 'config.yaml'), 'utf8');
  mkdirSync(join(folder, 'files'));
  for (let index = 0; index < 200; index++)
    writeFileSync(join(folder, 'files', `config_${index}.yaml`), text);
  const source = readFileSync(join(folder, 'settings.py'), 'utf8');
  const names = readdirSync(join(folder, 'files')).map((name) => `"files/${name}"`);
  writeFileSync(
    join(folder, 'settings.py'),
    source.replace('yaml_file="config.yaml"', `yaml_file=[${names.join(', ')}]`),
  );
  writeFileSync(
    join(folder, 'schema.json'),
    '{ "type": "object", "additionalProperties": { "type": "object" } }\n',
  );
  const files = names.map((name) => JSON.parse(name));
  const ours = () => node([join(root, 'bin', 'crossfade.mjs'), 'check', '--root', folder], folder);
  const rows = [];
  const add = (name, theirs, goal) =>
    rows.push(row(`\`check\` of 200 YAML files; beside: ${name}`, measured({ ours, theirs }, runs), goal));
  if (!lint.reason) add('yamllint', () => program(lint.program, ['-d', 'relaxed', 'files'], folder), 1 / 8);
  if (!validate.reason)
    add('v8r', () => node([...validate.command, '-s', 'schema.json', ...files], folder), 1 / 12);
  rmSync(folder, { recursive: true, force: true });
  return rows;
}

/** How the time grows with the keys of one file. */
export function growthRows(root, runs) {
  const folders = { small: makeWorkspace({ keys: 3000 }), large: makeWorkspace({ keys: 30_000 }) };
  const check = (folder) => () =>
    node([join(root, 'bin', 'crossfade.mjs'), 'check', '--root', folder], folder);
  const times = measured({ small: check(folders.small), large: check(folders.large) }, runs);
  for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true });
  return [
    {
      what: '`check` of 30,000 keys; beside: of 3,000',
      ours: asTimes(times.large),
      peer: asTimes(times.small),
      ratio: times.large.p50 / times.small.p50,
      goal: 15,
    },
  ];
}

/** `check` of many Python files that hold nothing, beside a search for what settings code must hold. */
export function indexRows(root, runs) {
  const folder = makeWorkspace({ keys: 10, pythonFiles: 10_000 });
  const pattern = 'environ|getenv|BaseSettings|pydantic_settings';
  const ours = () => node([join(root, 'bin', 'crossfade.mjs'), 'check', '--root', folder], folder);
  const theirs = () => program('grep', ['-rlE', '--include=*.py', pattern, '.'], folder);
  const times = measured({ ours, theirs }, runs);
  rmSync(folder, { recursive: true, force: true });
  return [row('`check` with 10,000 Python files; beside: `grep -rlE`', times, 4)];
}

function row(what, { ours, theirs }, goal) {
  return { what, ours: asTimes(ours), peer: asTimes(theirs), ratio: ours.p50 / theirs.p50, goal };
}

/** Runs programs in turn; the first turn only warms up. */
function measured(programs, runs) {
  const samples = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  for (let run = -1; run < runs; run++) {
    for (const [name, start] of Object.entries(programs)) {
      const time = start();
      if (run >= 0) samples[name].push(time);
    }
  }
  return Object.fromEntries(Object.entries(samples).map(([name, all]) => [name, summary(all)]));
}

function node(args, cwd, env = process.env) {
  return program(process.execPath, args, cwd, env);
}

/** The milliseconds that a program takes. One that could not be started must not count as quick. */
function program(name, args, cwd, env = process.env) {
  const started = performance.now();
  const { error } = spawnSync(name, args, { cwd, env, stdio: 'ignore' });
  if (error) throw error;
  return performance.now() - started;
}
