// `npm run bench:record`, second part: from a moved scrubber to the values on the screen, and what a long recording takes in the page.
import { chromium } from '@playwright/test';
import { calibrate, launchOptions, quantile, served } from './built.mjs';

const ROUNDS = 25;
/** As many steps as its number says. */
const counting = (steps) => `local t = 0 for i = 1, ${steps / 2 - 2} do t = t + i end return t`;
/** A million steps, and 100 000 calls with replies of 100 bytes, each another one. */
const LARGE =
  "local v, pad = 0, string.rep('x', 90) for i = 1, 99999 do " +
  "local r = redis.call('ECHO', pad .. string.format('%010d', i)) for k = 1, 3 do v = k end v = r end return v";
/** Memory is measured when it is asked for, not minutes later. */
const EAGER = '--enable-blink-features=ForceEagerMeasureMemory';

let missed = 0;
function print(what, value, limit, unit) {
  const fails = value > limit;
  if (fails) missed++;
  const text = `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
  console.log(`${what.padEnd(66)} ${text.padStart(9)}   (at most ${limit} ${unit})${fails ? '  MISSED' : ''}`);
}
const median = (values) => quantile(values, 0.5);

await served(async (url) => {
  const browser = await chromium.launch({ ...launchOptions, args: [...launchOptions.args, EAGER] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(url);
    await page.getByTestId('editor').locator('.view-line').first().waitFor();
    await measure(page);
  } finally {
    await browser.close();
  }
});
process.exitCode = missed === 0 ? 0 : 1;

async function measure(page) {
  console.log(`calibration loop ${(await calibrate(page)).toFixed(0)} ms`);
  const short = await recorded(page, counting(100_000));
  const ofShort = await scrubbed(page, short);
  print(`scrubbing to any of ${short} steps, painted, median`, median(ofShort.any), 100, 'ms');
  printNear(ofShort);
  const long = await recorded(page, counting(1_000_000));
  const ofLong = await scrubbed(page, long);
  print(`scrubbing to any of ${long} steps, painted, slowest`, Math.max(...ofLong.any), 500, 'ms');
  printNear(ofLong);

  await recorded(page, 'return 1');
  const before = await inUse(page);
  const large = await recorded(page, LARGE);
  const grown = (await inUse(page)) - before;
  print(`memory of page and workers for ${large} steps with 99999 calls`, grown / 2 ** 20, 64, 'MB');
}

/** Beside the median: what an empty paint took meanwhile, and the fastest step. */
function printNear({ near, empty }) {
  const least = `empty paint ${median(empty).toFixed(0)}, fastest ${Math.min(...near).toFixed(0)}`;
  print(`… and to the step beside it, median (${least})`, median(near), 30, 'ms');
}

/** Records a script in a tab of its own and gives the number of its steps. */
async function recorded(page, script) {
  if ((await page.getByTestId('transport').count()) > 0) {
    await page.getByTestId('scrubber').focus();
    await page.keyboard.press('Escape');
    await page.getByTestId('transport').waitFor({ state: 'detached' });
  }
  await page.getByTestId('btn-new-script').click();
  await page.waitForFunction(() => document.querySelector('[data-testid=editor] .view-lines')?.textContent === '');
  await page
    .getByTestId('editor')
    .locator('.view-lines')
    .click({ position: { x: 20, y: 8 } });
  await page.keyboard.insertText(script);
  await page.getByTestId('btn-record').click();
  await page.getByTestId('transport').waitFor({ timeout: 60_000 });
  await page.locator('[data-testid=variables]:not([aria-busy])').waitFor();
  return Number(await page.getByTestId('scrubber').getAttribute('max'));
}

/**
 * Milliseconds from a moved scrubber to the painted values of that step: for steps all over, and for those beside them. After both, as a measure
 * of the machine at that moment, from a change of one line of text to the end of its frame.
 */
function scrubbed(page, steps) {
  return page.evaluate(
    async ({ rounds, steps }) => {
      const scrubber = document.querySelector('[data-testid=scrubber]');
      // As a person's own move: React sees no value that it set itself.
      const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
      const rows = () => [...document.querySelectorAll('[data-testid=variables] [data-testid=variable-row]')];
      // Two steps a round: at the loop's own, `t` has the sum of the rounds before.
      const sumAt = (step) => ((step / 2 - 1) * (step / 2)) / 2;
      const isShown = (step) =>
        document.querySelector('[data-testid=variables]:not([aria-busy])') !== null &&
        rows().some(({ textContent }) => new RegExp(`^t\\s*${sumAt(step)}(?!\\d)`).test(textContent));
      async function timeTo(step) {
        const began = performance.now();
        value.set.call(scrubber, String(step));
        scrubber.dispatchEvent(new Event('input', { bubbles: true }));
        // A frame at a time: what one shows has been handed to the compositor when the task after it runs.
        do await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        while (!isShown(step) && performance.now() - began < 10_000);
        return performance.now() - began;
      }
      const note = document.createElement('p');
      async function timeToEmpty(text) {
        const began = performance.now();
        note.textContent = text;
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        return performance.now() - began;
      }
      document.body.append(note);
      const times = { any: [], near: [], empty: [] };
      for (let i = 0; i < rounds; i++) {
        // All over, in no order; an even number: in the middle of a round.
        const step = 2 * Math.floor((((i * 7) % rounds) + 0.5) * (steps / rounds / 2));
        times.any.push(await timeTo(step));
        times.near.push(await timeTo(step + 2));
        times.empty.push(await timeToEmpty(String(i)));
      }
      note.remove();
      return times;
    },
    { rounds: ROUNDS, steps },
  );
}

/** Bytes that the page and its workers hold, what nobody holds collected. */
async function inUse(page) {
  await page.requestGC();
  return page.evaluate(async () => (await performance.measureUserAgentSpecificMemory()).bytes);
}
