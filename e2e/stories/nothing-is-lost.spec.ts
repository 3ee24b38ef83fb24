import { expect, test } from '../fixtures/test.js';

test('a reload right after typing keeps every key stroke', async ({ sandboxScreen: screen }) => {
  await screen.newScript();
  await screen.editor.write('-- 中文 comment\nreturn {KEYS[1], ARGV[1]}');
  await screen.inputs.addKey('k 1', false);
  await screen.inputs.addArgument('\\x00', true);
  await screen.inputs.writeGiven('SET a "x y"');
  await screen.reload();
  expect(await screen.editor.text()).toBe('-- 中文 comment\nreturn {KEYS[1], ARGV[1]}');
  await expect(screen.inputs.key(1)).toHaveValue('k 1');
  await expect(screen.inputs.argument(1)).toHaveValue('\\x00');
  await screen.run();
  await screen.reply.choose('redis-cli');
  await expect(screen.reply.root).toContainText('"\\x00"');
});

test('language and theme survive a reload; Redis keeps its own words', async ({ sandboxScreen: screen }) => {
  const { page } = screen;
  await screen.chooseLanguage('zh');
  await page.getByTestId('btn-theme').click();
  await expect(page.getByTestId('btn-run')).toContainText('运行');
  const theme = await page.locator('html').getAttribute('data-theme');
  await screen.reload();
  await expect(page.getByTestId('btn-run')).toContainText('运行');
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme!);
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/);
  await screen.inputs.setArgument(1, 'five');
  await screen.run();
  await expect(screen.summary).toContainText('因错误停止');
  await expect(screen.reply.root).toContainText('attempt to perform arithmetic on a nil value');
});

test('a Redis that dies and comes back: named, nothing typed is lost, back by itself', async ({
  liveScreen: screen,
  redis,
}) => {
  await redis.command('FLUSHALL');
  await screen.newScript();
  await screen.editor.write("return redis.call('PING')");
  await screen.runLive();
  await expect(screen.reply.nodes.first()).toContainText('PONG');

  await redis.crash();
  await expect(screen.page.getByTestId('target-live')).toHaveAttribute('data-health', 'lost');
  await expect(screen.page.getByTestId('btn-run')).toHaveAttribute('aria-disabled', 'true');
  await expect(screen.reply.nodes.first()).toContainText('PONG');
  expect(await screen.editor.text()).toBe("return redis.call('PING')");

  await redis.startAgain();
  await expect(screen.page.getByTestId('target-live')).toHaveAttribute('data-health', 'ready', { timeout: 20_000 });
  await screen.run();
  await expect(screen.summary).toContainText('Finished');
});

test('two tabs of the browser do not overwrite each other', async ({
  sandboxScreen: screen,
  context,
  withoutRedis,
}) => {
  const { Screen } = await import('../panels/screen.js');
  const second = new Screen(await context.newPage());
  await second.open(withoutRedis.url);
  await screen.newScript();
  await screen.editor.write('return "from the first"');
  await second.newScript();
  await second.editor.write('return "from the second"');
  await screen.reload();
  await second.reload();
  expect(await screen.editor.text()).toBe('return "from the first"');
  expect(await second.editor.text()).toBe('return "from the second"');
});
