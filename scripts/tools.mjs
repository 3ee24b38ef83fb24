// Finds the programs that tests need, or gets them: a Chromium and a redis-server.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { cleanEnvironment, root } from './pnpm.mjs';

const browsers = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const macChrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The path of the first of these programs that PATH has. */
export function onPath(names) {
  for (const name of names) {
    for (const directory of (process.env.PATH ?? '').split(delimiter)) {
      const path = join(directory, process.platform === 'win32' ? `${name}.exe` : name);
      if (directory !== '' && existsSync(path)) return path;
    }
  }
  return undefined;
}

const installed = new Map();

/** Installs a Debian package when we may; asks at most once for each. */
export function aptInstall(name) {
  if (installed.has(name)) return;
  installed.set(name, true);
  if (process.getuid?.() !== 0 || onPath(['apt-get']) === undefined) return;
  console.log(`Installing ${name} with apt-get …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env, timeout: 120_000 });
  // The Debian package would also start a server of its own on port 6379; nothing here needs that one.
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], {
    stdio: 'ignore',
    env: { ...env, RUNLEVEL: '1' },
    timeout: 600_000,
  });
}

/** Path of a Chromium, or undefined when none is here and none could be had. */
export function chromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (existsSync(named)) return named;
    console.error(`CHROMIUM_PATH names ${named}, which does not exist.`);
    return undefined;
  }
  const found = onPath(browsers) ?? (existsSync(macChrome) ? macChrome : undefined) ?? playwrightChromium();
  if (found !== undefined) return found;
  const root = process.getuid?.() === 0;
  if (root) aptInstall('chromium');
  const afterApt = onPath(browsers);
  if (afterApt !== undefined) return afterApt;
  console.log('Downloading Chromium with Playwright …');
  spawnSync(process.execPath, [playwrightCli(), 'install', 'chromium'], {
    stdio: 'ignore',
    env: cleanEnvironment(),
    timeout: 120_000,
  });
  return playwrightChromium();
}

const playwrightCli = () => join(root, 'e2e', 'node_modules', '@playwright', 'test', 'cli.js');

/** The browser that Playwright has downloaded earlier, if any. */
function playwrightChromium() {
  const require = createRequire(join(root, 'e2e', 'package.json'));
  const path = require('@playwright/test').chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

/** Path of a redis-server (or valkey-server), or undefined when none is here and none could be had. */
export function redisServer() {
  const names = ['redis-server', 'valkey-server'];
  const found = onPath(names);
  if (found !== undefined) return found;
  aptInstall('redis-server');
  return onPath(names);
}
