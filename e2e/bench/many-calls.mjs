// A script with two million calls: whether the page stays responsive while it runs and when its recording arrives, what is kept of it, and
// its time beside the same run in plain Node.
import { Sandbox } from '../../shared/dist/debug/sandbox/index.js';
import { calibrate, served, tasksDuring, withBrowser } from './built.mjs';

const CALLS = 2_000_000;
const SCRIPT = `for i = 1, ${CALLS} do redis.call('INCRBY', KEYS[1], i % 3) end`;

async function inNode() {
  let ids = 0;
  const sandbox = new Sandbox({
    clock: () => Math.floor((performance.timeOrigin + performance.now()) * 1000),
    stopwatch: () => performance.now() * 1000,
    seed: 1,
    newId: () => String(++ids),
  });
  const { duration } = await sandbox.run({
    mode: 'EVAL',
    script: SCRIPT,
    keys: ['k'],
    args: [],
    given: [],
    data: 'fresh',
    resp: 2,
    db: 0,
  });
  return duration / 1000;
}

/** Clicks Run and stays beside it: what the screen says each half second, until the run is over and painted. */
const run = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const strip = () => document.querySelector('[data-testid=run-summary]')?.dataset.run;
        const before = strip();
        const clicked = performance.now();
        let frames = 0;
        let slowest = 0;
        let last = clicked;
        const frame = (now) => {
          frames++;
          slowest = Math.max(slowest, now - last);
          last = now;
          const over = strip() !== undefined && strip() !== before;
          if (over) setTimeout(() => resolve({ total: performance.now() - clicked, frames, slowest }));
          else requestAnimationFrame(frame);
        };
        document.querySelector('[data-testid=btn-run]').click();
        requestAnimationFrame(frame);
      }),
  );

const ms = (value) => value.toFixed(0);

await served((url) =>
  withBrowser(async (browser) => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(url);
    await page.locator('[data-testid=editor][data-ready]').waitFor();
    const calibration = await calibrate(page);
    await page.evaluate(() =>
      document.querySelector('[data-testid=editor] :is(textarea, .native-edit-context)').focus(),
    );
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(SCRIPT);
    await page.keyboard.press('Escape');
    await page.locator('[data-testid=btn-run]:not([aria-disabled=true])').waitFor();
    const { result, clock, computed } = await tasksDuring(page, () => run(page));
    const strip = await page.getByTestId('run-summary').textContent();
    const node = await inNode();
    console.log(`${CALLS} calls; calibration loop ${ms(calibration)} ms`);
    console.log(`  in the page, from Run to its paint   ${ms(result.total).padStart(7)} ms   ${strip}`);
    console.log(
      `  the same script in plain Node        ${ms(node).padStart(7)} ms   ratio ${(result.total / node).toFixed(2)}`,
    );
    console.log(
      `  longest task of the page's thread    ${ms(clock).padStart(7)} ms, computed ${ms(computed)} ms   (goal: 100)`,
    );
    console.log(
      `  frames painted meanwhile             ${String(result.frames).padStart(7)}      longest wait for one ${ms(result.slowest)} ms`,
    );
  }),
);
