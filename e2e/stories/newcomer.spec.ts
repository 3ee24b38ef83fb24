import type { Screen } from '../panels/screen.js';
import { expect, test } from '../fixtures/test.js';

/** Opens the page, runs the example, reads the reply, changes ARGV, breaks it, reads the error, reloads: everything is still there. */
async function firstTenMinutes(screen: Screen, run: () => Promise<void>): Promise<void> {
  const { editor, inputs, reply, page } = screen;
  await test.step('the example is there, with its inputs', async () => {
    expect(await editor.text()).toContain('curVal * tonumber(ARGV[1])');
    await expect(inputs.key(1)).toHaveValue('foo');
    await expect(inputs.argument(1)).toHaveValue('5');
  });

  await test.step('run it and read the reply', async () => {
    await run();
    await expect(screen.summary).toContainText('Finished');
    await expect(reply.nodes.first()).toContainText('integer');
  });

  await test.step('change ARGV: the result is marked as older than the inputs', async () => {
    await inputs.setArgument(1, '7');
    await expect(screen.summary).toContainText('Not run since edit');
    await run();
    await expect(screen.summary).toContainText('Finished');
  });

  await test.step('break it and read the error where it happened', async () => {
    await inputs.setArgument(1, 'five');
    await run();
    await expect(screen.summary).toContainText('Stopped by an error');
    await expect(reply.root).toContainText('user_script:7: attempt to perform arithmetic on a nil value');
    await expect(editor.errorLine).toHaveCount(1);
  });

  await test.step('reload: script, inputs and names are still there', async () => {
    await screen.reload();
    expect(await editor.text()).toContain('curVal * tonumber(ARGV[1])');
    await expect(inputs.key(1)).toHaveValue('foo');
    await expect(inputs.argument(1)).toHaveValue('five');
    await expect(page.getByTestId('script-tab').first()).toContainText('multiply.lua');
  });
}

test('a newcomer on a machine without Redis', async ({ sandboxScreen: screen }) => {
  await firstTenMinutes(screen, () => screen.run());
  await expect(screen.page.getByTestId('target-live')).toHaveAttribute('data-health', 'off');
});

test('a newcomer on a live Redis, which then has the script cached', async ({ liveScreen: screen, redis }) => {
  await redis.command('FLUSHALL');
  await redis.command('SET', 'foo', '5');
  await expect(screen.inputs.cacheState).toContainText('not on server yet');
  await firstTenMinutes(screen, () => screen.runLive());

  const sha = await screen.inputs.fullSha();
  expect(await redis.command('SCRIPT', 'EXISTS', sha)).toEqual([1]);
  await expect(screen.inputs.cacheState).toContainText('cached');
  // 5 × 5 × 7; the run that failed changed nothing.
  expect(await redis.command('GET', 'foo')).toBe('175');
});
