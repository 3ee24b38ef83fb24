import { expect, test } from '../fixtures/test.js';

test('a script that changes more keys than are kept says so, and its keys are shown in parts', async ({
  sandboxScreen: screen,
}) => {
  const { page } = screen;
  await screen.newScript();
  await screen.editor.write('for i = 1, 12000 do redis.call("set", "k" .. i, i) end');
  await screen.run();
  await expect(screen.summary).toContainText(/at least 10.000 keys changed/);
  await expect(page.getByTestId('changes-limited')).toContainText(/first 10.000 changed keys/);
  const rows = page.getByTestId('key-row');
  await expect(rows).toHaveCount(200);
  await page.getByTestId('btn-more-keys').click();
  await expect(rows).toHaveCount(400);
});
