import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Screen } from '../panels/screen.js';
import { expect, test } from '../fixtures/test.js';

test.describe.configure({ timeout: 90_000 });

const SHOP = `#!lua name=shop
redis.register_function{function_name='stock', callback=function(keys) return redis.call('GET', keys[1]) end, flags={'no-writes'}, description='what is left'}
redis.register_function('sell', function(keys, args) return redis.call('DECRBY', keys[1], args[1]) end)`;

const menu = async (page: Page, item: string): Promise<void> => {
  await page.getByTestId('libraries-menu').click();
  await page.getByTestId(item).click();
};

/** Opens a new script, and the panel by its name in the palette. */
async function openPanel(screen: Screen): Promise<void> {
  const { page } = screen;
  await screen.newScript();
  await page.getByTestId('btn-theme').focus();
  await page.keyboard.press('ControlOrMeta+K');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.type('Libraries');
  await page.keyboard.press('Enter');
}

/** The whole life of a library, as far as it is the same on both targets. */
async function lifeOfALibrary(screen: Screen): Promise<void> {
  const { page } = screen;
  await openPanel(screen);
  await expect(page.getByTestId('libraries-empty')).toBeVisible();

  await screen.editor.write('redis.register_function');
  await page.getByTestId('btn-function-load').click();
  await expect(page.getByTestId('library-refusal')).toContainText('ERR Missing library metadata');

  await screen.editor.write(SHOP);
  await page.getByTestId('btn-function-load').click();
  await expect(page.getByTestId('function-stats')).toContainText('1 library, 2 functions');
  await expect(page.getByTestId('library-refusal')).toBeHidden();
  const stock = page.getByTestId('function-row').filter({ hasText: 'stock' });
  await expect(stock).toContainText('no-writes');
  await expect(stock).toContainText('what is left');
  await stock.getByRole('button').click();
  await expect(page.getByTestId('library-detail')).toContainText("function_name='stock'");

  await page.getByTestId('btn-function-load').click();
  await expect(page.getByTestId('library-refusal')).toContainText("ERR Library 'shop' already exists");
  await page.getByTestId('btn-function-replace').click();
  await expect(page.getByTestId('library-refusal')).toBeHidden();

  await page.getByTestId('btn-call-function').click();
  await screen.inputs.invocationIs(/FUNCTION LOAD REPLACE … · FCALL_RO stock 0/);

  const [download] = await Promise.all([page.waitForEvent('download'), menu(page, 'menu-function-dump')]);
  const file = await download.path();
  expect(download.suggestedFilename()).toBe('functions.rdb');

  await page.getByTestId('btn-function-delete').click();
  await expect(page.getByTestId('dialog-remove-libraries')).toContainText('shop');
  await page.getByTestId('btn-confirm-remove').click();
  await expect(page.getByTestId('libraries-empty')).toBeVisible();

  for (const policy of ['APPEND', 'REPLACE'] as const) {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), menu(page, 'menu-function-restore')]);
    await chooser.setFiles(file);
    await page.getByTestId(`policy-${policy}`).check();
    await page.getByTestId('btn-confirm-restore').click();
    await expect(page.getByTestId('function-stats')).toContainText('1 library, 2 functions');
    await expect(page.getByTestId('library-refusal')).toBeHidden();
  }

  await menu(page, 'menu-function-flush');
  await page.getByTestId('btn-confirm-remove').click();
  await expect(page.getByTestId('libraries-empty')).toBeVisible();
}

test('in the sandbox a library is loaded, called, dumped, deleted, restored and flushed', async ({
  sandboxScreen: screen,
}) => {
  await lifeOfALibrary(screen);
});

test('on a live Redis the same, and the server has it', async ({ liveScreen: screen, redis }) => {
  await lifeOfALibrary(screen);
  await screen.page.getByTestId('btn-function-load').click();
  await expect(screen.page.getByTestId('function-stats')).toBeVisible();
  expect(await redis.command('FCALL', 'sell', '1', 'apples', '3')).toBe(-3);
  await redis.command('FUNCTION', 'FLUSH');
});

test('a Redis 6.2 has no functions, and the panel says so', async ({ sandboxScreen: screen }) => {
  const { page } = screen;
  await page.getByTestId('version-menu').click();
  await page.getByTestId('version-6.2.16').click();
  await screen.newScript();
  await screen.editor.write('return 1');
  await screen.run();
  await screen.openTab('libraries');
  await expect(page.getByTestId('libraries-none')).toContainText('Redis 6.2.16 has no functions');
});

for (const theme of ['dark', 'light'] as const) {
  test.describe(`${theme} theme`, () => {
    test.use({ colorScheme: theme });

    test('nothing for axe to find, on a desk and on a phone', async ({ sandboxScreen: screen }) => {
      const { page } = screen;
      const clean = async (): Promise<void> => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`),
        ).toEqual([]);
      };
      await openPanel(screen);
      await clean();
      await screen.editor.write(SHOP);
      await page.getByTestId('btn-function-load').click();
      await expect(page.getByTestId('function-stats')).toBeVisible();
      await clean();
      await page.getByTestId('btn-function-load').click();
      await expect(page.getByTestId('library-refusal')).toBeVisible();
      await clean();
      await page.getByTestId('btn-function-delete').click();
      await clean();
      await page.keyboard.press('Escape');
      await page.setViewportSize({ width: 390, height: 844 });
      await page.getByTestId('mtab-keys').click();
      await expect(page.getByTestId('libraries-table')).toBeVisible();
      await clean();
    });
  });
}
