// Walks through the example with the keyboard, as a person would, and keeps what the screen shows:
// `node test/vscode/walk.mjs [--out FOLDER] [--only NAME]… [--extension FOLDER] [--theme dark|light]`.
// Without --theme both themes, with the theme in the names of the images; without --only every image.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { copyExample, copyWorkspace } from './example-copy.mjs';
import { startBrowser, startServer, workbenchUrl } from './hosts/browser.mjs';
import { runToEnd } from './hosts/processes.mjs';
import { goToLine, moveTo, openFile, screenOf } from './screen.mjs';

const DEADLINE_MS = 15 * 60_000;
const SIZE = { width: 1280, height: 800 };
const THEMES = { dark: 'Default Dark Modern', light: 'Default Light Modern' };
const FAILED = 'failed';
const PLAN_QUESTION = 'Read the plan';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ARTIFACTS = path.join(root, 'test/artifacts');
const say = (line) => console.log(`walk: ${line}`);

runToEnd(main, DEADLINE_MS);

async function main() {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: ARTIFACTS },
      extension: { type: 'string', default: root },
      theme: { type: 'string' },
      only: { type: 'string', multiple: true },
    },
  });
  const themes = values.theme ? [values.theme] : Object.keys(THEMES);
  for (const folder of [values.out, ARTIFACTS]) await mkdir(folder, { recursive: true });
  const browser = await startBrowser(say);
  for (const theme of themes) {
    const keep = (name) => name === FAILED || (values.only?.includes(name) ?? true);
    const suffix = values.theme ? '' : `-${theme}`;
    const folderOf = (name) => (name === FAILED ? ARTIFACTS : values.out);
    const imagePath = (name) => (keep(name) ? path.join(folderOf(name), `${name}${suffix}.png`) : undefined);
    const extension = path.resolve(values.extension);
    for (const [copy, steps] of [
      [copyExample, walk],
      [copyWorkspace, walkEnvironments],
    ]) {
      const page = await openWorkbench(browser, theme, extension, await copy());
      const screen = screenOf(page, imagePath);
      try {
        await steps(screen);
      } catch (error) {
        await screen.shoot(FAILED);
        throw error;
      }
      await page.close();
    }
    say(`${theme}: done`);
  }
  return 0;
}

async function openWorkbench(browser, theme, extension, folder) {
  if (!(theme in THEMES)) throw new Error(`unknown theme ${theme}; known: ${Object.keys(THEMES).join(', ')}`);
  const settings = {
    'workbench.colorTheme': THEMES[theme],
    'window.autoDetectColorScheme': false,
    'editor.fontSize': 14,
    'editor.lineHeight': 1.6,
    'breadcrumbs.enabled': false,
    'workbench.layoutControl.enabled': false,
    'window.commandCenter': false,
    'git.blame.statusBarItem.enabled': false,
  };
  const { port } = await startServer({ trust: true, settings, say });
  const page = await browser.newPage({ viewport: SIZE });
  await page.goto(workbenchUrl({ port, folder, extension }));
  await page.locator('.monaco-workbench .explorer-folders-view').waitFor({ timeout: 60_000 });
  return page;
}

async function walk(screen) {
  await seeDiagnostics(screen);
  await hoverOver(screen);
  await compareEnvironments(screen);
  await seeProblem(screen);
  await pickMigration(screen);
  await readPlan(screen);
  await applyFirstStep(screen);
  await seeMigrations(screen);
  await useThePalette(screen);
  await checkDeploy(screen);
  await askForAnotherKey(screen);
  await undoEverything(screen);
  await lookAtStatus(screen);
}

async function seeDiagnostics(screen) {
  await openFile(screen, '.env.staging');
  await screen.see('.editor-instance .squiggly-error');
  await screen.press('Control+Shift+M');
  await screen.see('.markers-panel .monaco-list-row');
  await screen.shoot('findings');
  await screen.press('Control+J');
  await openFile(screen, '.env');
  await screen.see('.editor-instance .squiggly-warning');
  await screen.see('.editor-instance .squiggly-inline-deprecated');
}

async function hoverOver(screen) {
  const { press, see, shoot, gone, page } = screen;
  await openFile(screen, '.env');
  await goToLine(screen, 3);
  await press('Control+K', 'Control+I');
  await see('.monaco-hover:not(.hidden) table', 'staging');
  await page.mouse.move(1000, 700);
  await shoot('hover');
  await press('Escape');
  await gone('.monaco-hover:not(.hidden)');
  await press('Control+Home');
}

/** Every environment is chosen to begin with: Enter shows all of them. */
async function compareEnvironments(screen) {
  const { press, see, shoot, type, page } = screen;
  await press('F1');
  await see('.quick-input-widget input');
  await type('Crossfade: Compare Environments');
  await see('.quick-input-list .monaco-list-row.focused', 'Compare Environments');
  await press('Enter');
  await page.locator('.quick-input-title', { hasText: 'Compare Environments' }).waitFor();
  await see('.quick-input-list .monaco-list-row', 'staging');
  await press('Enter');
  await see('.tab.active', 'Preview');
  const report = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  await report.locator('h1').filter({ hasText: 'Settings by environment' }).first().waitFor();
  // All columns, without scrolling.
  await press('Control+B');
  await page.locator('.explorer-folders-view').first().waitFor({ state: 'hidden' });
  await shoot('environments');
  await press('Control+B');
  await openFile(screen, '.env');
  await press('Control+Home');
}

async function seeProblem({ press, see, shoot, gone }) {
  await press('F8');
  await see('.marker-widget', 'DB_POOL');
  await shoot('problem');
  await press('Escape');
  await gone('.marker-widget');
}

async function pickMigration(screen) {
  const { press, see, shoot } = screen;
  await press('Control+.');
  await see('.action-widget .monaco-list-row', 'DB_POOL_SIZE');
  await moveTo(screen, '.action-widget .monaco-list-row.focused', /DB_POOL_SIZE/);
  await shoot('light-bulb');
  await press('Enter');
}

/** Answers what the server asks until the plan is there. */
async function readPlan({ press, see, shoot, page, type }) {
  const input = page.locator('.quick-input-widget input[type="text"]').first();
  for (let questions = 0; questions < 8; questions += 1) {
    await see('.quick-input-widget input');
    const placeholder = (await input.getAttribute('placeholder')) ?? '';
    if (placeholder.startsWith(PLAN_QUESTION)) break;
    if ((await page.locator('.quick-input-list .monaco-list-row').count()) === 0) await type('@orders-team');
    await shoot('question');
    await press('Enter');
    await page.waitForFunction(
      (before) => document.querySelector('.quick-input-widget input[type="text"]')?.placeholder !== before,
      placeholder,
    );
  }
  const plan = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  await plan.locator('h1').filter({ hasText: 'DB_POOL' }).first().waitFor();
  await shoot('apply');
}

async function applyFirstStep({ press, see, shoot, gone }) {
  await press('Enter');
  await gone('.quick-input-widget');
  await see('.tab.active', '.md');
  await see('.editor-instance .view-line', 'phase');
  await shoot('record');
}

/** The view with the gates of the next phase, beside the record and its lenses. */
async function seeMigrations({ press, see, shoot, type }) {
  await see('.codelens-decoration', 'Roll back to draft');
  await press('F1');
  await see('.quick-input-widget input');
  await type('View: Show Crossfade');
  await see('.quick-input-list .monaco-list-row.focused', 'Show Crossfade');
  await press('Enter');
  await see('.pane-body .monaco-list-row', 'G8 in production');
  await press('ArrowDown', 'ArrowDown');
  await shoot('migrations');
  await press('Control+Shift+E', 'Control+1');
}

async function useThePalette({ press, see, shoot, type, page }) {
  await press('F1');
  await see('.quick-input-widget input');
  await type('Crossfade');
  await see('.quick-input-list .monaco-list-row', 'Crossfade: Generate Migration');
  await shoot('commands');
  await type(': Show Migration Plan');
  await see('.quick-input-list .monaco-list-row.focused', 'Show Migration Plan');
  await press('Enter');
  await page.locator('.quick-input-title', { hasText: 'Show Migration Plan' }).waitFor();
  await shoot('records');
  await press('Enter');
  await see('.tab.active', 'Preview');
  const plan = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  await plan.locator('h1').filter({ hasText: 'DB_POOL' }).first().waitFor();
  await shoot('plan');
}

/** What runs, what is to run, and what would break: the working tree holds a rename that is begun. */
async function checkDeploy({ press, see, shoot, type, page }) {
  await press('F1');
  await see('.quick-input-widget input');
  await type('Crossfade: Check Deploy');
  await see('.quick-input-list .monaco-list-row.focused', 'Check Deploy');
  await press('Enter');
  for (const question of ['What runs now?', 'What is to run?']) {
    await page.locator(`.quick-input-widget input[placeholder="${question}"]`).waitFor();
    await see('.quick-input-list .monaco-list-row.focused');
    await press('Enter');
  }
  const report = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  await report.locator('h1').filter({ hasText: 'working tree' }).first().waitFor();
  await shoot('deploy');
}

/** Key, kind, new name: what the palette asks of somebody who starts from nothing. */
async function askForAnotherKey(screen) {
  const { press, see, shoot, type, page, gone } = screen;
  await openFile(screen, 'config.yaml');
  await goToLine(screen, 4);
  await press('F1');
  await see('.quick-input-widget input');
  await type('Crossfade: Generate Migration');
  await see('.quick-input-list .monaco-list-row.focused', 'Generate Migration');
  await press('Enter');
  await see('.quick-input-list .monaco-list-row.focused', 'PAYMENTS_URL');
  await shoot('key');
  await press('Enter');
  await see('.quick-input-list .monaco-list-row.focused', 'Rename');
  await shoot('kind');
  await press('Enter');
  await page.locator('.quick-input-widget input[placeholder^="The new name"]').waitFor();
  await see('.quick-input-message', 'The new name');
  await shoot('name');
  await press('Control+A');
  await type('payments url');
  await see('.quick-input-message', 'A name starts');
  await press('Enter');
  await see('.quick-input-widget input');
  await press('Control+A');
  await type('PAYMENTS_BASE_URL');
  await press('Enter');
  await page.locator('.quick-input-widget input[placeholder^="Who answers"]').waitFor();
  await press('Escape');
  await gone('.quick-input-widget');
}

/** One undo takes back the record, the code and its test. */
async function undoEverything(screen) {
  const { press, see, shoot, page } = screen;
  await openFile(screen, 'settings.py');
  await see('.editor-instance .view-line', 'db_pool_size: int');
  await press('Control+1', 'Control+Z');
  await page.waitForFunction(
    () =>
      ![...document.querySelectorAll('.editor-instance .view-line')].some((line) =>
        line.textContent?.replace(/\s/g, ' ').includes('db_pool_size: int'),
      ),
  );
  await shoot('undone');
}

/** What the language status of a settings file says, with its actions. */
async function lookAtStatus(screen) {
  const { see, shoot, page, press } = screen;
  await openFile(screen, '.env');
  await page.locator('#status\\.languageStatus').hover();
  await see('.hover-language-status', 'Crossfade');
  await shoot('status');
  await press('Escape');
}

/** A service whose environments change first: each file by itself, production only after a question. */
async function walkEnvironments(screen) {
  const { press, see, shoot, type, page, gone } = screen;
  await openFile(screen, 'config.yaml');
  await see('.editor-instance .squiggly-error');
  await press('F1');
  await see('.quick-input-widget input');
  await type('Crossfade: Generate Migration');
  await see('.quick-input-list .monaco-list-row.focused', 'Generate Migration');
  await press('Enter');
  await see('.quick-input-title', '1/3');
  await type('RETRY_COUNT');
  await see('.quick-input-list .monaco-list-row.focused', 'RETRY_COUNT');
  await shoot('key-of-two-folders');
  await press('Enter');
  await see('.quick-input-title', '2/3');
  await press('Enter');
  await see('.quick-input-title', '3/3');
  await press('Control+A');
  await type('MAX_RETRIES');
  await press('Enter');
  await see('.quick-input-message', 'Who answers');
  await type('@billing-team');
  await press('Enter');
  await page.locator(`.quick-input-widget input[placeholder^="${PLAN_QUESTION}"]`).waitFor();
  await press('Enter');
  await page.locator('.quick-input-widget input[placeholder^="Edit the environment files"]').waitFor();
  await shoot('environment-files');
  await type('.env.production');
  await see('.quick-input-list .monaco-list-row.focused', '.env.production');
  await press('Enter');
  await see('.monaco-dialog-box', 'Edit .env.production?');
  await shoot('production');
  await press('Enter');
  await gone('.monaco-dialog-box');
  await page.waitForFunction(() => {
    const rows = [...document.querySelectorAll('.quick-input-list .monaco-list-row')];
    return rows.length > 0 && !rows.some((row) => row.textContent?.includes('.env.production'));
  });
  await type('Done');
  await see('.quick-input-list .monaco-list-row.focused', 'Done');
  await press('Enter');
  await gone('.quick-input-widget');
  await see('.tab.active', '.md');
  await shoot('record-of-two-folders');
}
