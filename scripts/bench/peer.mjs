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
const VERSION = Number(process.versions.node.split('.')[0]) >= 23 ? '2.0.0' : '1.25.0';

/** What delays validation, as shipped and as patched. */
const DELAY = /(\.validationDelayMs\s*=\s*)200\b/;

/**
 * yaml-language-server in the cache folder, as shipped and with its debounce set to zero; never among our own
 * packages. Gives `{ shipped, patched, version }`, arguments of Node, or `{ reason }`.
 */
export function yamlLanguageServer() {
  const folder = join(cacheFolder(), `yaml-language-server-${VERSION}`);
  if (!existsSync(join(folder, 'complete'))) {
    const reason = install(folder);
    if (reason) return { reason };
  }
  const command = (copy) => [
    join(folder, copy, 'node_modules', 'yaml-language-server', 'bin', 'yaml-language-server'),
    '--stdio',
  ];
  return { shipped: command('shipped'), patched: command('patched'), version: VERSION };
}

function install(folder) {
  process.stdout.write(`Installing yaml-language-server ${VERSION} into ${folder} …\n`);
  rmSync(folder, { recursive: true, force: true });
  const shipped = join(folder, 'shipped');
  mkdirSync(shipped, { recursive: true });
  writeFileSync(join(shipped, 'package.json'), '{ "private": true }\n');
  const args = [
    'install',
    '--silent',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    `yaml-language-server@${VERSION}`,
  ];
  const { status } = spawnSync('npm', args, {
    cwd: shipped,
    stdio: 'ignore',
    shell: process.platform === 'win32',
  });
  if (status !== 0) return `yaml-language-server ${VERSION} cannot be installed`;
  cpSync(shipped, join(folder, 'making'), { recursive: true });
  patch(join(folder, 'making', 'node_modules', 'yaml-language-server'));
  renameSync(join(folder, 'making'), join(folder, 'patched'));
  writeFileSync(join(folder, 'complete'), '');
  return undefined;
}

/** Sets the delay to zero wherever it is given; a version that gives it elsewhere must not be measured as patched. */
function patch(root) {
  const files = readdirSync(root, { recursive: true }).filter(
    (name) => name.endsWith('.js') && !name.includes('node_modules'),
  );
  let patched = 0;
  for (const name of files) {
    const text = readFileSync(join(root, name), 'utf8');
    if (!DELAY.test(text)) continue;
    writeFileSync(
      join(root, name),
      text.replace(DELAY, (_, before) => `${before}0`),
    );
    patched++;
  }
  if (patched === 0) throw new Error(`yaml-language-server ${VERSION} has no delay of the form ${DELAY}`);
}
