import { expect, test } from '../fixtures/test.js';
import type { Screen } from '../panels/screen.js';

/** Pastes text where a person would: into the editor, which need not be empty. */
async function paste(screen: Screen, text: string): Promise<void> {
  await screen.editor.root.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

test('a pasted command line is split into script, KEYS and ARGV', async ({ sandboxScreen: screen }) => {
  await screen.newScript();
  await paste(screen, `redis-cli EVAL "return {KEYS[1], ARGV[1]}" 1 用户:1 "it's"`);
  await expect.poll(() => screen.editor.text()).toBe('return {KEYS[1], ARGV[1]}');
  await expect(screen.inputs.key(1)).toHaveValue('用户:1');
  await expect(screen.inputs.argument(1)).toHaveValue("it's");
  await screen.run();
  await expect(screen.reply.nodes.nth(1)).toContainText('用户:1');

  await test.step('beside a script it opens a tab of its own', async () => {
    const tabs = screen.page.getByTestId('script-tab');
    const before = await tabs.count();
    await paste(screen, 'EVAL "return 7" 0');
    await expect(tabs).toHaveCount(before + 1);
    await expect.poll(() => screen.editor.text()).toBe('return 7');
  });
});

test('a dropped file opens in a tab', async ({ sandboxScreen: screen }) => {
  await screen.editor.root.evaluate((element) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['return 1\r\n-- 用户\r\n'], 'dropped.lua', { type: 'text/plain' }));
    element.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(screen.page.getByRole('tab', { name: 'dropped.lua' })).toHaveAttribute('aria-selected', 'true');
  await expect.poll(() => screen.editor.text()).toBe('return 1\n-- 用户\n');
});

test('the editor knows the commands, and Redis’s words for what does not compile', async ({
  sandboxScreen: screen,
}) => {
  const { page, editor } = screen;
  await screen.newScript();
  await editor.write('');
  await page.keyboard.type('redis.call("hincrb');
  await expect(editor.root.locator('.suggest-widget').getByText('hincrby', { exact: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect.poll(() => editor.text()).toBe('redis.call("hincrby")');

  await editor.write('return 1');
  await expect(page.getByTestId('statusbar')).not.toContainText('error');
  await editor.write('return 1 +');
  await expect(page.getByTestId('statusbar')).toContainText('1 error');
  await page.keyboard.press('F8');
  await expect(editor.root.getByText("user_script:1: unexpected symbol near '<eof>'")).toBeVisible();

  await editor.write('if redis.call("EXISTS", KEYS[1]) then return 1 end');
  await expect(page.getByTestId('statusbar')).toContainText('1 warning');
});

test('common mistakes are told of as they are typed, in both languages, and mended at a key', async ({
  sandboxScreen: screen,
}) => {
  const { page, editor, inputs, reply } = screen;
  const statusbar = page.getByTestId('statusbar');
  await screen.newScript();
  await editor.write('if ARGV[1] != "a" then return 1 end');
  await expect(statusbar).toContainText('1 error');
  await page.keyboard.press('F8');
  await expect(editor.root.getByText('Not equal is ~= in Lua.')).toBeVisible();
  await page.keyboard.press('Escape');

  await editor.write('local n = redis.call("INCR", KEYS[1])\nif n > ARGV[1] then return 0 end\nreturn n');
  await inputs.setKey(1, 'n');
  await inputs.setArgument(1, '3');
  await expect(statusbar).toContainText('1 warning');
  await screen.run();
  await expect(reply.root).toContainText('attempt to compare string with number');

  await screen.chooseLanguage('zh');
  await editor.focus();
  await page.keyboard.press('ControlOrMeta+Home');
  // What is open already keeps its words: the marks are made anew a moment after the language.
  await expect(async () => {
    await page.keyboard.press('F8');
    await expect(editor.root.getByText('字符串与数字比较大小')).toBeVisible({ timeout: 1000 });
  }).toPass();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+.');
  await page.getByText('修复：字符串与数字比较大小').click();
  await expect.poll(() => editor.text()).toContain('if n > tonumber(ARGV[1]) then');
  await screen.run();
  await expect(reply.nodes.first()).toContainText('2');
});

test('a closed script comes back', async ({ sandboxScreen: screen }) => {
  const { page, editor } = screen;
  await screen.newScript();
  await editor.write('return "precious"');
  const tab = page.getByRole('tab', { name: 'script.lua' });
  await tab.focus();
  await page.keyboard.press('Delete');
  await expect(tab).toHaveCount(0);
  await page.getByTestId('btn-undo-close').click();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
  await expect.poll(() => editor.text()).toBe('return "precious"');
});

test('the keyboard leaves the editor', async ({ sandboxScreen: screen }) => {
  const { page, editor } = screen;
  await editor.write('return 1');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(editor.root).toBeFocused();
});
