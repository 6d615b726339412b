import assert from 'node:assert/strict';

/** What a person does with the window: keys, and looking until something is there. */
export function screenOf(page, imagePath) {
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

/** Opens a file by its name, with the keyboard. */
export async function openFile(screen, name) {
  const { press, type, see } = screen;
  const exactly = new RegExp(`^${name.replaceAll('.', '\\.')}$`);
  await open(screen, 'Control+P');
  await type(name);
  await see('.quick-input-list .label-name', exactly);
  await moveTo(screen, '.quick-input-list .monaco-list-row.focused .label-name', exactly);
  await press('Enter');
  await see(`.tab.active[data-resource-name="${name}"]`);
}

/** Presses a key until the input that it opens is there: a window that is just loading, or a preview, may lose it. */
export async function open({ page, press }, key) {
  for (let tries = 0; ; tries += 1) {
    await press(key);
    try {
      return await page.locator('.quick-input-widget input').first().waitFor({ timeout: 5000 });
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

/** Moves down a list until the focused row reads as wanted. */
export async function moveTo({ press, page }, focused, pattern) {
  const row = page.locator(focused).first();
  const read = async () => (await row.textContent()) ?? '';
  for (let tries = 0; tries < 30 && !pattern.test(await read()); tries += 1) await press('ArrowDown');
  assert.match(await read(), pattern);
}

/** One-based. */
export async function goToLine({ press, see, type, gone }, line) {
  await press('Control+G');
  await see('.quick-input-widget input');
  await type(String(line));
  await see('.quick-input-list .monaco-list-row.focused', new RegExp(`\\b${line}\\b`));
  await press('Enter');
  await gone('.quick-input-widget');
}
