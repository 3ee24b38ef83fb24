import { expect, test } from '../fixtures/test.js';
import { Transport } from '../panels/transport.js';

const SCRIPT = [
  'local sum = 0',
  'for i = 1, 3 do',
  '  sum = sum + i',
  'end',
  'local t = {sum, {1}}',
  'return sum',
].join('\n');

test('a whole debug session without a mouse', async ({ sandboxScreen: screen }) => {
  const { page, editor } = screen;
  const transport = new Transport(page);
  const { keyboard } = page;
  await screen.newScript();
  await editor.focus();
  await keyboard.insertText(SCRIPT);

  await test.step('a breakpoint on line 3, then record', async () => {
    await keyboard.press('ControlOrMeta+Home');
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await keyboard.press('F9');
    await expect(page.locator('.breakpoint')).toHaveCount(1);
    await keyboard.press('ControlOrMeta+Shift+Enter');
    await transport.opened();
    await expect(transport.scrubber).toBeFocused();
  });

  await test.step('every move by its key', async () => {
    await keyboard.press('F5');
    await transport.at(3);
    await keyboard.press('F10');
    await transport.at(4);
    await keyboard.press('Control+F10');
    await transport.at(3);
    await keyboard.press('F11');
    await transport.at(4);
    await keyboard.press('F5');
    await transport.at(5);
    await keyboard.press('Shift+F5');
    await transport.at(3);
    await keyboard.press('Shift+F11');
    await transport.at(10);
    await keyboard.press('Home');
    await transport.at(1);
    await keyboard.press('ArrowRight');
    await transport.at(2);
    await keyboard.press('End');
    await transport.at(10);
  });

  await test.step('variables: open a table, go back to the last write', async () => {
    const tree = page.getByTestId('variables').getByRole('tree');
    await tree.focus();
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowRight');
    await expect(transport.variable('[1]')).toContainText('6');
    await keyboard.press('ArrowLeft');
    await expect(transport.variable('[1]')).toBeHidden();
    await keyboard.press('ArrowUp');
    await keyboard.press('Shift+Enter');
    await transport.at(7);
    await expect(transport.reason).toHaveText('sum is written next');
  });

  await test.step('a watch, and a condition, reached by Tab', async () => {
    await page.getByTestId('watch-input').focus();
    await keyboard.type('sum * 100');
    await keyboard.press('Enter');
    await expect(page.getByTestId('watch-row')).toContainText('300');
    const fields = page.getByTestId('btn-breakpoint-fields');
    await fields.focus();
    await keyboard.press('Enter');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await keyboard.type('i == 2');
    await keyboard.press('Enter');
    await keyboard.press('Shift+F5');
    await transport.at(5);
  });

  await test.step('run to the cursor, then close', async () => {
    await page.keyboard.press('ControlOrMeta+K');
    await keyboard.type('go to the editor');
    await keyboard.press('Enter');
    await expect(page.getByTestId('editor').locator(':focus')).toHaveCount(1);
    await keyboard.press('ControlOrMeta+End');
    await keyboard.press('Alt+F9');
    await transport.at(10);
    await transport.scrubber.focus();
    await keyboard.press('Escape');
    await expect(transport.root).toHaveCount(0);
  });
});
