// `npm run fuzz:record`: random scripts, recorded on the sandbox and in forked debug sessions of a redis-server of its own; statements, values,
// calls and replies must be equal. And the frames that running again shows must be those that were there the first time.
//   --programs N     how many of the first kind (default 2000)
//   --frames N       how many of the second (default 500)
//   --seed N         where to begin (default: the time)
// A script that differs is shortened, and printed with its seed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './pnpm.mjs';
import { redisServer } from './tools.mjs';

const { values: options } = parseArgs({
  options: {
    programs: { type: 'string', default: '2000' },
    frames: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
  },
});

if (redisServer() === undefined) {
  console.error('No redis-server on PATH, and none could be installed.');
  process.exit(1);
}
console.log(`${options.programs} programs on both, ${options.frames} run again, from seed ${options.seed}`);
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/record-random.test.ts', 'reexecution.test.ts'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, FUZZ_PROGRAMS: options.programs, FUZZ_FRAMES: options.frames, FUZZ_SEED: options.seed },
  },
);
process.exit(status ?? 1);
