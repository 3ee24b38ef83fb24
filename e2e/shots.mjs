// `npm run shots`: a picture of every screen, at three widths, in both themes and both languages, to be compared with the design by eye.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { served, withBrowser } from './bench/built.mjs';

const directory = join(dirname(dirname(fileURLToPath(import.meta.url))), 'shots');
const WIDTHS = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];
const DESK = WIDTHS[0];

/** Each screen is reached from the one before it. `phone`: the tab that shows it on a phone. */
const SCREENS = [
  { name: 'empty', phone: 'reply', reach: () => {} },
  {
    name: 'run',
    phone: 'reply',
    reach: async (page, words) => {
      await openExample(page, words.points);
      await run(page);
      await panel(page, 'timeline');
    },
  },
  { name: 'inputs', phone: 'inputs', reach: () => {}, only: 390 },
  { name: 'code', phone: 'code', reach: () => {}, only: 390 },
  { name: 'timeline', phone: 'timeline', reach: () => {}, only: 390 },
  { name: 'keys', phone: 'keys', reach: () => {}, only: 390 },
  { name: 'cache', phone: 'keys', reach: (page) => panel(page, 'cache') },
  {
    name: 'libraries',
    phone: 'keys',
    reach: async (page, words) => {
      await openExample(page, words.asFunction);
      await panel(page, 'libraries');
      await page.getByTestId('btn-function-load').first().click();
      await page.getByTestId('library-row').first().waitFor();
    },
  },
  {
    name: 'debug',
    phone: 'code',
    reach: async (page, words) => {
      await panel(page, 'keyspace');
      await openExample(page, words.pointsFail);
      await page.getByTestId('btn-record').click();
      const scrubber = page.getByTestId('scrubber');
      await scrubber.waitFor();
      await scrubber.focus();
      for (let step = 0; step < 9; step++) await scrubber.press('ArrowRight');
      await page.getByTestId('variable-row').first().waitFor();
    },
  },
  {
    name: 'errors',
    phone: 'reply',
    reach: async (page) => {
      await page.getByTestId('scrubber').press('Escape');
      await page.getByTestId('transport').waitFor({ state: 'detached' });
      await run(page);
      await panel(page, 'errors');
      await page.getByTestId('prop-node').first().waitFor();
    },
  },
  {
    name: 'console',
    phone: 'timeline',
    reach: async (page) => {
      await panel(page, 'console');
      for (const line of [
        'HGETALL pts:team',
        'LRANGE ledger 0 -1',
        'CONFIG SET busy-reply-threshold 200',
        'INCR lock:pts:team',
      ])
        await send(page, line);
    },
  },
  {
    name: 'cache-unkillable',
    phone: 'keys',
    reach: async (page, words) => {
      await openExample(page, words.endlessWrite);
      await page.getByTestId('btn-run').click();
      await page.getByTestId('btn-shutdown').waitFor();
      await panel(page, 'cache');
      await send(page, 'GET pts:team');
      await send(page, 'SCRIPT KILL');
    },
  },
  {
    name: 'shutdown',
    phone: 'keys',
    reach: async (page) => {
      await page.getByTestId('btn-shutdown').first().click();
      await page.getByTestId('dialog-shutdown').waitFor();
    },
    leave: (page) => page.keyboard.press('Escape'),
  },
  {
    name: 'palette',
    phone: 'code',
    reach: (page) => page.keyboard.press('Control+k'),
    leave: (page) => page.keyboard.press('Escape'),
  },
  {
    name: 'shortcuts',
    phone: 'code',
    reach: async (page, words) => {
      await palette(page, words.shortcuts);
      await page.getByTestId('dialog-shortcuts').waitFor();
    },
    leave: (page) => page.keyboard.press('Escape'),
  },
];

const WORDS = {
  en: {
    examples: 'Examples',
    points: 'Split points',
    pointsFail: 'Split points, fail half-way',
    endlessWrite: 'Endless loop after a write',
    shortcuts: 'shortcuts',
    asFunction: 'The same script as a function',
  },
  zh: {
    examples: '示例',
    points: '分配积分',
    pointsFail: '分配积分，中途失败',
    endlessWrite: '写入之后的死循环',
    shortcuts: '快捷键',
    asFunction: '同一个脚本写成函数',
  },
};

/** One visit through all screens. */
async function walk(browser, url, language, theme) {
  const page = await browser.newPage({ viewport: DESK, locale: language === 'zh' ? 'zh-CN' : 'en-US' });
  await page.goto(url);
  await page.getByTestId('editor').locator('.view-line').first().waitFor();
  if ((await page.locator('html').getAttribute('data-theme')) !== theme) await page.getByTestId('btn-theme').click();
  await page
    .getByTestId('lang-switch')
    .getByRole('radio', { name: language === 'zh' ? '中文' : 'EN' })
    .click();
  await page.locator(`html[lang^=${language}]`).waitFor();
  for (const { name, phone, reach, leave, only } of SCREENS) {
    await reach(page, WORDS[language]);
    for (const viewport of WIDTHS) {
      if (only !== undefined && viewport.width !== only) continue;
      await page.setViewportSize(viewport);
      // Dialogs lie over the tabs; what is under them on a phone is the tab of the screen before.
      if (viewport.width === 390 && leave === undefined) await page.getByTestId(`mtab-${phone}`).click();
      await settled(page);
      await page.screenshot({
        path: join(directory, `${name}-${viewport.width}-${theme}-${language}.png`),
        animations: 'disabled',
      });
      taken++;
    }
    await leave?.(page);
    await page.setViewportSize(DESK);
  }
  await page.close();
}

/** Fonts are there and two frames have passed without a change of layout. */
const settled = (page) =>
  page.evaluate(async () => {
    await document.fonts.ready;
    for (let i = 0; i < 4; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
  });

async function run(page) {
  const before = await page.getByTestId('run-summary').evaluateAll(([strip]) => strip?.dataset.run ?? '');
  await page.getByTestId('btn-run').click();
  await page.locator(`[data-testid=run-summary][data-run]:not([data-run="${before}"])`).waitFor();
}

const panel = (page, name) => page.getByTestId(`tab-${name}`).first().click();

async function send(page, line) {
  await page.getByTestId('console-input').fill(line);
  await page.getByTestId('console-input').press('Enter');
}

async function palette(page, text) {
  await page.keyboard.press('Control+k');
  const box = page.getByTestId('palette');
  await box.getByRole('searchbox').fill(text);
  await page.keyboard.press('Enter');
}

async function openExample(page, title) {
  await palette(page, WORDS[(await page.locator('html').getAttribute('lang')).startsWith('zh') ? 'zh' : 'en'].examples);
  await page
    .getByTestId('dialog-examples')
    .getByTestId('example')
    .filter({ has: page.getByText(title, { exact: true }) })
    .click();
}

await mkdir(directory, { recursive: true });
let taken = 0;
await served((url) =>
  withBrowser(async (browser) => {
    for (const language of ['en', 'zh'])
      for (const theme of ['dark', 'light']) await walk(browser, url, language, theme);
  }),
);
console.log(`${taken} pictures in shots/`);
