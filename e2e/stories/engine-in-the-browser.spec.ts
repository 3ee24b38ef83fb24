import { startDevServer } from '../fixtures/dev-server.js';
import { expect, test } from '../fixtures/test.js';

// One after the other: two dev servers would prepare the same dependencies in the same folder.
test.describe.configure({ mode: 'default' });

test('the sandbox in a real worker does what every engine must do', async ({ page }) => {
  test.setTimeout(180_000);
  const server = await startDevServer();
  try {
    await page.goto(server.enginePage);
    await page.waitForFunction(() => 'engineCases' in globalThis, undefined, { timeout: 60_000 });
    const names = await page.evaluate(() => engineCases.names);
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      await test.step(name, async () => {
        expect(await page.evaluate((which) => engineCases.run(which), name)).toMatch(/^(passed|not for this engine)$/);
      });
    }
  } finally {
    await server.stop();
  }
});

test('Lua is 5.1 on the built worker: 10/2 is 5', async ({ sandboxScreen: screen }) => {
  await screen.newScript();
  await screen.editor.write("return tostring(10/2) .. ' ' .. tostring(2147483647+1)");
  await screen.run();
  await expect(screen.reply.nodes.first()).toContainText('5 2147483648');
});

test('Lua is 5.1 on the dev server too', async ({ page }) => {
  test.setTimeout(180_000);
  const server = await startDevServer();
  try {
    const { Screen } = await import('../panels/screen.js');
    const screen = new Screen(page);
    await screen.open(server.url, 90_000);
    await screen.newScript();
    await screen.editor.write("return tostring(10/2) .. ' ' .. tostring(2147483647+1)");
    await screen.run();
    await expect(screen.reply.nodes.first()).toContainText('5 2147483648');
  } finally {
    await server.stop();
  }
});
