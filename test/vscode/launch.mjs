// Runs the editor suite in a real VS Code: `node test/vscode/launch.mjs [--extension FOLDER]`.
// The bundles must have been built. CROSSFADE_HOST=desktop|browser forces a host.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { copyExample } from './example-copy.mjs';
import { runTestPage, startBrowser, startServer, workbenchUrl } from './hosts/browser.mjs';
import { findDesktop, runInDesktop } from './hosts/desktop.mjs';
import { runToEnd, temporaryFolder } from './hosts/processes.mjs';

// A first run installs about 1 GB, which takes a minute or two; a later one takes half a minute.
const DEADLINE_MS = 15 * 60_000;
const PAGE_DEADLINE_MS = 3 * 60_000;

const root = fileURLToPath(new URL('../..', import.meta.url));
const tests = path.join(root, 'dist/test/suite.cjs');
const say = (line) => console.log(`vscode: ${line}`);

runToEnd(main, DEADLINE_MS);

async function main() {
  const { values } = parseArgs({ options: { extension: { type: 'string', default: root } } });
  const extension = path.resolve(values.extension);
  const manifest = JSON.parse(await readFile(path.join(extension, 'package.json'), 'utf8'));
  const floor = manifest.engines.vscode.replace(/^\D+/, '');
  const forced = process.env.CROSSFADE_HOST;
  const desktop = forced === 'browser' ? undefined : await findDesktop({ floor, say });
  if (!desktop && forced === 'desktop')
    throw new Error('CROSSFADE_HOST=desktop, but there is no VS Code Desktop');
  const runs = desktop ? await inDesktop(desktop, extension) : await inBrowser(extension);
  return report(runs);
}

async function inDesktop(executable, extension) {
  say(`host: VS Code Desktop (${executable}), which cannot show restricted mode`);
  const results = await resultsFile();
  const env = { CROSSFADE_TEST_RESULTS: results, CROSSFADE_TEST_MODE: 'trusted' };
  const status = await runInDesktop({ executable, folder: await copyExample(), extension, tests, env });
  return [await outcome('trusted', results, status)];
}

async function inBrowser(extension) {
  if (process.platform !== 'linux') {
    throw new Error('no VS Code Desktop is found: install one or set VSCODE_EXECUTABLE');
  }
  const browser = await startBrowser(say);
  const runs = [];
  for (const mode of ['trusted', 'restricted']) {
    const results = await resultsFile();
    const env = { CROSSFADE_TEST_RESULTS: results, CROSSFADE_TEST_MODE: mode };
    const { port, version } = await startServer({ trust: mode === 'trusted', env, say });
    say(`host: VS Code server ${version} in headless Chromium ${browser.version()}, ${mode}`);
    const url = workbenchUrl({ port, folder: await copyExample(), extension, tests });
    const status = await runTestPage(browser, url, { deadlineMs: PAGE_DEADLINE_MS, say });
    runs.push(await outcome(mode, results, status));
  }
  return runs;
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

function report(runs) {
  for (const { mode, tests: list } of runs) {
    for (const { title, error, ms } of list) {
      console.log(`  ${error ? 'FAILED' : 'ok'} ${title} (${mode}, ${ms} ms)`);
      if (error) console.log(error.replace(/^/gm, '      '));
    }
  }
  const sum = (key) => runs.reduce((total, run) => total + run[key], 0);
  say(`${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
}
