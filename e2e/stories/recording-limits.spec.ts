import { expect, test } from '../fixtures/test.js';
import { Transport } from '../panels/transport.js';

test('a recording ends at the limit that the user set, and says so', async ({ sandboxScreen: screen }) => {
  const { page } = screen;
  const transport = new Transport(page);
  await screen.newScript();
  await screen.editor.write('local n = 0\nfor i = 1, 100 do n = n + i end\nreturn n');
  await page.keyboard.press('ControlOrMeta+K');
  await page.keyboard.type('Limit of recorded');
  await page.keyboard.press('Enter');
  const field = page.getByTestId('step-limit');
  await expect(field).toHaveValue('1000000');
  await field.fill('0');
  await expect(page.getByTestId('btn-set-step-limit')).toHaveAttribute('aria-disabled', 'true');
  await field.fill('10');
  await field.press('Enter');
  await expect(field).toHaveCount(0);

  await transport.record();
  await expect(transport.scrubber).toHaveAttribute('max', '10');
  await transport.press('continue');
  await transport.at(10);
  await expect(page.getByTestId('pause-summary')).toContainText('ended at its limit');

  await screen.reload();
  await page.keyboard.press('ControlOrMeta+K');
  await page.keyboard.type('Limit of recorded');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('step-limit')).toHaveValue('10');
});

test('a long string of a call is kept in part, and brought back whole', async ({ sandboxScreen: screen }) => {
  const { page } = screen;
  const transport = new Transport(page);
  await screen.newScript();
  await screen.editor.write("redis.call('SET', 'k', string.rep('ab', 3000) .. 'end')\nreturn redis.call('GET', 'k')");
  await transport.record();
  await page.getByTestId('timeline-calls').click();
  await page.getByTestId('long-strings').last().click();
  const dialog = page.getByTestId('dialog-long-strings');
  await expect(dialog).toContainText('Reply · 6 003 bytes');
  await expect(dialog.getByTestId('long-string')).toContainText('ababend');
});
