// A script with two million calls: whether the page stays responsive while it runs and when its recording arrives, what is kept of it, and
// its time beside the same run in plain Node.
import { Sandbox } from '../../shared/dist/debug/sandbox/index.js';
import { calibrate, opened, runAndWatch, served, tasksDuring, withBrowser, writeScript } from './built.mjs';

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

const ms = (value) => value.toFixed(0);

await served((url) =>
  withBrowser(async (browser) => {
    const page = await opened(browser, url);
    const calibration = await calibrate(page);
    await writeScript(page, SCRIPT);
    const { result, clock, computed } = await tasksDuring(page, () => runAndWatch(page));
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
