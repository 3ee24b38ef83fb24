import { expect, test } from '../fixtures/test.js';
import { Screen } from '../panels/screen.js';

/** EVALSHA worked; then `flush`, as another client does it, makes it fail; `way` is one of the two buttons out of it. */
async function flushedMeanwhile(screen: Screen, flush: () => Promise<void>): Promise<void> {
  await screen.newScript();
  await screen.editor.write("return 'from the cache'");
  await screen.runLive();
  await expect(screen.inputs.cacheState).toContainText('cached');
  await screen.inputs.chooseMode('EVALSHA');
  await screen.run();
  await expect(screen.reply.root).toContainText('from the cache');

  for (const way of ['btn-load-retry', 'btn-eval-once']) {
    await flush();
    await screen.run();
    await expect(screen.reply.root).toContainText('NOSCRIPT No matching script');
    await expect(screen.inputs.cacheState).toContainText('not on server');
    await screen.page.getByTestId(way).click();
    await expect(screen.reply.root).toContainText('from the cache');
    await expect(screen.inputs.cacheState).toContainText('cached');
  }
  await screen.run();
  await expect(screen.reply.root).toContainText('from the cache');
}

test('on a live Redis, NOSCRIPT after another client’s SCRIPT FLUSH, and both ways out', async ({
  liveScreen: screen,
  redis,
}) => {
  await flushedMeanwhile(screen, async () => void (await redis.command('SCRIPT', 'FLUSH')));
});

test('on the sandbox, NOSCRIPT after SCRIPT FLUSH in the console, and both ways out', async ({
  sandboxScreen: screen,
}) => {
  await screen.console.open();
  await flushedMeanwhile(screen, async () => {
    await screen.console.send('SCRIPT FLUSH');
    await screen.console.send('SCRIPT EXISTS 0123456789012345678901234567890123456789');
    await expect(screen.console.log).toContainText('1) (integer) 0');
    await screen.console.send('clear');
  });
});

/** The numbered lines of the reply in its redis-cli view. */
async function items(screen: Screen): Promise<string[]> {
  return (await screen.reply.root.innerText()).split('\n').filter((line) => /^\s*\d+\)/.test(line));
}

test('live keys of every kind are copied into Given, and make the same data in the sandbox', async ({
  liveScreen: screen,
  redis,
}) => {
  await redis.command('FLUSHALL');
  const made: string[][] = [
    ['SET', '用户:1', 'a "quoted" \\ value'],
    ['RPUSH', 'list', '1', 'two words', ''],
    ['SADD', 'set', 'x'],
    ['HSET', 'hash', 'field', 'value'],
    ['ZADD', 'zset', '1.5', 'member'],
    ['XADD', 'stream', '1-1', 'f', 'v'],
  ];
  for (const [name, ...args] of made) await redis.command(name!, ...args);
  await redis.command('EVAL', String.raw`return redis.call('SET', '\0\255', '\r\n\0\200')`, '0');
  await screen.newScript();
  await screen.editor.write('return 1');
  await screen.runLive();
  await screen.page.getByTestId('btn-copy-keys').click();
  await expect(screen.page.getByTestId('live-polite')).toContainText('7');

  const script = `
    local found = {}
    for _, key in ipairs({'用户:1', 'list', 'set', 'hash', 'zset', 'stream', '\\0\\255'}) do
      found[#found + 1] = redis.sha1hex(redis.call('DUMP', key) or '')
    end
    found[#found + 1] = redis.call('DBSIZE')
    return found`;
  await screen.editor.write(script);
  await screen.runLive();
  await screen.reply.choose('redis-cli');
  await expect(screen.reply.root).toContainText('8) (integer) 7');
  const live = await items(screen);
  expect(live).toHaveLength(8);
  await screen.chooseTarget('sandbox');
  await screen.run();
  await expect(screen.reply.root).toContainText('8) (integer) 7');
  expect(await items(screen)).toEqual(live);
});

test('MONITOR shows on the private Redis what scripts send', async ({ page, withPrivateRedis }) => {
  const screen = new Screen(page);
  await screen.open(withPrivateRedis.url);
  await screen.chooseTarget('live');
  await screen.newScript();
  await screen.editor.write("return redis.call('ECHO', 'from elsewhere')");
  await screen.console.open();
  await screen.console.send('MONITOR');
  await expect(screen.console.log).toContainText('OK');
  await screen.runLive();
  await expect(screen.console.log).toContainText('"echo" "from elsewhere"', { ignoreCase: true });
  await screen.page.getByRole('button', { name: 'Stop (RESET)' }).click();
  await expect(screen.console.log).toContainText('RESET');
});

test('a subscription shows what a script publishes', async ({ sandboxScreen: screen }) => {
  await screen.newScript();
  await screen.editor.write("return redis.call('PUBLISH', 'news', 'héllo')");
  await screen.console.open();
  await screen.console.send('SUBSCRIBE news');
  await expect(screen.console.log).toContainText('"subscribe"');
  await screen.run();
  await expect(screen.reply.nodes.first()).toContainText('1');
  await expect(screen.console.log).toContainText('"message"');
  await expect(screen.console.log).toContainText(/héllo|h\\xc3\\xa9llo/);
});
