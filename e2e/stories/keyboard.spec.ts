import { expect, test } from '../fixtures/test.js';

test('a whole visit without a mouse', async ({ sandboxScreen: screen }) => {
  const { page, editor, inputs, reply } = screen;

  await test.step('the skip link comes first and leads to the workspace', async () => {
    await page.keyboard.press('Tab');
    await expect(page.locator(':focus')).toHaveText(/skip to workspace/i);
    await page.keyboard.press('Enter');
  });

  await test.step('run with Ctrl Enter, from inside the editor', async () => {
    await editor.focus();
    await page.keyboard.press('ControlOrMeta+Enter');
    await screen.ended();
    await expect(reply.nodes.first()).toContainText('25');
  });

  await test.step('leave the editor with Escape, change ARGV, run again', async () => {
    await page.keyboard.press('Escape');
    await inputs.argument(1).focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('6');
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(reply.nodes.first()).toContainText('30');
  });

  await test.step('arrows move among the views of the reply', async () => {
    await reply.root.getByTestId('reply-format').getByRole('radio', { checked: true }).focus();
    await page.keyboard.press('ArrowRight');
    await expect(reply.root).toContainText('(integer) 30');
  });

  await test.step('panels by Alt and a digit; the console takes the focus and answers', async () => {
    await page.keyboard.press('Alt+7');
    await expect(page.getByTestId('panel-console')).toBeVisible();
    await page.keyboard.type('GET foo');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('console-log')).toContainText('"30"');
  });

  await test.step('every action is in the palette', async () => {
    await page.keyboard.press('ControlOrMeta+K');
    await page.keyboard.type('theme');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('palette')).toHaveCount(0);
    await page.keyboard.press('ControlOrMeta+K');
    await page.keyboard.type('theme');
    const before = await page.locator('html').getAttribute('data-theme');
    await page.keyboard.press('Enter');
    await expect(page.locator('html')).not.toHaveAttribute('data-theme', before ?? '');
  });
});

test('the sheet of shortcuts names every panel in order, and Ctrl ` opens the console', async ({
  sandboxScreen: screen,
}) => {
  const { page } = screen;
  await page.getByTestId('btn-run').focus();
  await page.keyboard.press('?');
  const sheet = page.getByTestId('dialog-shortcuts');
  await expect(sheet.getByText('Show Variables')).toBeInViewport();
  await expect(sheet.locator('kbd').filter({ hasText: /^Alt \d$/ })).toHaveText(
    [1, 2, 3, 4, 5, 6, 7].map((n) => `Alt ${n}`),
  );
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Backquote');
  await expect(page.getByTestId('console-input')).toBeFocused();
});
