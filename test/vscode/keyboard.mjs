// What a person does with the keyboard and no API of the editor does: every kind of migration from the palette to its
// plan, with what is suggested, what is refused and what is asked on the way.
import assert from 'node:assert/strict';
import path from 'node:path';
import { copyShop } from './example-copy.mjs';
import { startServer, workbenchUrl } from './hosts/browser.mjs';
import { goToLine, moveTo, openFile, screenOf } from './screen.mjs';

const PLAN_QUESTION = 'Read the plan';
const INPUT = '.quick-input-widget input[type="text"]';
const STEP_MS = 20_000;

/**
 * One row for each kind: the key and the kind as they are typed, and for each input box of the command what stands in it, what is refused
 * (text and message), and what is typed in the end; nothing typed takes the suggestion. `answers` are for the questions of the server, by their text.
 */
const KINDS = [
  {
    key: 'DB_POOL',
    kind: 'Rename',
    boxes: [
      {
        suggests: 'DB_POOL',
        refuses: [
          ['DB_POOL', /is the name it has now/],
          ['db pool', /starts with a letter/],
          ['db_pool', /differs only in case/],
        ],
        typed: 'DB_POOL_SIZE',
      },
    ],
    atMost: 2,
  },
  { key: 'LEGACY_EXPORT', kind: 'Remove', boxes: [] },
  {
    key: 'REDIS_URL',
    kind: 'Split',
    boxes: [{ suggests: 'REDIS_HOST, REDIS_PORT', refuses: [['REDIS_HOST', /At least two/]] }],
  },
  {
    key: 'SMTP_HOST',
    kind: 'Merge',
    boxes: [{ suggests: 'SMTP_HOST, SMTP_PORT' }, { suggests: 'SMTP_URL' }],
  },
  { key: 'ALLOWED_ORIGINS', kind: 'Retype', boxes: [] },
  { key: 'REQUEST_TIMEOUT', kind: 'Unit', boxes: [{ suggests: 'REQUEST_TIMEOUT_SECONDS' }] },
  { key: 'LOG_STYLE', kind: 'Enum', boxes: [], answers: [[/which names/, 'fancy=rich']] },
  { key: 'PAGE_SIZE', kind: 'Default', boxes: [], answers: [[/default/i, '50']] },
  {
    key: 'MAIL_FROM',
    kind: 'Move',
    boxes: [
      {
        suggests: 'MAIL_FROM=MAIL_FROM, MAIL_REPLY_TO=MAIL_REPLY_TO',
        refuses: [['MAIL_FROM', /OLD=NEW/]],
        typed: 'MAIL_FROM=POST_FROM, MAIL_REPLY_TO=POST_REPLY_TO',
      },
    ],
  },
  {
    key: 'API_BASE',
    kind: 'Require',
    boxes: [{ suggests: 'API_BASE', typed: 'API_TOKEN' }],
    answers: [[/Which value/, 'development=a, production=b']],
  },
  { key: 'MAX_UPLOAD_MB', kind: 'Tighten', boxes: [], answers: [[/constraint|at most|le/i, 'le=50']] },
  { key: 'RETRIES', kind: 'Widen', boxes: [], answers: [[/constraint|le/i, 'le=10']] },
  { key: 'DB_PASSWORD', kind: 'Rotate credential', boxes: [] },
  {
    key: 'SIGNING_KEY',
    kind: 'Rotate signing',
    boxes: [{ suggests: 'SIGNING_KEY_FALLBACKS' }],
    answers: [[/stay valid/, '14d']],
  },
  { key: 'SENTRY_DSN', kind: 'Layer', boxes: [] },
  { key: 'WORKERS', kind: 'Value', boxes: [], answers: [[/value/i, 'development=4, production=8']] },
  { key: 'CHECKOUT_V2', kind: 'Flag', boxes: [], answers: [[/stays for good/, 'true']] },
];

/** `CROSSFADE_KEYBOARD_IMAGES` names a folder that keeps what the screen shows. */
function imagePath(name) {
  const folder = process.env.CROSSFADE_KEYBOARD_IMAGES;
  return folder && path.join(folder, `keyboard-${name}.png`);
}

/**
 * Drives a window of its own.
 * @returns results as the suite gives them: `{ passed, failed, tests }`
 */
export async function runKeyboard(browser, { extension, vsix, say }) {
  const { port } = await startServer({ trust: true, vsix, say });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const results = { passed: 0, failed: 0, tests: [] };
  try {
    await page.goto(workbenchUrl({ port, folder: await copyShop(), extension }));
    await page.locator('.monaco-workbench .explorer-folders-view').waitFor({ timeout: 60_000 });
    const screen = screenOf(page, imagePath);
    const tests = [
      ['an environment file is completed while it is typed', completeKey],
      ...KINDS.map((row) => [`the palette leads to the plan of: ${row.kind}`, (it) => generate(it, row)]),
      ['a rename starts at the light bulb of its field and is written', renameAtBulb],
      ['a phase that is held back says by what', seeGates],
      ['final notes ask for a reason, and for a commit of the record', writeNotes],
      ['two versions are compared before a deploy', checkDeploy],
    ];
    for (const [title, test] of tests) await attempt(results, title, screen, test);
  } finally {
    await page.close();
  }
  return results;
}

/** A key that a busy window loses is pressed once more: a test that needs its second try says so in its title. */
async function attempt(results, title, screen, test) {
  const start = Date.now();
  const ms = () => Date.now() - start;
  for (const again of [false, true]) {
    try {
      await test(screen);
      results.passed += 1;
      results.tests.push({ title: `the keyboard: ${title}${again ? ' (second try)' : ''}`, ms: ms() });
      return;
    } catch (error) {
      await screen.shoot(`failed-${results.failed}`);
      for (let tries = 0; tries < 3; tries += 1) await screen.press('Escape');
      if (!again) continue;
      results.failed += 1;
      results.tests.push({ title: `the keyboard: ${title}`, error: String(error.stack ?? error), ms: ms() });
    }
  }
}

/** A new line, the beginning of a key, Enter: the key with `=`. */
async function completeKey(screen) {
  const { press, see, type, page } = screen;
  await openFile(screen, '.env');
  await see('.editor-instance .view-line', 'WORKERS');
  await press('Control+End');
  await type('SMTP');
  await press('Control+Space');
  await see('.suggest-widget .monaco-list-row.focused', 'SMTP_HOST');
  await press('Enter');
  await type('mail.localhost');
  await page.waitForFunction(() =>
    [...document.querySelectorAll('.editor-instance .view-line')].some((it) =>
      it.textContent?.includes('SMTP_HOST=mail.localhost'),
    ),
  );
  await press('Control+Z', 'Control+Z', 'Control+Z', 'Control+S');
}

/** From the palette to the plan, without writing anything. */
async function generate(screen, { key, kind, boxes, answers = [], atMost }) {
  const { press, page, gone } = screen;
  await openFile(screen, '.env');
  await goToLine(screen, 1);
  await fromPalette(screen, 'Crossfade: Generate Migration');
  await choose(screen, '1/3', key);
  await choose(screen, '2/3', kind);
  for (const box of boxes) await fill(screen, box);
  const asked = await answerAll(screen, answers);
  assert.ok(
    atMost === undefined || asked.length <= atMost,
    `asks ${asked.length} questions: ${asked.join(' | ')}`,
  );
  const plan = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  await plan
    .locator('h1')
    .filter({ hasText: boxes.at(-1)?.typed?.split(/[=,]/)[0] ?? key })
    .first()
    .waitFor();
  await press('Escape');
  await gone('.quick-input-widget');
  await press('Control+K', 'Control+W');
  await gone('.tabs-container .tab');
}

/** Tries until what follows is there: a widget that is just opening may lose the key. */
async function until(locator, attempt) {
  for (let tries = 0; ; tries += 1) {
    await attempt();
    try {
      return await locator.first().waitFor({ timeout: STEP_MS / 4 });
    } catch (error) {
      if (tries === 3) throw error;
    }
  }
}

/** From the palette, until the command shows what it shows. */
function command(screen, title, shows) {
  return until(shows, () => fromPalette(screen, `Crossfade: ${title}`));
}

/** A document that opens meanwhile takes the palette away, so that it is opened again. */
async function fromPalette({ page, press, type }, command) {
  const words = command.split(': ').at(-1);
  const row = page.locator('.quick-input-list .monaco-list-row.focused', { hasText: words });
  await until(row, async () => {
    await press('Escape', 'F1');
    await page.locator('.quick-input-widget input').first().waitFor();
    await type(command);
  });
  await press('Enter');
}

/** From the declaration in Python; the environment files are left for later. */
async function renameAtBulb(screen) {
  const { press, see, page, gone, type, shoot } = screen;
  await openFile(screen, 'settings.py');
  await goToLine(screen, 14);
  await press('End', 'Home');
  await until(page.locator(`${INPUT}[placeholder^="The new name"]`), async () => {
    await press('Control+.');
    await see('.action-widget .monaco-list-row', 'without downtime');
    await moveTo(screen, '.action-widget .monaco-list-row.focused', /Rename .* without downtime/);
    await press('Enter');
  });
  await page.waitForFunction(([selector]) => document.querySelector(selector)?.value === 'DB_POOL', [INPUT]);
  await press('Control+A');
  await type('DB_POOL_SIZE');
  const before = await page.locator(INPUT).first().getAttribute('placeholder');
  await press('Enter');
  await changed(page, before);
  await answerAll(screen, []);
  await shoot('plan');
  await press('Enter');
  await page.locator(`${INPUT}[placeholder^="Edit the environment files"]`).waitFor();
  await shoot('files');
  await type('Done');
  await see('.quick-input-list .monaco-list-row.focused', 'Done');
  await press('Enter');
  await gone('.quick-input-widget');
  await see('.tab.active', 'db-pool-size.md');
  await see('.codelens-decoration');
  await shoot('record');
}

/** The gates of the next phase: how many hold it back, why, and where that is decided. */
async function seeGates(screen) {
  const { press, see, page, gone, shoot } = screen;
  await command(screen, 'Check Migration Gates', page.locator(`${INPUT}[placeholder*="held back by"]`));
  await see('.quick-input-list .monaco-list-row', /unknown:|no:/);
  await shoot('gates');
  await press('Enter');
  await gone('.quick-input-widget');
  await see('.tab.active[data-resource-name=".env"]');
  await fromPalette(screen, 'Crossfade: Advance Migration');
  await readNotification(screen, /migrate is held back by G1: DB_POOL_SIZE is missing in development/);
  await shoot('held-back');
  await press('Escape');
}

/** From the list of notifications: a window without a screen shows no toasts. */
async function readNotification(screen, pattern) {
  const { page, press } = screen;
  const found = page.locator('.notifications-center .notification-list-item-message', { hasText: pattern });
  await until(found, () => fromPalette(screen, 'Notifications: Show Notifications'));
  await press('Escape');
}

async function writeNotes(screen) {
  const { press, see, type, gone, page, shoot } = screen;
  const question = page.locator('.quick-input-message', { hasText: 'Why was it done?' });
  await command(screen, 'Write Final Notes', question);
  await press('Enter');
  await see('.quick-input-message', 'A reason is needed');
  await type('Every other pool ends in _SIZE');
  await press('Enter');
  await gone('.quick-input-widget');
  // What is not committed has no files, commits and dates to be found out.
  await readNotification(screen, /commit/);
  await shoot('notes');
}

async function checkDeploy(screen) {
  const { page, shoot } = screen;
  const report = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  const title = report.locator('h1').filter({ hasText: 'working tree' });
  await until(title, () => compareWithSuggested(screen));
  await shoot('deploy');
}

/** Takes the versions that both questions suggest. */
async function compareWithSuggested(screen) {
  const { press, page } = screen;
  const box = (question) => page.locator(`${INPUT}[placeholder="${question}"]`);
  await press('Escape');
  await command(screen, 'Check Deploy', box('What runs now?'));
  for (const question of ['What runs now?', 'What is to run?']) {
    await box(question).waitFor();
    await takeFocused(screen, box(question));
  }
}

/** Enter, until the question is gone: the rows of the question before may still be there, and take none. */
async function takeFocused({ press, see }, box) {
  for (let tries = 0; await box.isVisible(); tries += 1) {
    await see('.quick-input-list .monaco-list-row.focused');
    await press('Enter');
    try {
      return await box.waitFor({ state: 'hidden', timeout: STEP_MS / 10 });
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

async function choose({ see, type, press, page }, step, text) {
  await see('.quick-input-title', step);
  await see('.quick-input-list .monaco-list-row');
  await type(text);
  await see('.quick-input-list .monaco-list-row.focused .label-name', new RegExp(`^${text}$`));
  const before = await page.locator(INPUT).first().getAttribute('placeholder');
  await press('Enter');
  await changed(page, before);
}

async function fill({ see, press, type, page }, { suggests, refuses = [], typed }) {
  await see('.quick-input-title', '3/3');
  await page.waitForFunction(
    ([selector, wanted]) => document.querySelector(selector)?.value === wanted,
    [INPUT, suggests],
  );
  for (const [text, message] of refuses) {
    await press('Control+A');
    await type(text);
    await press('Enter');
    await see('.quick-input-message', message);
  }
  if (typed !== undefined || refuses.length > 0) {
    await press('Control+A');
    await type(typed ?? suggests);
  }
  const before = await page.locator(INPUT).first().getAttribute('placeholder');
  await press('Enter');
  await changed(page, before);
}

/** The first choice, or the answer that is given for the question. @returns the texts of the questions */
async function answerAll({ see, press, type, page }, answers) {
  const asked = [];
  for (;;) {
    await see('.quick-input-widget input');
    const input = page.locator(INPUT).first();
    const question = (await input.getAttribute('placeholder')) ?? '';
    if (question.startsWith(PLAN_QUESTION)) return asked;
    assert.ok(asked.length < 8, `too many questions: ${asked.join(' | ')}`);
    asked.push(question);
    const hasChoices = (await page.locator('.quick-input-list .monaco-list-row').count()) > 0;
    if (!hasChoices) {
      const answer = answers.find(([pattern]) => pattern.test(question))?.[1];
      assert.ok(answer !== undefined, `an answer to "${question}"`);
      await type(answer);
    }
    await press('Enter');
    await changed(page, question);
  }
}

/** Waits for the next question. */
function changed(page, before) {
  return page.waitForFunction(
    ([selector, old]) => {
      const input = document.querySelector(selector);
      const isShown = input instanceof HTMLElement && input.offsetParent !== null;
      return isShown && input.getAttribute('placeholder') !== old;
    },
    [INPUT, before],
    { timeout: STEP_MS },
  );
}
