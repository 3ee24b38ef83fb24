import { expect, test } from '../fixtures/test.js';
import { Breakpoints } from '../panels/breakpoints.js';
import { Transport } from '../panels/transport.js';

const SCRIPT = [
  'local sum = 0',
  'for i = 1, 3 do',
  "  sum = sum + redis.call('INCRBY', KEYS[1], i)",
  'end',
  'return sum',
].join('\n');

for (const language of ['en', 'zh'] as const)
  test(`a recording on live is walked as one of the sandbox is, and the server stays as it was (${language})`, async ({
    liveScreen: screen,
    redis,
  }) => {
    const { page } = screen;
    const key = `live:${language}`;
    await redis.command('SET', key, '10');
    await screen.chooseLanguage(language);
    await screen.newScript();
    await screen.editor.write(SCRIPT);
    await screen.inputs.addKey(key, false);
    const transport = new Transport(page);
    await transport.record();
    await transport.at(1);
    await transport.press('over');
    await transport.press('over');
    await transport.onLine(3);
    await expect(transport.variable('i')).toContainText('1');
    await transport.press('continue');
    await transport.onLine(5);
    await expect(transport.variable('sum')).toContainText('40');
    await transport.press('back');
    await transport.press('start');
    await transport.at(1);
    expect(await redis.command('GET', key)).toBe('10');
  });

for (const [language, words] of [
  ['en', 'does not know other'],
  ['zh', '没有 other 的值'],
] as const)
  test(`watches, conditions and log points of a live recording read keys at the step (${language})`, async ({
    liveScreen: screen,
    redis,
  }) => {
    const key = `live:watched:${language}`;
    await redis.command('SET', key, '10');
    await screen.chooseLanguage(language);
    await screen.newScript();
    await screen.editor.write(SCRIPT);
    await screen.inputs.addKey(key, false);
    const transport = new Transport(screen.page);
    await transport.record();
    const points = new Breakpoints(screen.page);
    const value = await points.watch('GET KEYS[1]');
    const sum = await points.watch("sum + redis.call('STRLEN', KEYS[1])");
    await expect(value).toContainText('"10"');
    await expect(await points.watch('GET other')).toContainText(words);
    await transport.press('continue');
    await transport.onLine(5);
    await expect(value).toContainText('"16"');
    await expect(sum).toContainText('42');
    await transport.press('start');
    await expect(value).toContainText('"10"');

    await points.toggle('INCRBY');
    await points.fill(1, 'condition', "tonumber(redis.call('GET', KEYS[1])) > 12");
    await transport.press('continue');
    await transport.onLine(3);
    await expect(value).toContainText('"13"');
    await points.fill(1, 'condition', "redis.call('GET', 'other') == 1");
    await transport.press('start');
    await transport.press('continue');
    await transport.onLine(3);
    await expect(transport.reason).toContainText(words);
    await points.fill(1, 'condition', '');
    await points.fill(1, 'log', "redis.call('GET', KEYS[1])");
    await expect(points.logged).toHaveText([/10/, /11/, /13/]);
    expect(await redis.command('GET', key)).toBe('10');
  });

for (const [language, said, own] of [
  ['en', 'Steps went another way', /replied ".*LuaQ/s],
  ['zh', '各步走了另一条路', /它回复 ".*LuaQ/s],
] as const)
  test(`a recording whose steps are of a run that ended otherwise says so (${language})`, async ({
    liveScreen: screen,
  }) => {
    await screen.chooseLanguage(language);
    await screen.newScript();
    await screen.editor.write('local ok, said = pcall(string.dump, error)\nreturn said');
    const transport = new Transport(screen.page);
    await transport.record();
    const strayed = screen.page.getByTestId('strayed');
    await expect(strayed).toHaveText(said);
    await expect(strayed).toHaveAttribute('data-tip', own);
    await screen.page.getByTestId('btn-close-recording').click();
    await screen.editor.write('return 1');
    await transport.record();
    await expect(strayed).toHaveCount(0);
  });

test('a function is recorded on live, and no library is left there', async ({ liveScreen: screen, redis }) => {
  const { page } = screen;
  await screen.newScript();
  await screen.editor.write(
    [
      '#!lua name=recorded',
      "redis.register_function('twice', function(keys, args)",
      '  local n = tonumber(args[1]) * 2',
      "  redis.call('SET', keys[1], n)",
      '  return n',
      'end)',
    ].join('\n'),
  );
  await screen.inputs.chooseMode('FCALL');
  await screen.inputs.addKey('doubled', false);
  await screen.inputs.addArgument('21', false);
  const transport = new Transport(page);
  await transport.record();
  await transport.onLine(3);
  await transport.scrubber.press('End');
  await expect(transport.variable('n')).toContainText('42');
  await expect(page.locator('[data-testid=key-row][data-kind=added]')).toContainText('doubled');
  await transport.press('start');
  await expect(page.locator('[data-testid=key-row][data-kind=added]')).toHaveCount(0);
  expect(await redis.command('EXISTS', 'doubled')).toBe(0);
  expect(await redis.command('FUNCTION', 'LIST')).toEqual([]);
});

test('script and inputs are fixed while a recording is open, and free again afterwards', async ({
  liveScreen: screen,
}) => {
  const { page } = screen;
  await screen.newScript();
  await screen.editor.write('local a = 1\nreturn a');
  await screen.inputs.addKey('k', false);
  await new Transport(page).record();
  await expect(page.getByTestId('btn-recording-open')).toBeVisible();
  await expect(screen.inputs.key(1)).not.toBeEditable();
  await expect(page.getByTestId('mode-select')).toBeDisabled();
  await screen.editor.root.locator('.view-lines').click({ position: { x: 20, y: 8 } });
  await page.keyboard.type('x');
  await expect(page.getByTestId('live-polite')).toContainText('Fixed while a recording is open');
  expect(await screen.editor.text()).toBe('local a = 1\nreturn a');

  await page.getByTestId('btn-unlock').click();
  await expect(page.getByTestId('transport')).toHaveCount(0);
  await expect(screen.inputs.key(1)).toBeEditable();
  await screen.editor.write('return 2');
  expect(await screen.editor.text()).toBe('return 2');
});

test('two visits record at the same time, and each gets its own', async ({
  liveScreen: screen,
  withRedis,
  browser,
}) => {
  const other = await browser.newPage();
  await other.goto(withRedis.url);
  await other.getByTestId('target-live').click();
  await screen.newScript();
  await screen.editor.write('local mine = 1\nreturn mine');
  await Promise.all([page2Record(), new Transport(screen.page).record()]);
  await expect(new Transport(screen.page).scrubber).toHaveAttribute('max', '2');
  await other.close();

  async function page2Record(): Promise<void> {
    await other.getByTestId('btn-record').click();
    await expect(other.getByTestId('transport')).toBeVisible({ timeout: 30_000 });
  }
});
