// From the click on Run to the reply on the screen, on the sandbox; beside it, in the same page, what a change of one line of text costs to paint.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const ROUNDS = 60;
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const probe = net.createServer().listen(0, '127.0.0.1');
await once(probe, 'listening');
const { port } = probe.address();
await new Promise((resolve) => probe.close(resolve));

const server = spawn(process.execPath, [join(root, 'server/dist/main.js')], {
  env: { ...process.env, PORT: String(port) },
  stdio: 'ignore',
});
const url = `http://127.0.0.1:${port}`;
while (
  !(await fetch(`${url}/api/health`)
    .then((answer) => answer.ok)
    .catch(() => false))
)
  await new Promise((resolve) => setTimeout(resolve, 50));

const browser = await chromium.launch({
  ...(process.env.CHROMIUM_PATH && { executablePath: process.env.CHROMIUM_PATH }),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(url);
  await page.getByTestId('editor').locator('.view-line').first().waitFor();
  await page.getByTestId('btn-run').click();
  await page.locator('[data-testid=run-summary][data-run]').waitFor();

  const times = await page.evaluate(async (rounds) => {
    /** Resolves when the frame that shows what is in the document now has been handed to the compositor. */
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const run = document.querySelector('[data-testid=btn-run]');
    const summary = () => document.querySelector('[data-testid=run-summary]');
    const results = { run: [], text: [] };
    for (let i = 0; i < rounds; i++) {
      const before = summary()?.dataset.run;
      const clicked = performance.now();
      run.click();
      await new Promise((resolve) => {
        const shown = () => summary()?.dataset.run !== undefined && summary()?.dataset.run !== before;
        const observer = new MutationObserver(() => {
          if (!shown()) return;
          observer.disconnect();
          resolve();
        });
        observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
      });
      await painted();
      results.run.push(performance.now() - clicked);
      const note = document.createElement('p');
      document.body.append(note);
      const changed = performance.now();
      note.textContent = String(i);
      await painted();
      results.text.push(performance.now() - changed);
      note.remove();
    }
    return results;
  }, ROUNDS);

  const quantile = (values, q) =>
    values
      .toSorted((a, b) => a - b)
      [Math.floor((values.length - 1) * q)].toFixed(1)
      .padStart(7);
  console.log(`${ROUNDS} runs of the first example, milliseconds   median     90 %`);
  console.log(
    `Run to painted reply                       ${quantile(times.run, 0.5)}  ${quantile(times.run, 0.9)}   (goal: median at most 50)`,
  );
  console.log(`one line of text changed, to painted       ${quantile(times.text, 0.5)}  ${quantile(times.text, 0.9)}`);
} finally {
  await browser.close();
  server.kill();
}
