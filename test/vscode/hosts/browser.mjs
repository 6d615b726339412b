import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { findProgram } from './find.mjs';
import { installChromium, installServer } from './install.mjs';
import { onEnd, startProcess, temporaryFolder } from './processes.mjs';

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** User settings that keep the window free of everything that is not about the workspace. */
const CLEAN_WINDOW = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'extensions.autoCheckUpdates': false,
  'git.openRepositoryInParentFolders': 'never',
  'editor.cursorBlinking': 'solid',
  'editor.minimap.enabled': false,
};

/**
 * Starts the VS Code server on a free port of the loopback interface, with a profile of its own.
 * @param {{ trust: boolean, settings?: object, env?: object, vsix?: string, say: (line: string) => void }} options
 *   `trust`: every workspace is trusted; without it workspaces open in Restricted Mode; `vsix`: a packed extension that
 *   is installed first
 * @returns {Promise<{ port: number, version: string }>}
 */
export async function startServer({ trust, settings = {}, env = {}, vsix, say }) {
  const { node, serverMain, version } = await installServer(say);
  const profile = await temporaryFolder('crossfade-vscode-');
  await mkdir(path.join(profile, 'data/User'), { recursive: true });
  await writeFile(
    path.join(profile, 'data/User/settings.json'),
    JSON.stringify({ ...CLEAN_WINDOW, ...settings }),
  );
  if (vsix) await installExtension({ node, serverMain, profile, vsix });
  const server = startProcess(
    node,
    [
      serverMain,
      ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token'],
      ...['--accept-server-license-terms', '--server-data-dir', profile, '--telemetry-level', 'off'],
      '--enable-smoke-test-driver',
      ...(trust ? ['--disable-workspace-trust'] : []),
    ],
    { env: { ...process.env, ...env } },
  );
  return { port: await listeningPort(server), version };
}

/** Installs a packed extension from its file, as *Extensions: Install from VSIX…* does. */
async function installExtension({ node, serverMain, profile, vsix }) {
  const args = [serverMain, '--accept-server-license-terms', '--server-data-dir', profile];
  await promisify(execFile)(node, [...args, '--install-extension', vsix]);
}

function listeningPort(server) {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk) => {
      output += chunk;
      const port = /agent listening on (\d+)/.exec(output)?.[1];
      if (port) resolve(Number(port));
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.once('error', reject);
    server.once('close', (code) =>
      reject(new Error(`the VS Code server ended with status ${code}\n${output}`)),
    );
  });
}

/**
 * The address of a workbench on a folder or a workspace file with the extension in `extension` loaded from its folder.
 * @param {{ port: number, folder: string, extension: string, tests?: string }} options
 *   absolute paths; `folder`: a folder or a `.code-workspace` file; `tests`: a module whose `run()` is called in the extension host
 */
export function workbenchUrl({ port, folder, extension, tests }) {
  const remote = (file) => `vscode-remote://localhost:${port}${file}`;
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ['skipWelcome', 'true'],
  ];
  if (tests) payload.push(['extensionTestsPath', remote(tests)]);
  const opened = folder.endsWith('.code-workspace') ? { workspace: folder } : { folder };
  const query = new URLSearchParams({ ...opened, payload: JSON.stringify(payload) });
  return `http://localhost:${port}/?${query}`;
}

/**
 * A headless browser: an installed one, else the cached Chromium.
 * @param {(line: string) => void} say
 */
export async function startBrowser(say) {
  const installed = await findProgram('CHROMIUM_EXECUTABLE', [
    ...['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge'],
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ]);
  const browser = await chromium.launch(
    installed ? { executablePath: installed, args: QUIET } : await bundled(say),
  );
  onEnd(() => browser.close());
  return browser;
}

async function bundled(say) {
  const { executable, libraries, fonts } = await installChromium(say);
  const env = { ...process.env, FONTCONFIG_FILE: await fontConfiguration(fonts) };
  env.LD_LIBRARY_PATH = [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return { executablePath: executable, args: QUIET, env };
}

/** The system's fonts and one of Chromium's own: this Chromium ends when there is none at all. */
async function fontConfiguration(fonts) {
  const folder = await temporaryFolder('crossfade-fonts-');
  const file = path.join(folder, 'fonts.conf');
  const text = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${fonts}</dir>
  <cachedir>${path.join(folder, 'cache')}</cachedir>
</fontconfig>
`;
  await writeFile(file, text);
  return file;
}

/**
 * Opens `url`, where a test module runs in the extension host, and waits for its end.
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {{ deadlineMs: number, trusting?: boolean, say: (line: string) => void }} options
 *   `trusting`: once the tests show how the workspace is trusted, it is
 * @returns {Promise<number>} 0 when `run()` succeeded
 */
export async function runTestPage(browser, url, { deadlineMs, trusting = false, say }) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  let late;
  try {
    const ended = new Promise((resolve, reject) => {
      late = setTimeout(
        () => reject(new Error(`the suite has not ended after ${deadlineMs / 1000} s`)),
        deadlineMs,
      );
      page.once('crash', () => reject(new Error('the browser page crashed')));
      page.exposeFunction('codeAutomationExit', resolve).catch(reject);
    });
    await page.exposeFunction('codeAutomationLog', (type, args) => {
      if (process.env.CROSSFADE_VERBOSE) say(`${type}: ${args.join(' ').split('\n', 1)[0].slice(0, 300)}`);
    });
    await page.goto(url);
    if (trusting)
      grantTrust(page, deadlineMs).catch((error) => say(`trust is not granted: ${error.message}`));
    return await ended;
  } finally {
    clearTimeout(late);
    await page.close();
  }
}

/** Presses the button of the editor that *Workspaces: Manage Workspace Trust* opens. */
async function grantTrust(page, timeout) {
  const button = page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ });
  await button.first().click({ timeout });
}
