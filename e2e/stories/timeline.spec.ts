import { expect, test } from '../fixtures/test.js';

test('the timeline has every call with its line, reply and effect', async ({ sandboxScreen: screen }) => {
  await screen.newScript();
  await screen.editor.write(
    ["redis.call('SET', 'a', '1')", "redis.call('GET', 'a')", "redis.pcall('INCRBY', 'a', 'x')", 'return 1'].join('\n'),
  );
  await screen.run();
  const rows = screen.page.getByTestId('timeline-row');
  await expect(rows.filter({ hasText: 'SET a' })).toContainText('write');
  await expect(rows.filter({ hasText: 'GET a' })).toContainText('read');
  await expect(rows.filter({ hasText: 'INCRBY a x' })).toContainText('error');
});

test('on a live Redis a plain run does not know the calls, and says so', async ({ liveScreen: screen }) => {
  await screen.newScript();
  await screen.editor.write("redis.call('PING') return 1");
  await screen.runLive();
  await screen.openTab('timeline');
  await expect(screen.page.getByTestId('timeline-row')).toHaveCount(0);
  await expect(screen.page.getByTestId('panel-timeline')).toContainText(/plain run|inner calls/i);
});

test('an endless loop can be stopped; data and script are still there', async ({ sandboxScreen: screen }) => {
  await screen.newScript();
  await screen.inputs.writeGiven('SET a 1');
  await screen.editor.write('while true do end');
  await screen.page.getByTestId('btn-run').click();
  await screen.page.getByTestId('btn-kill').click();
  await screen.ended();
  expect(await screen.editor.text()).toBe('while true do end');
  await screen.editor.write("return redis.call('GET', 'a')");
  await screen.run();
  await expect(screen.reply.nodes.first()).toContainText('1');
});
