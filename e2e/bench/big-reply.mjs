// Very large replies on the sandbox: from the click on Run to the first paint, and the longest task of the page's own thread while all four
// views are opened and scrolled from end to end.
import { calibrate, opened, quantile, runAndWatch, served, tasksDuring, withBrowser, writeScript } from './built.mjs';

const ROUNDS = 3;
const REPLIES = {
  'a million integers': 'local t = {} for i = 1, 1000000 do t[i] = i end return t',
  'a million strings': 'local t = {} for i = 1, 1000000 do t[i] = "element " .. i end return t',
  'a thousand lists of a thousand':
    'local t = {} for i = 1, 1000 do local u = {} for j = 1, 1000 do u[j] = j end t[i] = u end return t',
  'a list a thousand deep': 'local t = {1, 2, 3} for i = 1, 1000 do t = {i, t, "after"} end return t',
  'a string of 10 MB': 'return string.rep("0123456789abcdef", 655360)',
};
const VIEWS = ['tree', 'cli', 'resp', 'json'];

const open = (page, view) =>
  page.evaluate(
    (name) =>
      new Promise((resolve) => {
        const clicked = performance.now();
        document.querySelector(`[data-testid=reply-format-${name}]`).click();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - clicked)));
      }),
    view,
  );

/** A screen a frame, then leaps over the whole length, then back and to the top. */
const scroll = (page) =>
  page.evaluate(async () => {
    const box = document.querySelector('[data-testid=panel-reply] :is([role=tree], [data-testid^=reply-][role=group])');
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let i = 0; i < 60; i++) {
      box.scrollTop += box.clientHeight;
      await frame();
    }
    for (let i = 0; i <= 100; i++) {
      box.scrollTop = (box.scrollHeight * i) / 100;
      await frame();
    }
    for (let i = 0; i < 30; i++) {
      box.scrollTop -= 120;
      await frame();
    }
    box.scrollTop = 0;
    await frame();
  });

const ms = (value) => value.toFixed(0);

await served((url) =>
  withBrowser(async (browser) => {
    const page = await opened(browser, url);
    console.log(`Calibration loop ${ms(await calibrate(page))} ms. Milliseconds, median of ${ROUNDS} rounds.`);
    console.log(
      'A task: the longest by the clock, then (in brackets) the most that one computed. Goals: paint within 2000 of the reply; 100 a task while scrolling.',
    );
    for (const [name, script] of Object.entries(REPLIES)) {
      await writeScript(page, script);
      const paints = [];
      const views = Object.fromEntries(VIEWS.map((view) => [view, { open: [], shown: [], scrolled: [] }]));
      for (let round = 0; round < ROUNDS; round++) {
        if ((await page.getByTestId('reply-format-tree').count()) > 0) await open(page, 'tree');
        paints.push(await tasksDuring(page, async () => (await runAndWatch(page)).total));
        for (const view of VIEWS) {
          const shown = await tasksDuring(page, () => open(page, view));
          views[view].open.push(shown.result);
          views[view].shown.push(shown);
          views[view].scrolled.push(await tasksDuring(page, () => scroll(page)));
        }
      }
      const middle = (list, field) =>
        ms(
          quantile(
            list.map((one) => one[field]),
            0.5,
          ),
        );
      const task = (list) => `${middle(list, 'clock')} (${middle(list, 'computed')})`.padStart(11);
      const strip = await page.getByTestId('run-summary').textContent();
      const [ran] = /[\d.]+ [mµ]?s/.exec(strip);
      console.log(
        `\n${name}: from Run to its paint ${middle(paints, 'result')}, of which the script ran ${ran}; longest task ${task(paints).trim()}`,
      );
      for (const [view, { open: times, shown, scrolled }] of Object.entries(views))
        console.log(
          `  ${view.padEnd(6)} opened in ${ms(quantile(times, 0.5)).padStart(5)}, task ${task(shown)}; scrolling, task ${task(scrolled)}`,
        );
    }
  }),
);
