import { expect, test } from '../fixtures/test.js';

test('the compare-and-delete example keeps its data: run twice, it gives 1, then 0', async ({
  sandboxScreen: screen,
}) => {
  await screen.openExample('Release a lock only if you own it');
  await screen.run();
  await expect(screen.reply.nodes.first()).toContainText('1');
  await expect(screen.summary).toContainText('keep data');
  await screen.run();
  await expect(screen.reply.nodes.first()).toContainText('0');

  await test.step('Reset data brings the key back', async () => {
    await screen.page.getByTestId('btn-reset').click();
    await screen.run();
    await expect(screen.reply.nodes.first()).toContainText('1');
  });
});

test('fresh data starts every run from Given', async ({ sandboxScreen: screen }) => {
  await screen.newScript();
  await screen.editor.write("return redis.call('INCR', 'n')");
  await screen.inputs.writeGiven('SET n 41');
  for (let i = 0; i < 2; i++) {
    await screen.run();
    await expect(screen.reply.nodes.first()).toContainText('42');
  }
});

test('an error in Given names its line and nothing is run', async ({ sandboxScreen: screen }) => {
  await screen.newScript();
  await screen.editor.write('return 1');
  await screen.inputs.writeGiven('SET a 1\nSET "b');
  await screen.page.getByTestId('btn-run').click();
  await expect(screen.page.getByText(/line 2/i).first()).toBeVisible();
});
