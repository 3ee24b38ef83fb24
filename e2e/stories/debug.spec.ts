import { expect, test } from '../fixtures/test.js';
import { Transport } from '../panels/transport.js';

const SCRIPT = [
  'local function double(n)',
  '  local twice = n * 2',
  '  return twice',
  'end',
  'local sum = 0',
  'for i = 1, 3 do',
  '  sum = sum + double(i)',
  "  redis.call('SET', 'sum', sum)",
  'end',
  'if sum > 99 then',
  "  redis.call('DEL', 'sum')",
  'end',
  'return sum',
].join('\n');

test('every button of the transport leads where it says', async ({ sandboxScreen: screen }) => {
  const transport = new Transport(screen.page);
  await screen.newScript();
  await screen.editor.write(SCRIPT);
  await transport.record();
  await transport.at(1);
  await expect(transport.scrubber).toBeFocused();
  await expect(transport.root.getByTestId('tt-back')).toHaveAttribute('aria-disabled', 'true');

  await transport.press('over');
  await transport.press('over');
  await transport.press('over');
  await transport.onLine(7);
  await transport.press('into');
  await transport.onLine(2);
  await transport.press('out');
  await transport.onLine(8);
  await transport.press('back');
  await transport.onLine(3);
  await transport.press('continue');
  await transport.onLine(13);
  await expect(transport.root.getByTestId('tt-continue')).toHaveAttribute('aria-disabled', 'true');
  await expect(transport.variable('sum')).toContainText('12');
  await transport.press('rcontinue');
  await transport.at(1);
  await transport.more('next-call');
  await transport.onLine(8);
  await transport.press('start');
  await transport.at(1);
  await expect(screen.page.getByTestId('panel-keyspace')).toContainText('Nothing changed so far');
  // The script has the room that Given takes otherwise.
  const given = screen.page.getByTestId('btn-given');
  await expect(given).toHaveAttribute('aria-expanded', 'false');
  await screen.page.getByTestId('scrubber').press('Escape');
  await expect(transport.root).toHaveCount(0);
  await expect(given).toHaveAttribute('aria-expanded', 'true');
});

test('the scrubber goes by steps and by calls; steps are statements or lines', async ({ sandboxScreen: screen }) => {
  const transport = new Transport(screen.page);
  await screen.newScript();
  await screen.editor.write(
    "local a = 1; local b = 2\nfor i = 1, 2 do a = a + i; redis.call('SET', 'k', a) end\nreturn a",
  );
  await transport.record();
  await transport.scrubber.press('ArrowRight');
  await transport.at(2);
  await transport.scrubber.press('Shift+ArrowRight');
  await transport.at(5);
  await transport.scrubber.press('Shift+ArrowRight');
  await transport.at(8);
  await transport.scrubber.press('End');
  await transport.at(10);
  await transport.scrubber.press('Home');
  await transport.root.getByTestId('tt-view').getByRole('radio').nth(1).click();
  await transport.press('over');
  await transport.onLine(2);
  await transport.press('over');
  await transport.at(6);
  await expect(transport.step('for i = 1, 2 do')).toHaveCount(3);
  await expect(transport.step('a = a + i')).toHaveCount(0);
});

test('a finished run opens as a recording', async ({ sandboxScreen: screen }) => {
  const transport = new Transport(screen.page);
  await screen.newScript();
  await screen.editor.write(SCRIPT);
  await screen.run();
  await screen.page.getByTestId('btn-open-recording').click();
  await transport.opened();
  await transport.scrubber.press('End');
  await transport.onLine(13);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('the transport takes the place of the bar', async ({ sandboxScreen: screen }) => {
    const { page } = screen;
    const transport = new Transport(page);
    await screen.newScript();
    await screen.editor.write(SCRIPT);
    await page.getByTestId('phonebar').getByRole('button', { name: 'Record' }).click();
    await transport.opened();
    await expect(page.getByTestId('phonebar')).toHaveCount(0);
    await transport.press('continue');
    await transport.press('back');
    await expect(page.getByTestId('tt-position')).toHaveText('Step 19 of 20');
    await page.getByTestId('mtab-timeline').click();
    await expect(transport.step('runs next')).toContainText('19');
    await page.getByTestId('mtab-reply').click();
    await expect(transport.variable('sum')).toContainText('12');
  });

  test('why nothing was recorded is told; a finished run opens as a recording', async ({ sandboxScreen: screen }) => {
    const { page } = screen;
    const bar = page.getByTestId('phonebar');
    await screen.newScript();
    await screen.editor.write(SCRIPT);
    await page.getByTestId('mtab-inputs').click();
    await screen.inputs.writeGiven('SET a "b');
    await bar.getByRole('button', { name: 'Record' }).click();
    await expect(screen.summary).toContainText('a quote is not closed');
    await page.getByTestId('mtab-inputs').click();
    await screen.inputs.writeGiven('SET a b');
    await page.getByTestId('btn-run-phone').click();
    await screen.ended();
    await expect(screen.summary).not.toContainText('a quote is not closed');
    await page.getByTestId('btn-open-recording').click();
    await new Transport(page).opened();
  });
});
