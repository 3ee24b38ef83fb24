import AxeBuilder from '@axe-core/playwright';
import { Breakpoints } from '../panels/breakpoints.js';
import type { Screen } from '../panels/screen.js';
import { Transport } from '../panels/transport.js';
import { expect, test } from '../fixtures/test.js';

/** An audit takes seconds, and some stories have many. */
test.describe.configure({ timeout: 150_000 });

async function noViolations(screen: Screen): Promise<void> {
  const { violations } = await new AxeBuilder({ page: screen.page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  expect(found).toEqual([]);
}

for (const theme of ['dark', 'light'] as const) {
  test.describe(`${theme} theme`, () => {
    test.use({ colorScheme: theme });

    test('the first screen', async ({ sandboxScreen: screen }) => {
      await noViolations(screen);
    });

    test('after a run, in every view of the reply', async ({ sandboxScreen: screen }) => {
      await screen.openExample('Split points, fail half-way');
      await screen.run();
      await noViolations(screen);
      await screen.inputs.writeGiven('HSET pts:chen points 12');
      await screen.run();
      for (const view of ['Tree', 'redis-cli', 'RESP', 'JSON'] as const) {
        await screen.reply.choose(view);
        await noViolations(screen);
      }
    });

    test('an open recording, with a watch and a breakpoint', async ({ sandboxScreen: screen }) => {
      const [transport, points] = [new Transport(screen.page), new Breakpoints(screen.page)];
      await points.toggle('redis.call');
      await transport.record();
      await points.watch('KEYS[1]');
      await points.fill(1, 'log', 'KEYS');
      await transport.press('continue');
      await noViolations(screen);
    });

    test('scripts cache, console, logs and errors', async ({ sandboxScreen: screen }) => {
      await screen.run();
      for (const panel of ['cache', 'console', 'logs', 'errors']) {
        await screen.openTab(panel);
        await noViolations(screen);
      }
    });

    test('palette, shortcut sheet and menus', async ({ sandboxScreen: screen }) => {
      const { page } = screen;
      await page.keyboard.press('ControlOrMeta+K');
      await expect(page.getByRole('dialog')).toBeVisible();
      await noViolations(screen);
      await page.keyboard.press('Escape');
      await page.getByTestId('btn-theme').focus();
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog')).toBeVisible();
      await noViolations(screen);
    });

    test('on a phone', async ({ sandboxScreen: screen }) => {
      await screen.page.setViewportSize({ width: 390, height: 844 });
      for (const tab of ['code', 'inputs', 'reply', 'timeline', 'keys']) {
        await screen.page.getByTestId(`mtab-${tab}`).click();
        await noViolations(screen);
      }
    });
  });
}

test('in Chinese', async ({ sandboxScreen: screen }) => {
  await screen.chooseLanguage('zh');
  await screen.run();
  await noViolations(screen);
});
