import { expect, test } from '../fixtures/test.js';
import { Transport } from '../panels/transport.js';

const SCRIPT = [
  'local function double(n)',
  '  local twice = n * 2',
  '  return twice',
  'end',
  'local sum = 0',
  'for i = 1, 3 do',
  '  sum = sum + double(i)',
  "  redis.call('SET', 'sum', sum)",
  'end',
  'if sum > 99 then',
  "  redis.call('DEL', 'sum')",
  'end',
  'return sum',
].join('\n');

test('a recording is walked forwards and backwards', async ({ sandboxScreen: screen }) => {
  const transport = new Transport(screen.page);
  await screen.newScript();
  await screen.editor.write(SCRIPT);
  await transport.record();
  await transport.at(1);
  await expect(transport.scrubber).toBeFocused();
  await expect(transport.root.getByTestId('tt-back')).toHaveAttribute('aria-disabled', 'true');

  await screen.page.keyboard.press('F10');
  await transport.at(2);
  await transport.press('back');
  await transport.at(1);
  await transport.press('continue');
  await transport.onLine(13);
  await expect(transport.variable('sum')).toContainText('12');
  await transport.press('start');
  await transport.at(1);
  await screen.page.keyboard.press('Escape');
  await expect(transport.root).toHaveCount(0);
});

test('a breakpoint stops in both directions; its condition, values, watches and callers show', async ({
  sandboxScreen: screen,
}) => {
  const { page } = screen;
  const transport = new Transport(page);
  await screen.newScript();
  await screen.editor.write(SCRIPT);
  await transport.record();
  await page.locator('.view-line').filter({ hasText: 'return twice' }).click();
  await page.keyboard.press('F9');
  await expect(page.locator('.breakpoint')).toHaveCount(1);
  await transport.press('continue');
  await transport.onLine(3);
  await expect(transport.variable('twice')).toContainText('2');
  await expect(page.getByTestId('stack-row')).toHaveCount(2);
  await transport.press('out');
  await transport.onLine(8);
  await transport.press('rcontinue');
  await transport.onLine(3);

  await page.getByTestId('tab-watch').click();
  await page.getByTestId('watch-input').fill('twice * 10');
  await page.getByTestId('watch-input').press('Enter');
  await expect(page.getByTestId('watch-row')).toContainText('20');
  const condition = page.getByTestId('breakpoint-row').getByRole('textbox', { name: 'Condition' });
  await condition.fill('n == 3');
  await condition.press('Enter');
  await transport.press('continue');
  await transport.onLine(3);
  await expect(page.getByTestId('watch-row')).toContainText('60');
});

test('a finished run opens as a recording', async ({ sandboxScreen: screen }) => {
  const transport = new Transport(screen.page);
  await screen.newScript();
  await screen.editor.write(SCRIPT);
  await screen.run();
  await screen.page.getByTestId('btn-open-recording').click();
  await expect(transport.root).toBeVisible();
  await transport.scrubber.press('End');
  await transport.onLine(13);
});
