import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The licences of the packages that bundled files come from, as one text.
 * @param {string} root the repository
 * @param {string[]} inputs bundled files, relative to it
 */
export async function thirdPartyNotices(root, inputs) {
  const folders = new Set(inputs.map(packageFolder).filter(Boolean));
  const notices = await Promise.all([...folders].sort().map((folder) => notice(path.join(root, folder))));
  return `Crossfade contains parts of these packages.\n\n${[...new Set(notices)].join('\n')}`;
}

function packageFolder(file) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

async function notice(folder) {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e(?:\.|$)/i.test(entry));
  if (!file && !license) throw new Error(`${name} ${version} states no licence`);
  const text = file ? await readFile(path.join(folder, file), 'utf8') : `Licence: ${license}`;
  const title = `${name} ${version} (${license})`;
  return `${title}\n${'='.repeat(title.length)}\n\n${text.trim()}\n`;
}
