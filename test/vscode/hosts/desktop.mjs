import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests, SilentReporter, TestRunFailedError } from '@vscode/test-electron';
import { cacheFolder } from './cache.mjs';
import { findProgram } from './find.mjs';
import { temporaryFolder } from './processes.mjs';

const DOWNLOAD_TIMEOUT_MS = 15_000;

/**
 * VS Code Desktop: what `VSCODE_EXECUTABLE` names, else an installed one that is new enough, else a download.
 * @param {{ floor: string, say: (line: string) => void }} options `floor`: the oldest version, `MAJOR.MINOR`
 * @returns {Promise<string | undefined>} the executable; nothing where no window can be shown or none is found
 */
export async function findDesktop({ floor, say }) {
  const { DISPLAY, WAYLAND_DISPLAY, VSCODE_EXECUTABLE } = process.env;
  if (process.platform === 'linux' && !VSCODE_EXECUTABLE && !DISPLAY && !WAYLAND_DISPLAY) {
    say('no display, so no VS Code Desktop');
    return undefined;
  }
  const installed = await findProgram('VSCODE_EXECUTABLE', installedPlaces());
  if (installed && (VSCODE_EXECUTABLE || (await isNewEnough(installed, floor)))) return installed;
  if (installed) say(`${installed} is older than ${floor}`);
  try {
    return await downloadAndUnzipVSCode({
      version: 'stable',
      cachePath: path.join(cacheFolder(), 'desktop'),
      timeout: DOWNLOAD_TIMEOUT_MS,
      reporter: new SilentReporter(),
    });
  } catch (error) {
    say(`VS Code Desktop cannot be downloaded: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

/** The editor's own executable, not the `code` script beside it. */
function installedPlaces() {
  const { LOCALAPPDATA = '', ProgramFiles = '' } = process.env;
  return [
    '/usr/share/code/code',
    '/opt/visual-studio-code/code',
    '/Applications/Visual Studio Code.app/Contents/MacOS/Electron',
    ...(process.platform === 'win32'
      ? [LOCALAPPDATA, ProgramFiles].map((base) => path.join(base, 'Programs/Microsoft VS Code/Code.exe'))
      : []),
  ];
}

async function isNewEnough(executable, floor) {
  const base = path.dirname(await realpath(executable));
  const places = [
    path.join(base, 'resources/app/package.json'),
    path.join(base, '../Resources/app/package.json'),
  ];
  for (const place of places) {
    const manifest = await readFile(place, 'utf8').catch(() => undefined);
    if (!manifest) continue;
    const [major = 0, minor = 0] = JSON.parse(manifest).version.split('.').map(Number);
    const [floorMajor = 0, floorMinor = 0] = floor.split('.').map(Number);
    return major > floorMajor || (major === floorMajor && minor >= floorMinor);
  }
  return false;
}

/**
 * Runs a test module in VS Code Desktop, with a profile of its own.
 * @param {{ executable: string, folder: string, extension: string, tests: string, env: Record<string, string> }} options
 * @returns {Promise<number>} 0 when `run()` succeeded
 */
export async function runInDesktop({ executable, folder, extension, tests, env }) {
  const profile = await temporaryFolder('crossfade-desktop-');
  try {
    return await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: extension,
      extensionTestsPath: tests,
      extensionTestsEnv: env,
      launchArgs: [folder, '--user-data-dir', profile, '--disable-extensions'],
    });
  } catch (error) {
    if (error instanceof TestRunFailedError) return error.code ?? 1;
    throw error;
  }
}
