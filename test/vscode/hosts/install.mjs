import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cached } from './cache.mjs';
import { npmInstall } from './npm.mjs';

const CODE_SERVER = '4.139.1';
const NODE = '24.21.0';
const CHROMIUM = '143.0.4';

/**
 * Installs the VS Code server with its workbench, and the Node that runs it, once per version.
 * @param {(line: string) => void} say
 * @returns {Promise<{ node: string, serverMain: string, version: string }>}
 */
export async function installServer(say) {
  const nodePackage = `node-linux-${process.arch}`;
  const folder = await cached(
    `vscode-server-${CODE_SERVER}-node-${NODE}-${process.arch}`,
    async (partial) => {
      say(`installing the VS Code server of code-server ${CODE_SERVER} (about 850 MB, once)`);
      await writeFile(path.join(partial, 'package.json'), '{"private":true}');
      await npmInstall(partial, ['--force', `code-server@${CODE_SERVER}`, `${nodePackage}@${NODE}`]);
      const vscode = path.join(partial, 'node_modules/code-server/lib/vscode');
      say('installing the dependencies of the server');
      await npmInstall(vscode, ['--force', '--omit=dev']);
      say('installing the dependencies of the built-in extensions');
      await npmInstall(path.join(vscode, 'extensions'), ['--force', '--omit=dev']);
    },
    { deadlineMs: 600_000, say },
  );
  return {
    node: path.join(folder, 'node_modules', nodePackage, 'bin/node'),
    serverMain: path.join(folder, 'node_modules/code-server/lib/vscode/out/server-main.js'),
    version: CODE_SERVER,
  };
}

/**
 * Installs Chromium with the fonts and shared libraries that a bare Linux lacks, once per version.
 * @param {(line: string) => void} say
 * @returns {Promise<{ executable: string, libraries: string, fonts: string }>}
 */
export async function installChromium(say) {
  const folder = await cached(
    `chromium-${CHROMIUM}-${process.arch}`,
    async (partial) => {
      say(`installing Chromium ${CHROMIUM} (about 70 MB, once)`);
      await writeFile(path.join(partial, 'package.json'), '{"private":true}');
      await npmInstall(partial, [`@sparticuz/chromium@${CHROMIUM}`]);
      await unpackChromium(partial);
    },
    { deadlineMs: 300_000, say },
  );
  return {
    executable: path.join(folder, 'chromium'),
    libraries: path.join(folder, 'al2023/lib'),
    fonts: path.join(folder, 'fonts'),
  };
}

/** The package's own unpacking writes into the temporary folder, which is `folder` while it runs. */
async function unpackChromium(folder) {
  const chromium = path.join(folder, 'node_modules/@sparticuz/chromium');
  const { inflate } = await import(pathToFileURL(path.join(chromium, 'build/esm/lambdafs.js')).href);
  const { TMPDIR } = process.env;
  process.env.TMPDIR = folder;
  try {
    for (const archive of ['chromium.br', 'fonts.tar.br', 'al2023.tar.br']) {
      await inflate(path.join(chromium, 'bin', archive));
    }
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
}
