import type { RedisServer } from '../fixtures/server.js';
import { expect, test } from '../fixtures/test.js';
import { Screen } from '../panels/screen.js';

const LOOP = 'while true do end';
const LOOP_AFTER_WRITE = "redis.call('SET', 'written', 'by the loop')\nwhile true do end";

/** Runs a script that never ends and waits until its server, which has little patience, is busy. */
async function loopUntilBusy(screen: Screen, script: string): Promise<void> {
  await screen.newScript();
  await screen.editor.write(script);
  await screen.console.open();
  await screen.console.send('SET kept "here before"');
  await screen.console.send('GET kept');
  await expect(screen.console.log).toContainText('"here before"');
  await screen.runUntilBusy();
}

async function impatientSandbox(screen: Screen): Promise<void> {
  await screen.console.open();
  await screen.console.send('CONFIG SET busy-reply-threshold 200');
  await expect(screen.console.log).toContainText('OK');
}

async function impatientServer(redis: RedisServer): Promise<void> {
  await redis.command('FLUSHALL');
  await redis.command('CONFIG', 'SET', 'busy-reply-threshold', '200');
}

async function busyThenKilled(screen: Screen): Promise<void> {
  await loopUntilBusy(screen, LOOP);

  await test.step('another client gets BUSY', async () => {
    await screen.console.send('GET kept');
    await expect(screen.console.log).toContainText('BUSY Redis is busy running a script');
    await expect(screen.page.getByTestId('target-switch')).not.toContainText(/lost/i);
  });

  await test.step('it is killed, and the data is there', async () => {
    await screen.page.getByTestId('btn-kill-banner').click();
    await expect(screen.page.getByTestId('busy-banner')).toBeHidden();
    await screen.ended();
    await expect(screen.reply.root).toContainText('Script killed by user with SCRIPT KILL');
    expect(await screen.editor.text()).toBe(LOOP);
    await screen.console.send('STRLEN kept');
    await expect(screen.console.log).toContainText('(integer) 11');
  });
}

async function busyAfterAWrite(screen: Screen): Promise<void> {
  await loopUntilBusy(screen, LOOP_AFTER_WRITE);

  await test.step('SCRIPT KILL is refused', async () => {
    await screen.console.send('SCRIPT KILL');
    await expect(screen.console.log).toContainText('UNKILLABLE Sorry the script already executed write commands');
    await expect(screen.page.getByTestId('busy-banner')).toContainText('cannot be killed');
    await expect(screen.page.getByTestId('btn-kill-banner')).toHaveCount(0);
  });

  await test.step('what remains is said, with its cost', async () => {
    const ways = screen.page.getByTestId('panel-ways-out');
    await expect(ways).toContainText('Not possible any more');
    await expect(ways).toContainText('SHUTDOWN NOSAVE');
    await expect(ways).toContainText(/Loses/);
  });
}

/** Confirms SHUTDOWN NOSAVE as the dialog asks for it: by the name of the target. */
async function shutDown(screen: Screen): Promise<void> {
  await screen.page.getByTestId('btn-shutdown').click();
  const dialog = screen.page.getByTestId('dialog-shutdown');
  const confirm = dialog.getByTestId('btn-confirm-shutdown');
  await expect(confirm).toHaveAttribute('aria-disabled', 'true');
  const name = (await dialog.getByRole('heading').innerText()).replace(/^SHUTDOWN NOSAVE on /, '');
  await dialog.getByRole('textbox').fill(name);
  await confirm.click();
}

test('on the sandbox, an endless loop makes it busy and is killed', async ({ sandboxScreen: screen }) => {
  await impatientSandbox(screen);
  await busyThenKilled(screen);
});

test('on a live Redis, an endless loop makes it busy and is killed', async ({ liveScreen: screen, redis }) => {
  await impatientServer(redis);
  await busyThenKilled(screen);
});

test('on the sandbox, a loop after a write cannot be killed: it is reset', async ({ sandboxScreen: screen }) => {
  await impatientSandbox(screen);
  await busyAfterAWrite(screen);
  await shutDown(screen);
  await expect(screen.page.getByTestId('busy-banner')).toBeHidden();
  await screen.ended();
  expect(await screen.editor.text()).toBe(LOOP_AFTER_WRITE);
  await screen.console.send('EXISTS kept written');
  await expect(screen.console.log).toContainText('(integer) 0');
});

test('on a live Redis of others, a loop after a write is left to whoever runs it', async ({
  liveScreen: screen,
  redis,
}) => {
  await impatientServer(redis);
  await busyAfterAWrite(screen);
  await expect(screen.page.getByTestId('btn-shutdown')).toHaveCount(0);
  await expect(screen.page.getByTestId('panel-ways-out')).toContainText('left to whoever runs it');

  await redis.crash();
  await expect(screen.page.getByTestId('target-live')).toHaveAttribute('data-health', 'lost');
  await screen.ended();
  await redis.startAgain();
  await expect(screen.page.getByTestId('target-live')).toHaveAttribute('data-health', 'ready');
  expect(await screen.editor.text()).toBe(LOOP_AFTER_WRITE);
});

test('on the private Redis, a loop after a write is ended by SHUTDOWN NOSAVE; the server starts again', async ({
  page,
  withPrivateRedis,
}) => {
  const screen = new Screen(page);
  await screen.open(withPrivateRedis.url);
  await screen.chooseTarget('live');
  await impatientSandbox(screen);
  await busyAfterAWrite(screen);
  await shutDown(screen);
  await screen.ended();
  await expect(screen.page.getByTestId('target-live')).toHaveAttribute('data-health', 'ready');
  expect(await screen.editor.text()).toBe(LOOP_AFTER_WRITE);
  await screen.console.send('EXISTS kept written');
  await expect(screen.console.log).toContainText('(integer) 0');
});

test('without shared memory the worker has to go: the sandbox goes on from before the run, and says so', async ({
  page,
  withoutRedis,
}) => {
  // As behind a proxy that drops the headers which isolate the page.
  await page.route(`${withoutRedis.url}/`, async (route) => {
    const answer = await route.fetch();
    const { 'cross-origin-opener-policy': _, 'cross-origin-embedder-policy': __, ...headers } = answer.headers();
    await route.fulfill({ response: answer, headers });
  });
  const screen = new Screen(page);
  await screen.open(withoutRedis.url);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  await impatientSandbox(screen);
  await loopUntilBusy(screen, LOOP);
  await screen.console.send('EXISTS kept');
  await expect(screen.console.log).toContainText('BUSY Redis is busy running a script');

  await screen.page.getByTestId('btn-kill-banner').click();
  await screen.ended();
  await expect(screen.summary).toContainText('No reply');
  await expect(screen.reply.root).toContainText('the sandbox was replaced. Data and scripts are as before the run.');
  expect(await screen.editor.text()).toBe(LOOP);
  await screen.console.send('STRLEN kept');
  await expect(screen.console.log).toContainText('(integer) 11');

  await test.step('after a write it is UNKILLABLE here too', async () => {
    await screen.editor.write(LOOP_AFTER_WRITE);
    await screen.runUntilBusy();
    await expect(screen.page.getByTestId('busy-banner')).toContainText('cannot be killed');
    await screen.console.send('SCRIPT KILL');
    await expect(screen.console.log).toContainText('UNKILLABLE Sorry the script already executed write commands');
  });
});

test('a Redis that dies while a script runs: named, nothing typed is lost, back by itself', async ({
  liveScreen: screen,
  redis,
}) => {
  await impatientServer(redis);
  await screen.newScript();
  await screen.editor.write(LOOP);
  await screen.inputs.addKey('用户:1', false);
  await screen.runUntilBusy();
  await redis.crash();
  const target = screen.page.getByTestId('target-live');
  await expect(target).toHaveAttribute('data-health', 'lost');
  await expect(screen.page.getByTestId('lost-banner')).toBeVisible();
  await screen.ended();
  await expect(screen.summary).toContainText('No reply');
  // In words, not in codes; and what cannot be asked now is not told as if it had been.
  await expect(screen.page.getByTestId('no-reply')).toContainText('before a reply came. Whether the script ran');
  await expect(screen.page.getByTestId('changes-unknown')).not.toContainText('there now');

  await redis.startAgain();
  await expect(target).toHaveAttribute('data-health', 'ready');
  await expect(screen.page.getByTestId('lost-banner')).toBeHidden();
  expect(await screen.editor.text()).toBe(LOOP);
  await expect(screen.inputs.key(1)).toHaveValue('用户:1');
  await screen.editor.write('return KEYS[1]');
  await screen.run();
  await expect(screen.reply.nodes.first()).toContainText('用户:1');
});
