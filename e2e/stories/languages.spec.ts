import { expect, test } from '../fixtures/test.js';
import { Screen } from '../panels/screen.js';

const ENGLISH = /words\.en-/;
const CHINESE = /words\.zh-/;

test.use({ locale: 'zh-CN' });

test('only the chosen language is fetched; the other comes when it is chosen, and comes back at once', async ({
  page,
  withoutRedis,
}) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  const screen = new Screen(page);
  await screen.open(withoutRedis.url);
  await expect(page.getByTestId('btn-run')).toContainText('运行');
  expect(fetched.filter((url) => CHINESE.test(url))).toHaveLength(1);
  expect(fetched.filter((url) => ENGLISH.test(url))).toEqual([]);
  await screen.chooseLanguage('en');
  await expect(page.getByTestId('btn-run')).toContainText('Run');
  await screen.chooseLanguage('zh');
  await screen.chooseLanguage('en');
  expect(fetched.filter((url) => ENGLISH.test(url) || CHINESE.test(url))).toHaveLength(2);
});

test('a language that does not arrive: the page stays in its own, says so, and tries again', async ({
  page,
  withoutRedis,
}) => {
  const screen = new Screen(page);
  await page.route(ENGLISH, (route) => route.abort());
  await screen.open(withoutRedis.url);
  const english = page.getByTestId('lang-switch').getByRole('radio', { name: 'EN' });
  await english.click();
  const banner = page.getByTestId('language-banner');
  await expect(banner).toContainText('英文文本没有加载成功');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await banner.getByRole('button', { name: '继续用中文' }).click();
  await expect(banner).toHaveCount(0);
  await screen.run();
  await expect(screen.summary).toContainText('运行结束');

  await english.click();
  await page.unroute(ENGLISH);
  await banner.getByRole('button', { name: '重试' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(banner).toHaveCount(0);
  await expect(screen.summary).toContainText('Finished');
});

test('a page whose words never arrive says so in both languages', async ({ page, withoutRedis }) => {
  await page.route(CHINESE, (route) => route.abort());
  await page.goto(withoutRedis.url);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Load the page again');
  await expect(alert).toContainText('请重新加载本页');
});
