import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../steps/cache-folder.mjs';

/** The newest yaml-language-server that runs on this Node: 2.0.0 asks for Node 22.13. */
const YAML_SERVER = Number(process.versions.node.split('.')[0]) >= 23 ? '2.0.0' : '1.25.0';

/**
 * Other programs in the cache folder, never among our own packages. Each gives what starts it, or `{ reason }`.
 * Language servers are there as shipped and with what delays their validation set to zero.
 */
export function yamlLanguageServer() {
  const name = 'yaml-language-server';
  return languageServer(name, YAML_SERVER, /(\.validationDelayMs\s*=\s*)200\b/);
}

export function jsonLanguageServer() {
  return languageServer('vscode-json-languageserver', '1.3.4', /(\bvalidationDelayMs\s*=\s*)300\b/);
}

/** Loads `.env` by a schema and refuses values of other types. */
export function varlock() {
  const installed = npmPackage('varlock', '1.20.0');
  return installed.reason
    ? installed
    : { version: '1.20.0', command: [join(installed.root, 'bin', 'cli.js')] };
}

/** Validates YAML files against a schema. */
export function v8r() {
  const installed = npmPackage('v8r', '6.1.0');
  return installed.reason
    ? installed
    : { version: '6.1.0', command: [join(installed.root, 'src', 'index.js')] };
}

/** Lints YAML; a Python program, in an environment of its own. */
export function yamllint() {
  const version = '1.38.0';
  const folder = join(cacheFolder(), `yamllint-${version}`);
  const program = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin', 'yamllint');
  if (!existsSync(program)) {
    const python = process.platform === 'win32' ? 'python' : 'python3';
    const made = spawnSync(python, ['-m', 'venv', folder], { stdio: 'ignore' });
    const pip = [join(program, '..', 'pip'), 'install', '--quiet', `yamllint==${version}`];
    if (made.status !== 0 || spawnSync(pip[0], pip.slice(1), { stdio: 'ignore' }).status !== 0)
      return { reason: `yamllint ${version} cannot be installed` };
  }
  return { version, program };
}

function languageServer(name, version, delay) {
  const installed = npmPackage(name, version, delay);
  if (installed.reason) return installed;
  const command = (root) => [join(root, 'bin', name), '--stdio'];
  return { version, shipped: command(installed.root), patched: command(installed.patched) };
}

/** Where a package is, and where a copy of it is that waits for nothing. */
function npmPackage(name, version, delay) {
  const folder = join(cacheFolder(), `${name}-${version}`);
  const root = (copy) => join(folder, copy, 'node_modules', name);
  if (!existsSync(join(folder, 'complete'))) {
    process.stdout.write(`Installing ${name} ${version} into ${folder} …\n`);
    rmSync(folder, { recursive: true, force: true });
    if (!npmInstall(join(folder, 'shipped'), `${name}@${version}`))
      return { reason: `${name} ${version} cannot be installed` };
    if (delay) {
      cpSync(join(folder, 'shipped'), join(folder, 'making'), { recursive: true });
      patch(root('making'), delay);
      renameSync(join(folder, 'making'), join(folder, 'patched'));
    }
    writeFileSync(join(folder, 'complete'), '');
  }
  return { root: root('shipped'), patched: root('patched') };
}

function npmInstall(folder, spec) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts', spec];
  return (
    spawnSync('npm', args, { cwd: folder, stdio: 'ignore', shell: process.platform === 'win32' }).status === 0
  );
}

/** Sets the delay to zero wherever it is given; a version that gives it elsewhere must not be measured as patched. */
function patch(root, delay) {
  const files = readdirSync(root, { recursive: true }).filter(
    (name) => name.endsWith('.js') && !name.includes('node_modules'),
  );
  let patched = 0;
  for (const name of files) {
    const text = readFileSync(join(root, name), 'utf8');
    if (!delay.test(text)) continue;
    writeFileSync(
      join(root, name),
      text.replace(delay, (_, before) => `${before}0`),
    );
    patched++;
  }
  if (patched === 0) throw new Error(`${root} has no delay of the form ${delay}`);
}
