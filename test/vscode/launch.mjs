// Runs the editor suite in a real VS Code: `node test/vscode/launch.mjs [--extension FOLDER | --vsix FILE] [--results
// FILE]`. The results are `{ passed, failed, skipped }`, the last one a list of what was left out and why.
// The bundles must have been built. CROSSFADE_HOST=desktop|browser forces a host.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { copyExample, copyWorkspace } from './example-copy.mjs';
import { runTestPage, startBrowser, startServer, workbenchUrl } from './hosts/browser.mjs';
import { findDesktop, runInDesktop } from './hosts/desktop.mjs';
import { runToEnd, temporaryFolder } from './hosts/processes.mjs';
import { runKeyboard } from './keyboard.mjs';

// A first run installs about 1 GB, which takes a minute or two; a later one takes half a minute.
const DEADLINE_MS = 15 * 60_000;
const PAGE_DEADLINE_MS = 3 * 60_000;

const root = fileURLToPath(new URL('../..', import.meta.url));
const tests = path.join(root, 'dist/test/suite.cjs');
const say = (line) => console.log(`vscode: ${line}`);

runToEnd(main, DEADLINE_MS);

/** What is opened, by the mode that the suite is told. */
const WORKSPACES = { folder: copyExample, workspace: copyWorkspace };

async function main() {
  const { values } = parseArgs({
    options: {
      extension: { type: 'string', default: root },
      vsix: { type: 'string' },
      results: { type: 'string' },
    },
  });
  const extension = path.resolve(values.extension);
  const vsix = values.vsix && path.resolve(values.vsix);
  const manifest = JSON.parse(await readFile(path.join(extension, 'package.json'), 'utf8'));
  const floor = manifest.engines.vscode.replace(/^\D+/, '');
  const forced = vsix ? 'browser' : process.env.CROSSFADE_HOST;
  const desktop = forced === 'browser' ? undefined : await findDesktop({ floor, say });
  if (!desktop && forced === 'desktop')
    throw new Error('CROSSFADE_HOST=desktop, but there is no VS Code Desktop');
  const { runs, skipped } = desktop ? await inDesktop(desktop, extension) : await inBrowser(extension, vsix);
  return report(runs, skipped, values.results);
}

async function inDesktop(executable, extension) {
  say(`host: VS Code Desktop (${executable})`);
  const runs = [];
  for (const [mode, copy] of Object.entries(WORKSPACES)) {
    const results = await resultsFile();
    const env = { CROSSFADE_TEST_RESULTS: results, CROSSFADE_TEST_MODE: mode };
    const status = await runInDesktop({ executable, folder: await copy(), extension, tests, env });
    runs.push(await outcome(mode, results, status));
  }
  return {
    runs,
    skipped: [
      'restricted mode in VS Code: the test host of VS Code Desktop trusts everything',
      'the keyboard in VS Code: only a window in a browser is driven from outside',
    ],
  };
}

/** The workspace opens in Restricted Mode there, and is trusted while it is open. */
async function inBrowser(extension, vsix) {
  if (process.platform !== 'linux') {
    throw new Error('no VS Code Desktop is found: install one or set VSCODE_EXECUTABLE');
  }
  const browser = await startBrowser(say);
  const runs = [];
  for (const [mode, copy] of Object.entries(WORKSPACES)) {
    const results = await resultsFile();
    const env = { CROSSFADE_TEST_RESULTS: results, CROSSFADE_TEST_MODE: mode };
    const trust = mode === 'folder';
    const { port, version } = await startServer({ trust, env, vsix, say });
    say(`host: VS Code server ${version} in headless Chromium ${browser.version()}, ${mode}`);
    const url = workbenchUrl({
      port,
      folder: await copy(),
      extension: vsix ? await emptyExtension() : extension,
      tests,
    });
    const status = await runTestPage(browser, url, { deadlineMs: PAGE_DEADLINE_MS, trusting: !trust, say });
    runs.push(await outcome(mode, results, status));
  }
  const driven = await runKeyboard(browser, {
    extension: vsix ? await emptyExtension() : extension,
    vsix,
    say,
  });
  runs.push({ mode: 'keyboard', ...driven });
  return { runs, skipped: [] };
}

/** VS Code runs tests only while it develops an extension, so an installed one is tested beside one of no content. */
async function emptyExtension() {
  const folder = await temporaryFolder('crossfade-empty-');
  const manifest = { name: 'empty', publisher: 'crossfade', version: '0.0.1', engines: { vscode: '*' } };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

async function resultsFile() {
  return path.join(await temporaryFolder('crossfade-results-'), 'results.json');
}

/** What a run says about itself; one that says nothing has failed. */
async function outcome(mode, file, status) {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text) return { mode, ...JSON.parse(text) };
  return {
    mode,
    passed: 0,
    failed: 1,
    tests: [{ title: 'the suite', error: `ended with ${status} and no results`, ms: 0 }],
  };
}

async function report(runs, skipped, file) {
  for (const { mode, tests: list } of runs) {
    for (const { title, error, ms } of list) {
      console.log(`  ${error ? 'FAILED' : 'ok'} ${title} (${mode}, ${ms} ms)`);
      if (error) console.log(error.replace(/^/gm, '      '));
    }
  }
  const sum = (key) => runs.reduce((total, run) => total + run[key], 0);
  const [passed, failed] = [sum('passed'), sum('failed')];
  say(`${passed} passed, ${failed} failed`);
  for (const it of skipped) say(`not run: ${it}`);
  if (file) {
    await mkdir(path.dirname(path.resolve(file)), { recursive: true });
    await writeFile(file, JSON.stringify({ passed, failed, skipped }));
  }
  return failed === 0 && passed > 0 ? 0 : 1;
}
