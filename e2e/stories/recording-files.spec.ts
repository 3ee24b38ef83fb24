import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.js';
import { Screen } from '../panels/screen.js';
import { Transport } from '../panels/transport.js';

const SCRIPT = [
  "local bytes = redis.call('GET', KEYS[1])",
  "local n = redis.call('INCR', 'n')",
  'local luck = math.random(1000)',
  'return {bytes, n, luck}',
].join('\n');

/** Chooses an action from the palette. */
async function choose(page: Page, action: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+K');
  await page.keyboard.type(action);
  await page.keyboard.press('Enter');
}

/** The saved file's text. */
async function saved(page: Page, action: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), choose(page, action)]);
  expect(file.suggestedFilename()).toMatch(/\.recording\.json$/);
  return readFile(await file.path(), 'utf8');
}

/** Drops a file on the reply, as from a file manager. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content!], fileName!, { type: 'application/json' }));
      return data;
    },
    [name, text] as const,
  );
  const target = page.getByTestId('run-summary').or(page.getByTestId('panel-start')).first();
  for (const type of ['dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer: transfer });
}

for (const language of ['en', 'zh'] as const)
  test(`a recording of the sandbox is saved, and opens on another machine with all its values (${language})`, async ({
    sandboxScreen: screen,
    withoutRedis,
    browser,
  }) => {
    const { page } = screen;
    await screen.chooseLanguage(language);
    await screen.newScript();
    await screen.editor.write(SCRIPT);
    await screen.inputs.addKey('k', false);
    await screen.inputs.writeGiven('SET k "\\x00\\xff"');
    const transport = new Transport(page);
    await transport.record();
    await transport.scrubber.press('End');
    const shown = await transport.variable('luck').textContent();
    const text = await saved(page, language === 'en' ? 'Save recording' : '将录制保存');

    const there = new Screen(await browser.newPage());
    await there.open(withoutRedis.url);
    await there.chooseLanguage(language);
    await drop(there.page, 'mine.json', text);
    const opened = new Transport(there.page);
    await expect(opened.root).toBeVisible();
    await opened.scrubber.press('End');
    await expect(opened.variable('bytes')).toContainText('\\x00\\xff');
    expect(await opened.variable('luck').textContent()).toBe(shown);
    // Keys are those of the recording, not of this machine.
    const keys = there.page.getByTestId('key-row');
    await expect(keys).toHaveCount(2);
    await opened.press('start');
    await expect(keys).toHaveCount(1);
    await expect(keys).toContainText('k');
    await opened.scrubber.press('End');
    await expect(there.inputs.key(1)).toHaveValue('k');

    // Closed, it is a run of that tab: it can be opened again, and run for real.
    await there.page.getByTestId('btn-close-recording').click();
    await expect.poll(() => there.editor.text()).toBe(SCRIPT);
    await there.page.getByTestId('btn-open-recording').click();
    await expect(opened.root).toBeVisible();
    await there.page.close();
  });

test('a recording made on live opens where there is no Redis', async ({
  liveScreen: screen,
  withoutRedis,
  redis,
  browser,
}) => {
  const { page } = screen;
  await redis.command('SET', 'file', 'from live');
  await screen.newScript();
  await screen.editor.write(SCRIPT);
  await screen.inputs.addKey('file', false);
  await new Transport(page).record();
  const text = await saved(page, 'Save recording');

  const there = new Screen(await browser.newPage());
  await there.open(withoutRedis.url);
  await drop(there.page, 'live.json', text);
  const transport = new Transport(there.page);
  await expect(transport.root).toBeVisible();
  await transport.scrubber.press('End');
  await expect(transport.variable('bytes')).toContainText('from live');
  await there.page.getByTestId('watch-input').fill('n + 1');
  await there.page.getByTestId('watch-input').press('Enter');
  await expect(there.page.getByTestId('watch-row')).toContainText('2');
  await there.page.close();
});

test('files that are no recording, damaged or newer are refused with a reason, and nothing is lost', async ({
  sandboxScreen: screen,
}) => {
  const { page } = screen;
  await screen.newScript();
  await screen.editor.write('return "mine"');
  await screen.run();
  const text = await saved(page, 'Save recording');
  const tabs = await page.getByTestId('script-tab').count();
  for (const [content, reason] of [
    ['{"a": 1}', 'is no recording'],
    [text.slice(0, 400), 'is damaged'],
    [text.replace('"version":', '"version":9'), 'newer Luascope'],
    [text.replace(/"outcome":\{[^}]*\}/, '"outcome":{"kind":"<img src=x onerror=alert(1)>"}'), 'is damaged (outcome'],
  ] as const) {
    await drop(page, 'bad.json', content);
    await expect(page.getByTestId('notice').last()).toContainText(reason);
    await expect(page.getByTestId('live-polite')).toContainText(reason);
  }
  expect(await page.getByTestId('script-tab').count()).toBe(tabs);
  await expect(screen.reply.root).toContainText('mine');
});

test('a recording of 10 MB opens', async ({ sandboxScreen: screen }) => {
  const { page } = screen;
  await screen.newScript();
  await screen.editor.write('return ARGV[1]');
  await screen.run();
  const small = await saved(page, 'Save recording');
  const large = small.replace('"calls":[]', () => {
    const command = JSON.stringify(['SET', 'k', 'x'.repeat(2000)]);
    const calls = Array.from(
      { length: 5000 },
      (_, i) =>
        `{"ordinal":${i},"line":1,"functionName":"main","via":"call","command":${command},"reply":{"type":"status","text":"OK"},"at":${i},"took":1,"effect":"write"}`,
    );
    return `"calls":[${calls.join()}]`;
  });
  expect(large.length).toBeGreaterThan(10_000_000);
  await drop(page, 'large.json', large);
  await expect(page.getByTestId('script-tab')).toHaveCount(3);
  // It has no steps: executed again it gets them, and calls of its own.
  await page.getByTestId('btn-close-recording').click();
  await screen.openTab('timeline');
  await expect(page.getByTestId('timeline-row').filter({ hasText: 'SET' }).first()).toBeVisible();
});

test('a finished run opens as a recording after a reload, and after the script was edited', async ({
  sandboxScreen: screen,
}) => {
  const { page } = screen;
  const transport = new Transport(page);
  await screen.newScript();
  await screen.editor.write(SCRIPT);
  await screen.inputs.addKey('k', false);
  await screen.inputs.writeGiven('SET k before');
  await screen.run();
  await screen.reload();
  await page.getByTestId('btn-open-recording').click();
  await expect(transport.root).toBeVisible();
  await transport.scrubber.press('End');
  await expect(transport.variable('bytes')).toContainText('before');
  await page.getByTestId('btn-close-recording').click();
  await expect(transport.root).toHaveCount(0);

  const tabs = await page.getByTestId('script-tab').count();
  await screen.editor.write('return "edited"');
  await expect.poll(() => screen.editor.text()).toBe('return "edited"');
  await page.getByTestId('btn-open-recording').click();
  await expect(transport.root).toBeVisible();
  expect(await page.getByTestId('script-tab').count()).toBe(tabs + 1);
  await expect(page.getByTestId('editor')).toContainText('math.random');
  await page
    .getByTestId('script-tab')
    .nth(tabs - 1)
    .click();
  await expect.poll(() => screen.editor.text()).toBe('return "edited"');
});
