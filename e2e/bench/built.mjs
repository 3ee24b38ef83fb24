// What the benchmarks of the built page share: its server on a free port, and a Chromium.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

/** Marks the page's own thread in a trace. */
const MARK = 'luascope-bench';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Serves the built page while `work` runs; gives it the page's address. */
export async function served(work) {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  const server = spawn(process.execPath, [join(root, 'server/dist/main.js')], {
    env: { ...process.env, PORT: String(port) },
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  const healthy = () =>
    fetch(`${url}/api/health`)
      .then((answer) => answer.ok)
      .catch(() => false);
  try {
    while (!(await healthy())) await new Promise((resolve) => setTimeout(resolve, 50));
    await work(url);
  } finally {
    server.kill();
  }
}

export const launchOptions = {
  ...(process.env.CHROMIUM_PATH && { executablePath: process.env.CHROMIUM_PATH }),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
};

/** Opens Chromium with a profile in memory while `work` runs. */
export async function withBrowser(work) {
  const browser = await chromium.launch(launchOptions);
  try {
    await work(browser);
  } finally {
    await browser.close();
  }
}

/** The page with its editor, as wide as a desk's. */
export async function opened(browser, url) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(url);
  await page.locator('[data-testid=editor][data-ready]').waitFor();
  return page;
}

/** Puts a script in the place of the one in the editor and waits until it can be run. */
export async function writeScript(page, script) {
  await page.evaluate(() => document.querySelector('[data-testid=editor] :is(textarea, .native-edit-context)').focus());
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(script);
  await page.keyboard.press('Escape');
  await page.locator('[data-testid=btn-run]:not([aria-disabled=true])').waitFor();
}

/**
 * Clicks Run and looks at each frame until the one that shows the result has been handed to the compositor: milliseconds in all, how many
 * frames there were, and the longest wait for one.
 */
export const runAndWatch = (page) =>
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

/**
 * How fast the page's own thread is at the moment: milliseconds of a fixed loop, best of three. Figures of a run in which it is higher
 * than usual are those of a loaded machine.
 */
export const calibrate = (page) =>
  page.evaluate(() => {
    const times = [];
    for (let round = 0; round < 3; round++) {
      const start = performance.now();
      let x = 1;
      for (let i = 0; i < 50_000_000; i++) x = (Math.imul(x, 1664525) + 1013904223) | 0;
      if (x === 0) throw new Error('never');
      times.push(performance.now() - start);
    }
    return Math.min(...times);
  });

/** The value below which the share `q` of the values lies. */
export const quantile = (values, q) => values.toSorted((a, b) => a - b)[Math.round((values.length - 1) * q)];

/**
 * What `work` makes of the page's own thread: the longest task by the clock, and the most that one task computed. The clock counts what other
 * programs take of a loaded machine, computing time does not. Milliseconds.
 */
export async function tasksDuring(page, work) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'blink.user_timing'] },
  });
  await page.evaluate((mark) => performance.mark(mark), MARK);
  const result = await work();
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  const own = events.find(({ name }) => name === MARK);
  const tasks = events.filter(
    ({ pid, tid, dur, name }) => pid === own.pid && tid === own.tid && dur > 0 && name.endsWith('RunTask'),
  );
  const most = (field) => Math.max(0, ...tasks.map((task) => (task[field] ?? 0) / 1000));
  return { result, clock: most('dur'), computed: most('tdur') };
}
