import AxeBuilder from '@axe-core/playwright';
import { Errors } from '../panels/errors.js';
import type { Screen } from '../panels/screen.js';
import { expect, test } from '../fixtures/test.js';

const EXAMPLE = 'Split points, fail half-way';

/** One write, a command that fails in a function, and one that is never sent. */
const SCRIPT = [
  "redis.call('SET', 'done', '0')",
  'local function add(key)',
  "  local now = redis.call('INCR', key)",
  '  return now',
  'end',
  "local sum = add('text')",
  "redis.call('SET', 'sum', tostring(sum))",
].join('\n');
const GIVEN = 'SET text abc';

async function failing(screen: Screen, script = SCRIPT): Promise<Errors> {
  await screen.newScript();
  await screen.editor.write(script);
  await screen.inputs.writeGiven(GIVEN);
  await screen.run();
  const errors = new Errors(screen.page);
  await errors.open();
  return errors;
}

test('the way of an error, and what pcall would have changed', async ({ sandboxScreen: screen }) => {
  const errors = await failing(screen);
  await expect(errors.ways).toHaveCount(1);
  await expect(errors.stations(0)).toHaveText([
    /Script sends.*INCR text.*in add/,
    /Server replies.*-ERR value is not an integer/,
    /redis\.call raises.*error at line 3/,
    /Stack unwinds.*add line 3.*main line 6.*No pcall/,
    /Client receives.*\(error\) ERR value is not an integer.*SHA1/,
  ]);

  await expect(errors.verdict('call')).toContainText('1 write stays, 1 command never sent');
  await expect(errors.verdict('call')).toContainText('One failure, on line 3.');
  await expect(errors.side('call')).toContainText('stops at line 3');
  await expect(errors.verdict('pcall')).toContainText('2 writes stay');
  await expect(errors.verdict('pcall')).toContainText(
    'now of line 3 is an error table that nothing looks at. Handed on in line 4.',
  );
  await expect(errors.side('pcall')).toContainText('runs to the end');
  await expect(errors.side('call')).toContainText('never sent');

  await errors.turn(/line 1/);
  await expect(errors.side('pcall')).toContainText('stops at line 3');
  await screen.page.getByTestId('tab-keyspace').first().click();
  await expect(screen.page.getByTestId('panel-keyspace')).not.toContainText('sum');
});

test('an error that was caught ends at its pcall', async ({ sandboxScreen: screen }) => {
  const errors = await failing(
    screen,
    [
      "local ok, e = pcall(redis.call, 'INCR', 'text')",
      "local r = redis.pcall('INCR', 'text')",
      'return ok and r or e',
    ].join('\n'),
  );
  await expect(errors.ways).toHaveCount(2);
  await expect(errors.stations(0).last()).toContainText('pcall catches');
  await expect(errors.stations(0).last()).toContainText('gets a string');
  await expect(errors.stations(1).last()).toContainText('redis.pcall catches');
  await expect(errors.stations(1).last()).toContainText('gets a table');
});

test('after a reload the comparison still starts from what the run started from', async ({ sandboxScreen: screen }) => {
  await screen.newScript();
  await screen.editor.write(SCRIPT);
  await screen.console.open();
  await screen.console.send('SET text abc');
  await expect(screen.console.log).toContainText('OK');
  await screen.run();
  const errors = new Errors(screen.page);
  await errors.open();
  await expect(errors.root).toContainText('both recorded from what this run started from');
  await screen.console.open();
  await screen.console.send('SET text 5');
  await expect(screen.console.log).toContainText('SET text 5');
  await screen.reload();
  await errors.open();
  await expect(errors.side('call')).toContainText('stops at line 3');
  await expect(errors.root).toContainText('both recorded from what this run started from');
});

test('an error of Lua itself tells what it ended', async ({ sandboxScreen: screen }) => {
  const errors = await failing(screen, "local function f(t)\n  return t.x.y\nend\nredis.call('GET', 'text')\nf({})");
  await expect(errors.stations(0)).toHaveText([/Lua raises.*attempt to index/, /Client receives/]);
  await errors.root.getByTestId('btn-compare').click();
  await expect(errors.stations(0)).toHaveText([
    /Lua raises/,
    /Stack unwinds.*f line 2.*main line 5/,
    /Client receives/,
  ]);
});

test('in Chinese', async ({ sandboxScreen: screen }) => {
  await screen.chooseLanguage('zh');
  const errors = await failing(screen);
  await expect(errors.stations(0).nth(3)).toContainText('栈展开');
  await expect(errors.verdict('call')).toContainText('1 次写入保留，1 个命令从未发送');
  await expect(errors.verdict('pcall')).toContainText('第 3 行的 now 是错误表，却没有检查。第 4 行把它传了出去。');
});

test('with the keyboard alone', async ({ sandboxScreen: screen }) => {
  const errors = await failing(screen);
  await expect(errors.verdict('pcall')).toBeVisible();
  await screen.page.getByTestId('tab-errors').press('ArrowLeft');
  await expect(screen.page.getByTestId('tab-reply')).toBeFocused();
  await screen.page.keyboard.press('ArrowRight');
  await expect(screen.page.getByTestId('tab-errors')).toBeFocused();
  await expect
    .poll(async () => {
      await screen.page.keyboard.press('Tab');
      return screen.page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    })
    .toBe('compare-turn');
  await screen.page.keyboard.press('ArrowDown');
  await expect(errors.side('pcall')).toContainText('stops at line 3');
});

test('on a live server nothing is run unasked, and nothing is changed', async ({ liveScreen: screen, redis }) => {
  await redis.command('SET', 'text', 'abc');
  await screen.newScript();
  await screen.editor.write(SCRIPT);
  await screen.runLive();
  const errors = new Errors(screen.page);
  await errors.open();
  await expect(errors.stations(0).last()).toContainText('Client receives');
  await expect(errors.side('pcall')).toHaveCount(0);
  await errors.root.getByTestId('btn-compare').click();
  await expect(errors.verdict('call')).toContainText('1 write stays, 1 command never sent');
  await expect(errors.verdict('pcall')).toContainText('2 writes stay');
  expect(await redis.command('EXISTS', 'sum')).toBe(0);
});

for (const theme of ['dark', 'light'] as const)
  for (const width of [1440, 1024, 390])
    test.describe(`${theme}, ${width} wide`, () => {
      test.use({ colorScheme: theme, viewport: { width, height: 900 } });

      test('an audit finds nothing', async ({ sandboxScreen: screen }) => {
        const { page } = screen;
        if (width === 390) await page.getByTestId('mtab-reply').click();
        await screen.openExample(EXAMPLE);
        if (width === 390) {
          await page.getByTestId('btn-run-phone').click();
          await page.getByTestId('mtab-reply').click();
          await screen.ended();
        } else await screen.run();
        const errors = new Errors(page);
        await errors.open();
        await expect(errors.verdict('pcall')).toBeVisible();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
        ).toEqual([]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        expect(wide).toBe(false);
      });
    });

test('values of a reply tell where they came from, and who wrote them', async ({ sandboxScreen: screen }) => {
  const { page } = screen;
  await screen.newScript();
  await screen.editor.write(
    ['local out = {}', 'for i = 1, 3 do', '  out[i] = i * 1.5', 'end', "return {out, redis.call('PING')}"].join('\n'),
  );
  await screen.run();
  const node = (text: string) => screen.reply.nodes.filter({ hasText: text });
  await node("redis.call('PING')").click();
  await expect(page.getByTestId('reply-came-from')).toContainText("redis.call('PING')");
  await expect(page.getByTestId('reply-came-from')).toContainText('line 5');
  await expect(page.getByTestId('reply-explain')).toContainText('Any fraction is cut');
  await page.getByTestId('btn-open-recording').click();
  await page.getByTestId('tab-reply').first().click();
  await node('out[2]').click();
  await expect(page.getByTestId('reply-made-at')).toContainText('line 3');
  await page.getByTestId('reply-made-at').getByRole('button').click();
  await expect(page.getByTestId('pause-summary')).toContainText('line 3');
});
