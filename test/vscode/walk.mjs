// Walks through the example with the keyboard, as a person would, and keeps what the screen shows:
// `node test/vscode/walk.mjs [--out FOLDER] [--only NAME]… [--extension FOLDER] [--theme dark|light]`.
// Without --theme both themes, without --only every image.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { copyExample } from './example-copy.mjs';
import { startBrowser, startServer, workbenchUrl } from './hosts/browser.mjs';
import { runToEnd } from './hosts/processes.mjs';

const DEADLINE_MS = 15 * 60_000;
const SIZE = { width: 1280, height: 800 };
const THEMES = { dark: 'Default Dark Modern', light: 'Default Light Modern' };
const FAILED = 'failed';
const PLAN_QUESTION = 'The plan is open';

const root = fileURLToPath(new URL('../..', import.meta.url));
const say = (line) => console.log(`walk: ${line}`);

runToEnd(main, DEADLINE_MS);

async function main() {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: path.join(root, 'test/artifacts') },
      extension: { type: 'string', default: root },
      theme: { type: 'string' },
      only: { type: 'string', multiple: true },
    },
  });
  const themes = values.theme ? [values.theme] : Object.keys(THEMES);
  await mkdir(values.out, { recursive: true });
  const browser = await startBrowser(say);
  for (const theme of themes) {
    const page = await openWorkbench(browser, theme, path.resolve(values.extension));
    const keep = (name) => name === FAILED || (values.only?.includes(name) ?? true);
    const screen = screenOf(page, (name) =>
      keep(name) ? path.join(values.out, `${name}-${theme}.png`) : undefined,
    );
    try {
      await walk(screen);
    } catch (error) {
      await screen.shoot(FAILED);
      throw error;
    }
    await page.close();
    say(`${theme}: done`);
  }
  return 0;
}

async function openWorkbench(browser, theme, extension) {
  if (!(theme in THEMES)) throw new Error(`unknown theme ${theme}; known: ${Object.keys(THEMES).join(', ')}`);
  const settings = {
    'workbench.colorTheme': THEMES[theme],
    'window.autoDetectColorScheme': false,
    'editor.fontSize': 14,
    'editor.lineHeight': 1.6,
    'breadcrumbs.enabled': false,
    'workbench.layoutControl.enabled': false,
    'window.commandCenter': false,
  };
  const { port } = await startServer({ trust: true, settings, say });
  const page = await browser.newPage({ viewport: SIZE });
  await page.goto(workbenchUrl({ port, folder: await copyExample(), extension }));
  await page.locator('.monaco-workbench .explorer-folders-view').waitFor({ timeout: 60_000 });
  return page;
}

/** What a person does with the window: keys, and looking until something is there. */
function screenOf(page, imagePath) {
  page.setDefaultTimeout(20_000);
  const see = (selector, text) => {
    const located = page.locator(selector);
    return (text ? located.filter({ hasText: text }) : located).first().waitFor();
  };
  return {
    page,
    see,
    press: (...keys) =>
      keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve()),
    type: (text) => page.keyboard.type(text),
    gone: (selector) => page.locator(selector).first().waitFor({ state: 'hidden' }),
    shoot: async (name) => {
      const file = imagePath(name);
      if (!file) return;
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
    },
  };
}

async function walk(screen) {
  await seeDiagnostics(screen);
  await seeProblem(screen);
  await pickMigration(screen);
  await readPlan(screen);
  await applyEdits(screen);
  await useThePalette(screen);
}

async function openFile(screen, name) {
  const { press, type, see } = screen;
  const exactly = new RegExp(`^${name.replaceAll('.', '\\.')}$`);
  await press('Control+P');
  await see('.quick-input-widget input');
  await type(name);
  await see('.quick-input-list .label-name', exactly);
  await moveTo(screen, '.quick-input-list .monaco-list-row.focused .label-name', exactly);
  await press('Enter');
  await see(`.tab.active[data-resource-name="${name}"]`);
}

/** Moves down a list until the focused row reads as wanted. */
async function moveTo({ press, page }, focused, pattern) {
  const row = page.locator(focused).first();
  const read = async () => (await row.textContent()) ?? '';
  for (let tries = 0; tries < 30 && !pattern.test(await read()); tries += 1) await press('ArrowDown');
  assert.match(await read(), pattern);
}

async function seeDiagnostics(screen) {
  await openFile(screen, '.env.staging');
  await screen.see('.editor-instance .squiggly-error');
  await screen.press('Control+Shift+M');
  await screen.see('.markers-panel .monaco-list-row');
  await screen.shoot('problems');
  await screen.press('Control+J');
  await openFile(screen, '.env');
  await screen.see('.editor-instance .squiggly-warning');
  await screen.see('.editor-instance .squiggly-inline-deprecated');
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
    await press('Enter');
    await page.waitForFunction(
      (before) => document.querySelector('.quick-input-widget input[type="text"]')?.placeholder !== before,
      placeholder,
    );
  }
  const plan = page.frameLocator('iframe.webview.ready').frameLocator('iframe');
  await plan.locator('h1').filter({ hasText: 'DB_POOL' }).first().waitFor();
  await shoot('plan');
}

async function applyEdits(screen) {
  const { press, see, shoot, page, type, gone } = screen;
  await press('Enter');
  await see('.quick-input-widget', '.env');
  await page.locator('.quick-input-widget input[placeholder^="Edit the environment files"]').waitFor();
  await shoot('environment-files');
  await type('.env.staging');
  await see('.quick-input-list .monaco-list-row.focused', '.env.staging');
  await press('Enter');
  await page.waitForFunction(() => {
    const rows = [...document.querySelectorAll('.quick-input-list .monaco-list-row')];
    return rows.length > 0 && !rows.some((row) => row.textContent.includes('.env.staging'));
  });
  await type('Done');
  await see('.quick-input-list .monaco-list-row.focused', 'Done');
  await press('Enter');
  await gone('.quick-input-widget');
  await see('.tab.active', '.md');
  await see('.editor-instance .view-line', 'phase');
  await shoot('record');
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
  await press('Enter');
  await see('.tab.active', 'Preview');
}
