// `npm run fuzz:host`: random bytes, broken scripts and greedy programs against the host of scripts: no crash, no hang, the same host afterwards.
//   --minutes N      for how long, shared by all kinds of attack (default 10)
//   --seed N         where to begin (default: the time)
//   --kind NAME      only this kind (bytes, mutated, programs, bombs, commands, decoders, payloads, functions)
// A failure names its seed and shows the commands. An attack that keeps the host for more than two minutes is shown, and ends the run.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './pnpm.mjs';
import { redisServer } from './tools.mjs';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
    kind: { type: 'string' },
  },
});
if (redisServer() === undefined) {
  console.error('No redis-server on PATH, and none could be installed.');
  process.exit(1);
}

/** Milliseconds without a new attack. */
const HANGS = 120_000;
const folder = mkdtempSync(join(tmpdir(), 'luascope-fuzz-'));
const progress = join(folder, 'attack');
console.log(`${options.minutes} minutes from seed ${options.seed}`);
const child = spawn(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'shared', 'test/fuzz/host.test.ts'],
  {
    cwd: root,
    stdio: 'inherit',
    detached: true,
    env: {
      ...process.env,
      FUZZ_MINUTES: options.minutes,
      FUZZ_SEED: options.seed,
      FUZZ_PROGRESS: progress,
      ...(options.kind !== undefined && { FUZZ_KIND: options.kind }),
    },
  },
);
let hung = false;
/** How many attacks of each kind there have been. */
const attacks = new Map();
const watch = setInterval(() => {
  const since = statSync(progress, { throwIfNoEntry: false })?.mtimeMs;
  if (since === undefined) return;
  const attack = readFileSync(progress, 'utf8');
  const [, kind, count] = /^seed \d+, (\w+) (\d+)/.exec(attack) ?? [];
  if (kind !== undefined) attacks.set(kind, Number(count) + 1);
  if (Date.now() - since < HANGS) return;
  console.error(`No answer for ${HANGS / 1000} s: ${attack}`);
  hung = true;
  // Its group, so that what it has started ends too.
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
}, 1000);
child.on('exit', (code) => {
  clearInterval(watch);
  rmSync(folder, { recursive: true, force: true });
  console.log([...attacks].map(([kind, count]) => `${kind} ${count}`).join(', '));
  process.exit(hung ? 1 : (code ?? 1));
});
