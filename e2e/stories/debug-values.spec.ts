import { expect, test } from '../fixtures/test.js';
import { Breakpoints } from '../panels/breakpoints.js';
import { Transport } from '../panels/transport.js';

const SCRIPT = [
  'local paid, out = 0, {}',
  'local function credit(key, n)',
  "  local now = redis.call('INCRBY', key, n)",
  '  return now',
  'end',
  'for i = 1, 2 do',
  "  out[i] = credit('k:' .. i, i * 10)",
  '  paid = paid + i',
  'end',
  'out.self = out',
  'if paid > 99 then paid = 0 end',
  "redis.call('SET', 'k:1', paid)",
  'return paid',
].join('\n');

test('watches read Lua and keys as they are at the step', async ({ sandboxScreen: screen }) => {
  const [transport, points] = [new Transport(screen.page), new Breakpoints(screen.page)];
  await screen.newScript();
  await screen.editor.write(SCRIPT);
  await transport.record();
  const [sum, get, call] = [
    await points.watch('paid * 2'),
    await points.watch('GET k:1'),
    await points.watch("redis.call('EXISTS', 'k:2')"),
  ];
  await expect(sum).toContainText('nonexistent global variable');
  await expect(get).toContainText('nil');
  await expect(call).toContainText('0');
  await transport.press('continue');
  await expect(sum).toContainText('6');
  await expect(get).toContainText('"3"');
  await expect(call).toContainText('1');
  await points.caret('out.self');
  await screen.page.keyboard.press('Alt+Shift+F9');
  await expect(get).toContainText('"10"');
  await expect(await points.watch('SET k:1 x')).toContainText('A watch only reads. SET writes.');
});

test('the last write of a variable and of a key', async ({ sandboxScreen: screen }) => {
  const { page } = screen;
  const transport = new Transport(page);
  await screen.newScript();
  await screen.editor.write(SCRIPT);
  await transport.record();
  await transport.press('continue');
  await transport.onLine(13);
  const write = async (name: string) => {
    const row = transport.variable(name);
    await row.hover();
    await row.locator('[data-write]').click();
  };
  await write('paid');
  await transport.onLine(8);
  await expect(transport.reason).toHaveText('paid is written next');
  await expect(transport.variable('paid')).toContainText('1');
  await transport.press('continue');
  await write('out');
  await transport.onLine(10);
  await transport.press('continue');
  const key = page.getByTestId('key-row').filter({ hasText: 'k:1' });
  await key.hover();
  await key.getByTestId('btn-last-write').click();
  await transport.onLine(12);
  await key.hover();
  await key.getByTestId('btn-last-write').click();
  await transport.onLine(3);
  await expect(transport.frames).toHaveText([/credit\("k:1", 10\)/, /main chunk/]);
});

test('values, tables that hold themselves, marks in the editor, all steps', async ({ sandboxScreen: screen }) => {
  const { page } = screen;
  const transport = new Transport(page);
  await screen.newScript();
  await screen.editor.write(SCRIPT);
  await transport.record();
  await transport.press('continue');
  await transport.variable('out').click();
  await expect(transport.variable('self')).toContainText('back to out');

  const editor = page.getByTestId('editor');
  await expect(editor.locator('.idle-part').first()).toHaveText(/^paid/);
  await expect(editor.locator('.idle-part').last()).toHaveText('0');
  await expect(editor.locator('.note').filter({ hasText: 'paid = 3' })).toBeVisible();
  await expect(editor.locator('.note-time').first()).toBeVisible();

  await expect(transport.step('local now').first()).toContainText('→ 10');
  await expect(transport.step('out[i] = credit').first()).toContainText('credit("k:1", 10)');
  await transport.step('return now').first().click();
  await transport.onLine(4);
  await expect(transport.variable('now')).toContainText('just set');
  await transport.frames.nth(1).click();
  await expect(page.getByTestId('variables')).not.toContainText('credit()');

  await page.getByTestId('panel-timeline').getByRole('button', { name: 'Filter' }).click();
  await page.keyboard.insertText('credit');
  await expect(page.getByTestId('timeline-row')).toHaveCount(7);
  await page.getByTestId('timeline-calls').click();
  await expect(page.getByTestId('timeline-row')).toHaveCount(2);
});

test('coroutines, callbacks and caught errors are walked through', async ({ sandboxScreen: screen }) => {
  const transport = new Transport(screen.page);
  const points = new Breakpoints(screen.page);
  await screen.newScript();
  await screen.editor.write(
    [
      'local co = coroutine.wrap(function(a)',
      '  local b = coroutine.yield(a)',
      '  return b',
      'end)',
      'co(1)',
      'co(2)',
      'local ok, e = pcall(function()',
      "  error('no')",
      'end)',
      "local s = string.gsub('ab', '%a', function(c)",
      '  return c .. c',
      'end)',
      'return s',
    ].join('\n'),
  );
  await points.toggle('return b');
  await points.toggle("error('no')");
  await points.toggle('return c');
  await transport.record();
  await transport.press('continue');
  await expect(transport.frames).toHaveText([/coroutine.*line 3/, /main chunk.*line 6/]);
  await transport.press('continue');
  await transport.onLine(8);
  await transport.press('out');
  await transport.onLine(10);
  await transport.press('continue');
  await expect(transport.variable('c')).toContainText('"a"');
  await transport.press('continue');
  await expect(transport.variable('c')).toContainText('"b"');
  await expect(transport.frames).toHaveCount(2);
});

test('a function of a library, metamethods and sort callbacks are walked through', async ({
  sandboxScreen: screen,
}) => {
  const { page } = screen;
  const [transport, points] = [new Transport(page), new Breakpoints(page)];
  await screen.newScript();
  await screen.editor.write(
    [
      '#!lua name=lib',
      'local meta = {__add = function(a, b)',
      '  return a.n + b',
      'end}',
      "redis.register_function('sum', function(keys, args)",
      '  local list = {3, 1, 2}',
      '  table.sort(list, function(a, b)',
      '    return a < b',
      '  end)',
      '  return setmetatable({n = list[1]}, meta) + tonumber(args[1])',
      'end)',
    ].join('\n'),
  );
  await screen.inputs.chooseMode('FCALL');
  await screen.inputs.addArgument('41', false);
  await points.toggle('return a < b');
  await points.toggle('return a.n + b');
  await transport.record();
  await transport.press('continue');
  await transport.onLine(8);
  await expect(transport.variable('a')).toContainText('number');
  await transport.press('rcontinue');
  await transport.at(1);
  await points.toggle('return a < b');
  await transport.press('continue');
  await transport.onLine(3);
  await expect(transport.variable('b')).toContainText('41');
  await expect(transport.frames).toHaveCount(2);
});
