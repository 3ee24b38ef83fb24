import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.js';
import { Transport } from '../panels/transport.js';

/** The widths at which two panels stand side by side, from the least, and those of one column. */
const WIDTHS = [1025, 1180, 1181, 1250, 1320, 1321, 1440];

/** What of the tabs and the tools beside them cannot be read: cut by the edge of its row, or under another. */
const hidden = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    const found: string[] = [];
    for (const head of document.querySelectorAll('.panel-head')) {
      const edge = head.getBoundingClientRect();
      for (const item of head.querySelectorAll('[role=tab], button, .tag')) {
        const box = item.getBoundingClientRect();
        if (box.width === 0) continue;
        const top = document.elementFromPoint(box.x + box.width - 3, box.y + box.height / 2);
        if (box.right > edge.right || top === null || !item.contains(top))
          found.push(`${document.documentElement.clientWidth}: ${item.textContent}`);
      }
    }
    return found;
  });

async function hiddenAtAnyWidth(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    found.push(...(await hidden(page)));
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  return found;
}

for (const language of ['en', 'zh'] as const)
  test(`at every width all tabs are in sight, beside or above their tools (${language})`, async ({ sandboxScreen }) => {
    const { page } = sandboxScreen;
    await sandboxScreen.openExample('Split points, fail half-way');
    await sandboxScreen.chooseLanguage(language);
    await sandboxScreen.run();
    expect(await hiddenAtAnyWidth(page)).toEqual([]);
    const transport = new Transport(page);
    await transport.record();
    await transport.press('into');
    await transport.at(2);
    expect(await hiddenAtAnyWidth(page)).toEqual([]);
  });

test('on a window of 1200 pixels the value of a key and the kind of a call can be read', async ({ sandboxScreen }) => {
  const { page } = sandboxScreen;
  await page.setViewportSize({ width: 1200, height: 900 });
  await sandboxScreen.openExample('Split points, fail half-way');
  await sandboxScreen.run();
  const change = page.getByTestId('key-row').filter({ hasText: 'pts:ana' });
  await expect(change.getByText('70', { exact: true })).toBeInViewport({ ratio: 1 });
  await expect(page.getByTestId('timeline-row').getByText('write').first()).toBeInViewport({ ratio: 1 });
});
