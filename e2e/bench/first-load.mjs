// The first visit (nothing cached) and the next one over loopback: what is painted when, when the editor takes a character, what it costs on
// the wire. Both kinds of visit in one run, in both languages, each time with a new profile.
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { calibrate, launchOptions, quantile, served } from './built.mjs';

const ROUNDS = 7;
/** A browser that has just been started is busy with itself, ms. */
const SETTLING = 1500;
const TYPED = 'Z';

/**
 * Runs in the page before its own scripts: notes when the editor is there and when a typed character has been painted. It speaks through the
 * console, since asking the page anything else would have the test driver load code of its own into it.
 */
function watch(typed) {
  window.seen = {};
  const look = () => {
    if (document.querySelector('[data-testid=editor] textarea')) window.seen.plain ??= performance.now();
    if (document.querySelector('[data-testid=editor][data-ready]') === null) return;
    if (window.seen.editor === undefined) {
      window.seen.editor = performance.now();
      document.querySelector('[data-testid=editor] :is(textarea, .native-edit-context)').focus();
      console.log('bench: type');
    } else if (document.querySelector('[data-testid=editor] .view-lines').textContent.includes(typed)) {
      observer.disconnect();
      requestAnimationFrame(() =>
        setTimeout(() => {
          window.seen.typed = performance.now();
          console.log('bench: typed');
        }),
      );
    }
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
}

async function visit(context, url) {
  const page = await context.newPage();
  await page.addInitScript(watch, TYPED);
  const said = (text) => page.waitForEvent('console', (message) => message.text() === text);
  const [toType, typed] = [said('bench: type'), said('bench: typed')];
  await page.goto(url, { waitUntil: 'commit' });
  await toType;
  await page.keyboard.press(TYPED);
  await typed;
  await page.waitForLoadState('networkidle');
  const seen = await page.evaluate(() => ({
    ...window.seen,
    painted: performance.getEntriesByName('first-contentful-paint')[0].startTime,
  }));
  const calibration = await calibrate(page);
  await page.close();
  return { ...seen, calibration };
}

/** A new profile while `work` runs, as on a machine that has never been here. */
async function newcomer(options, work) {
  const profile = await mkdtemp(join(tmpdir(), 'luascope-bench-'));
  const context = await chromium.launchPersistentContext(profile, {
    ...launchOptions,
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  try {
    await after(SETTLING);
    return await work(context);
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Carries every connection of a browser to the server and counts what comes back, answers' heads included. (SOCKS 5, RFC 1928.) */
async function counted(work) {
  let bytes = 0;
  const proxy = net
    .createServer((client) => {
      client.once('data', () => {
        client.write(Buffer.from([5, 0]));
        client.once('data', (request) => {
          const server = net.connect(request.readUInt16BE(request.length - 2), '127.0.0.1');
          client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
          server.on('data', (data) => (bytes += data.length));
          server.pipe(client).pipe(server);
          client.on('error', () => server.destroy());
          server.on('error', () => client.destroy());
        });
      });
    })
    .listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address();
  const flags = [`--proxy-server=socks5://127.0.0.1:${port}`, '--proxy-bypass-list=<-loopback>'];
  try {
    await work(flags, () => bytes);
  } finally {
    proxy.close();
  }
}

await served(async (url) => {
  for (const locale of ['en-US', 'zh-CN']) {
    const visits = { first: [], next: [] };
    for (let round = 0; round < ROUNDS; round++)
      await newcomer({ locale }, async (context) => {
        visits.first.push(await visit(context, url));
        visits.next.push(await visit(context, url));
      });
    const wire = [];
    await counted((flags, bytes) =>
      newcomer({ locale, args: [...launchOptions.args, ...flags] }, async (context) => {
        const own = bytes();
        await visit(context, url);
        wire.push(bytes() - own);
        await visit(context, url);
        wire.push(bytes() - own - wire[0]);
      }),
    );
    console.log(`\n${locale}, ${ROUNDS} new profiles: ms, median (least-most)  first visit            next visit`);
    const row = (label, note) => {
      const cells = Object.values(visits).map((list) => {
        const values = list.map((one) => one[note]);
        const [least, middle, most] = [0, 0.5, 1].map((q) => quantile(values, q).toFixed(0));
        return `${middle} (${least}-${most})`.padEnd(22);
      });
      console.log(`  ${label.padEnd(52)} ${cells.join(' ')}`);
    };
    row('shell painted (goal: under 500)', 'painted');
    row('the script can be read and edited as plain text', 'plain');
    row('editor there', 'editor');
    row('a typed character painted in it (goal: under 1500)', 'typed');
    row('calibration: a fixed loop on the same thread', 'calibration');
    const kB = wire.map((bytes) => `${(bytes / 1000).toFixed(0)} kB`.padEnd(22)).join(' ');
    console.log(`  ${'over the wire, all answers (goal: at most 1100 kB)'.padEnd(52)} ${kB}`);
  }
});
