// Runs the pinned pnpm, whatever package manager the machine has: `node scripts/pnpm.mjs exec tsc -b`.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const pinned = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager.split('+')[0];

/**
 * The environment without what `npm run` adds to it: npm exports its own settings to its children, and pnpm would take them for its own.
 * @param {Record<string, string>} extra
 */
export function cleanEnvironment(extra = {}) {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (
      /^npm_(config|package|lifecycle|execpath|command|node_execpath)/.test(name) &&
      !/registry|cafile|proxy/i.test(name)
    )
      delete env[name];
  }
  return { ...env, npm_config_loglevel: 'error', npm_config_update_notifier: 'false', ...extra };
}

/**
 * Runs pnpm at the project's root. `quiet` keeps its output, and prints it only when it fails.
 * @param {string[]} args
 * @param {{ quiet?: boolean }} options
 * @returns {number} the exit status
 */
export function pnpm(args, { quiet = false } = {}) {
  const result = spawnSync('npx', ['--yes', pinned, ...args], {
    cwd: root,
    env: cleanEnvironment(),
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    shell: process.platform === 'win32',
    encoding: 'utf8',
  });
  if (result.error) throw result.error;
  if (quiet && result.status !== 0) process.stderr.write(`${result.stdout}${result.stderr}`);
  return result.status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(pnpm(process.argv.slice(2)));
