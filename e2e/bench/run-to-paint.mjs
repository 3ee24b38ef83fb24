// From the click on Run to the reply on the screen, on the sandbox; beside it, in the same page, what a change of one line of text costs to paint.
import { quantile, served, withBrowser } from './built.mjs';

const ROUNDS = 60;
await served((url) => withBrowser((browser) => measure(browser, url)));

async function measure(browser, url) {
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

  const ms = (values, q) => quantile(values, q).toFixed(1).padStart(7);
  console.log(`${ROUNDS} runs of the first example, milliseconds   median     90 %`);
  console.log(
    `Run to painted reply                       ${ms(times.run, 0.5)}  ${ms(times.run, 0.9)}   (goal: median at most 50)`,
  );
  console.log(`one line of text changed, to painted       ${ms(times.text, 0.5)}  ${ms(times.text, 0.9)}`);
}
