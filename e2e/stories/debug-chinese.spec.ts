import { expect, test } from '../fixtures/test.js';
import { Breakpoints } from '../panels/breakpoints.js';
import { Transport } from '../panels/transport.js';

const SCRIPT = [
  'local total = 0',
  'for i = 1, 3 do',
  '  total = total + i',
  "  redis.call('HSET', '用户:1', '积分', total)",
  'end',
  "return redis.call('HGET', '用户:1', '积分')",
].join('\n');

test('调试：断点、条件、监视、日志点与移动按钮', async ({ sandboxScreen: screen }) => {
  const { page } = screen;
  const [transport, points] = [new Transport(page), new Breakpoints(page)];
  await screen.chooseLanguage('zh');
  await screen.newScript();
  await screen.editor.write(SCRIPT);
  await points.toggle('total = total + i');
  await transport.record();
  await expect(page.getByTestId('pause-summary')).toContainText('停在第 1 行之前');
  await transport.press('continue');
  await transport.onLine(3);
  await expect(transport.reason).toHaveText('断点 1');
  await points.fill(1, 'condition', 'i == 3');
  await transport.press('continue');
  await expect(transport.variable('i')).toContainText('3');
  const watch = await points.watch('HGET 用户:1 积分');
  await expect(watch).toContainText('"3"');
  await points.fill(1, 'condition', 'nope()');
  await transport.press('rcontinue');
  await expect(transport.reason).toContainText('第 3 行的条件出错');

  await points.fill(1, 'condition', '');
  await points.fill(1, 'log', 'total');
  await expect(points.logged).toHaveText([/0/, /1/, /3/]);
  await points.stopOn.getByRole('checkbox', { name: '写入' }).check();
  await transport.press('start');
  await transport.press('continue');
  await transport.onLine(4);
  await expect(transport.reason).toHaveText('下一步写入');
  for (const button of ['over', 'into', 'out', 'back', 'rcontinue'] as const) await transport.press(button);
  await expect(page.getByTestId('tt-position')).toContainText('第');
  await expect(transport.step('接下来执行')).toHaveCount(1);
});
