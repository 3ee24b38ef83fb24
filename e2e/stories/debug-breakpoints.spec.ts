import { expect, test } from '../fixtures/test.js';
import { Breakpoints } from '../panels/breakpoints.js';
import { Transport } from '../panels/transport.js';

const SCRIPT = [
  'local total = 0',
  'for i = 1, 4 do',
  '  total = total + i',
  "  redis.call('INCRBY', 'n', i)",
  'end',
  "redis.call('SET', 'text', 'x')",
  "local r = redis.pcall('INCR', 'text')",
  'return total',
].join('\n');

test('breakpoints by condition and hit count; one that fails says why', async ({ sandboxScreen: screen }) => {
  const [transport, points] = [new Transport(screen.page), new Breakpoints(screen.page)];
  await screen.newScript();
  await screen.editor.write(SCRIPT);
  await points.toggle('total = total + i');
  await transport.record();
  await transport.press('continue');
  await transport.onLine(3);
  await expect(transport.reason).toHaveText('breakpoint 1');
  await expect(transport.variable('i')).toContainText('1');

  await points.fill(1, 'condition', 'i == 3');
  await transport.press('continue');
  await expect(transport.variable('i')).toContainText('3');
  await points.fill(1, 'condition', 'i.x == 3');
  await transport.press('start');
  await transport.press('continue');
  await transport.onLine(3);
  await expect(transport.reason).toContainText('The condition on line 3 failed');
  await expect(transport.reason).toContainText('attempt to index');
  await expect(transport.reason).toBeInViewport({ ratio: 1 });
  await screen.page.setViewportSize({ width: 390, height: 844 });
  await expect(transport.root.getByText('The condition on line 3 failed')).toBeInViewport({ ratio: 1 });
  await screen.page.setViewportSize({ width: 1440, height: 900 });

  await points.fill(1, 'condition', '');
  await points.fill(1, 'hits', '4');
  await transport.press('start');
  await transport.press('continue');
  await expect(transport.variable('i')).toContainText('4');
  await transport.press('rcontinue');
  await transport.at(1);
});

test('a log point added after the run lists all its values, and nothing is sent', async ({ sandboxScreen: screen }) => {
  const [transport, points] = [new Transport(screen.page), new Breakpoints(screen.page)];
  await screen.newScript();
  await screen.editor.write(SCRIPT);
  await transport.record();
  await points.toggle("redis.call('INCRBY'");
  await points.fill(1, 'log', "total .. ' ' .. (redis.call('GET', 'n') or 'none')");
  await expect(points.logged).toHaveText([/"1 none"/, /"3 1"/, /"6 3"/, /"10 6"/]);
  await points.logged.nth(2).click();
  await expect(transport.variable('total')).toContainText('6');
  await transport.press('continue');
  await transport.onLine(8);
});

test('continue stops on errors, writes, commands and keys', async ({ sandboxScreen: screen }) => {
  const [transport, points] = [new Transport(screen.page), new Breakpoints(screen.page)];
  await screen.newScript();
  await screen.editor.write(SCRIPT);
  await transport.record();
  const [errors, writes] = [points.stopOn.getByRole('checkbox').nth(0), points.stopOn.getByRole('checkbox').nth(1)];
  const [commands, keys] = [points.stopOn.getByRole('textbox').nth(0), points.stopOn.getByRole('textbox').nth(1)];

  await errors.check();
  await transport.press('continue');
  await transport.onLine(7);
  await expect(transport.reason).toHaveText('an error is next');
  await errors.uncheck();
  await writes.check();
  await transport.press('start');
  await transport.press('continue');
  await transport.onLine(4);
  await expect(transport.reason).toHaveText('a write is next');
  await writes.uncheck();
  await commands.fill('set');
  await commands.press('Enter');
  await transport.press('continue');
  await transport.onLine(6);
  await expect(transport.reason).toHaveText('SET is next');
  await commands.fill('');
  await keys.fill('te*');
  await keys.press('Enter');
  await transport.press('continue');
  await transport.onLine(7);
  await expect(transport.reason).toHaveText('uses text next');
});

test('a breakpoint of one statement, in a script of one line', async ({ sandboxScreen: screen }) => {
  const { page } = screen;
  const [transport, points] = [new Transport(page), new Breakpoints(page)];
  await screen.newScript();
  await screen.editor.write('local t = {} for i = 1, 3 do t[i] = i local d = i * 2 end return t');
  await page.keyboard.press('Home');
  for (let i = 0; i < 40; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+F9');
  await expect(points.statementMarks).toHaveCount(1);
  await transport.record();
  await transport.press('continue');
  await expect(page.getByTestId('editor').locator('.step-statement').first()).toBeVisible();
  await transport.at(4);
  await transport.press('continue');
  await transport.at(7);
  await expect(transport.variable('i')).toContainText('2');
});

test('breakpoints are there after a reload, where an edit has moved them', async ({ sandboxScreen: screen }) => {
  const { page } = screen;
  const points = new Breakpoints(page);
  await screen.newScript();
  await screen.editor.write(SCRIPT);
  await points.toggle('total = total + i');
  await points.toggle('return total');
  await points.caret('local total');
  await page.keyboard.press('Home');
  await page.keyboard.insertText('-- counts\n');
  await expect(points.marks).toHaveCount(2);
  await screen.reload();
  await expect(points.marks).toHaveCount(2);
  const transport = new Transport(page);
  await transport.record();
  await expect(points.rows).toHaveText([/total = total \+ i/, /return total/]);
  await transport.press('continue');
  await transport.onLine(4);
});

test('run to the cursor, forwards and backwards', async ({ sandboxScreen: screen }) => {
  const [transport, points] = [new Transport(screen.page), new Breakpoints(screen.page)];
  await screen.newScript();
  await screen.editor.write(SCRIPT);
  await transport.record();
  await points.caret("redis.call('SET'");
  await transport.more('to-cursor');
  await transport.onLine(6);
  await expect(transport.reason).toHaveText('at the cursor');
  await points.caret('total = total + i');
  await screen.page.keyboard.press('Alt+Shift+F9');
  await transport.onLine(3);
  await expect(transport.variable('i')).toContainText('4');
});
