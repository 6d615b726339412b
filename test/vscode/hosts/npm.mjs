import { spawn } from 'node:child_process';

/**
 * `npm install` in `folder`, without install scripts; rejects with npm's own words when it fails.
 * @param {string} folder
 * @param {string[]} args
 * @returns {Promise<void>}
 */
export async function npmInstall(folder, args) {
  const common = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const child = spawn(npm, ['install', ...common, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) {
    const tail = Buffer.concat(output).toString('utf8').trimEnd().split('\n').slice(-12).join('\n');
    throw new Error(`npm install ${args.join(' ')} ended with status ${code}\n${tail}`);
  }
}
