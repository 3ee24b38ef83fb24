import { startLuascope } from '../fixtures/server.js';
import { expect, test } from '../fixtures/test.js';
import { Screen } from '../panels/screen.js';
import { Transport } from '../panels/transport.js';

const WRITES = [
  "redis.call('SET', KEYS[1], ARGV[1])",
  "redis.call('DEL', 'old')",
  "return {redis.call('GET', KEYS[1]), 2.5}",
];
const CRASHES = ['local e = {code = ARGV[1]}', 'error(e)'];

/** A dry run ends with its tag in the strip. */
async function dryRun(screen: Screen): Promise<void> {
  await screen.page.getByTestId('btn-dryrun').click();
  await expect(screen.page.getByTestId('dry-run-tag')).toBeVisible();
}

for (const language of ['en', 'zh'] as const)
  test(`a dry run on live shows reply, calls and keys as they would be, and changes nothing (${language})`, async ({
    liveScreen: screen,
    redis,
  }) => {
    const { page } = screen;
    const key = `dry:${language}`;
    await redis.command('SET', 'old', '1');
    await screen.chooseLanguage(language);
    await screen.newScript();
    await screen.editor.write(WRITES.join('\n'));
    await screen.inputs.addKey(key, false);
    await screen.inputs.addArgument('5', false);
    await dryRun(screen);
    await expect(screen.reply.root).toContainText('5');
    await expect(page.getByTestId('reply-explain')).toContainText(language === 'en' ? 'Any fraction is cut' : '小数');
    await expect(screen.summary).toContainText(language === 'en' ? 'Nothing was changed' : '没有改动任何数据');
    await screen.openTab('timeline');
    await expect(page.getByTestId('timeline-row').filter({ hasText: 'SET' }).first()).toBeVisible();
    await expect(page.getByTestId('keyspace')).toContainText(language === 'en' ? 'Would change' : '将会改变');
    await expect(page.locator(`[data-testid=key-row][data-kind=added]`)).toContainText(key);
    await expect(page.locator(`[data-testid=key-row][data-kind=deleted]`)).toContainText('old');
    expect(await redis.command('EXISTS', key, 'old')).toBe(1);

    // What was tried can be walked through as it is.
    await page.getByTestId('btn-open-recording').click();
    await expect(new Transport(page).root).toBeVisible();
  });

test('the question before the first run on live offers a dry run', async ({ liveScreen: screen, redis }) => {
  const { page } = screen;
  await screen.newScript();
  await screen.editor.write("return redis.call('INCR', 'asked')");
  await page.getByTestId('btn-run').click();
  await page.getByTestId('confirm-live-dryrun').click();
  await expect(page.getByTestId('dry-run-tag')).toBeVisible();
  await expect(screen.reply.root).toContainText('1');
  expect(await redis.command('EXISTS', 'asked')).toBe(0);
  // Only a run that was confirmed counts as asked.
  await page.getByTestId('btn-run').click();
  await page.getByTestId('confirm-live-run').click();
  await expect(page.getByTestId('dry-run-tag')).toHaveCount(0);
  await expect.poll(() => redis.command('GET', 'asked')).toBe('1');
});

test('a script that would end the server is found by a dry run, and said before it runs', async ({
  liveScreen: screen,
  redis,
}) => {
  const { page } = screen;
  await screen.newScript();
  await screen.editor.write(CRASHES.join('\n'));
  await dryRun(screen);
  await expect(screen.summary).toHaveAttribute('data-outcome', 'crash');
  await expect(page.getByTestId('no-reply')).toContainText('ended at line 2');
  await expect(page.getByTestId('btn-goto-error')).toHaveText('Go to line 2');
  await expect(screen.editor.errorLine).toBeVisible();
  await page.getByTestId('no-reply').getByRole('button', { name: 'Go to line 2' }).click();
  await page.getByTestId('btn-run').click();
  await expect(page.getByTestId('dialog-confirm-live')).toContainText('the copy ended at line 2');
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(await redis.command('PING')).toBe('PONG');
});

test('a run that may end the server is tried in a fork first, and asked about', async ({
  liveScreen: screen,
  redis,
}) => {
  const { page } = screen;
  await screen.newScript();
  await screen.editor.write(`local t = {code = 1}\nt.name = 'x'\nlocal fail = error\nfail(t)`);
  await page.getByTestId('btn-run').click();
  await page.getByTestId('confirm-live-run').click();
  await expect(page.getByTestId('dialog-confirm-live')).toContainText('the copy ended');
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(await redis.command('PING')).toBe('PONG');
});

test('where the server refuses SCRIPT DEBUG that is said, and Run remains', async ({ page, redis }) => {
  await redis.command('ACL', 'SETUSER', 'plain', 'on', '>p', '~*', '&*', '+@all', '-script|debug');
  const server = await startLuascope(redis.url.replace('redis://', 'redis://plain:p@'));
  const screen = new Screen(page);
  await screen.open(server.url);
  await screen.chooseTarget('live');
  for (const button of ['btn-dryrun', 'btn-record']) {
    await expect(page.getByTestId(button)).toHaveAttribute('aria-disabled', 'true');
    await expect(page.getByTestId(button)).toHaveAccessibleDescription(/refuses SCRIPT DEBUG \(NOPERM/);
  }
  await screen.newScript();
  await screen.editor.write('return 7');
  await screen.runLive();
  await expect(screen.reply.root).toContainText('7');
  await server.stop();
});

test('a dry run in the sandbox leaves its data as it is', async ({ sandboxScreen: screen }) => {
  const { page } = screen;
  await screen.newScript();
  await screen.editor.write("return redis.call('INCRBY', 'n', 4)");
  await dryRun(screen);
  await dryRun(screen);
  await expect(screen.reply.root).toContainText('4');
  await page.getByTestId('btn-run').click();
  await expect(page.getByTestId('dry-run-tag')).toHaveCount(0);
  await expect(screen.reply.root).toContainText('4');
});
