import { expect, test } from '../fixtures/test.js';

const WRONG_TYPE = 'WRONGTYPE Operation against a key holding the wrong kind of value';

test('the sandbox becomes a Redis 6.2, with its error messages and the same data', async ({
  sandboxScreen: screen,
}) => {
  const { page } = screen;
  await screen.newScript();
  await screen.editor.write("redis.call('SETNX', KEYS[1], 'text') return redis.call('LPUSH', KEYS[1], 'x')");
  await screen.inputs.addKey('k', false);
  await screen.run();
  const sha = await screen.inputs.fullSha();
  await expect(screen.reply.root).toContainText(`${WRONG_TYPE} script: ${sha}, on @user_script:1.`);

  const menu = page.getByTestId('version-menu');
  await menu.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('version-7.0.15')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitemradio').filter({ hasText: '6.2.16' })).toBeVisible();
  await page.getByTestId('version-6.2.16').focus();
  await page.keyboard.press('Enter');
  await expect(menu).toHaveAttribute('data-version', '6.2.16');
  await expect(menu).toBeFocused();
  await screen.run();
  const text = `ERR Error running script (call to f_${sha}): @user_script:1: ${WRONG_TYPE}`;
  await expect(screen.reply.root).toContainText(text);

  // Kept with the settings; and the data is what the first version wrote.
  await screen.reload();
  await expect(menu).toHaveAttribute('data-version', '6.2.16');
  await screen.newScript();
  await screen.editor.write("return redis.call('GET', 'k')");
  await screen.run();
  await expect(screen.reply.root).toContainText('text');
});
