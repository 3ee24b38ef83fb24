// `npm run fuzz:lua`: random Lua on the sandbox, in process, and on a redis-server of its own; results and errors must be equal.
//   --programs N     how many expressions, how many programs of statements, how many of tables (default 10 000 each)
//   --seed N         where to begin (default: the time)
// A program that differs is shortened, and printed with its seed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './pnpm.mjs';
import { redisServer } from './tools.mjs';

const { values: options } = parseArgs({
  options: {
    programs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
  },
});

if (redisServer() === undefined) {
  console.error('No redis-server on PATH, and none could be installed.');
  process.exit(1);
}
console.log(`${options.programs} of each kind from seed ${options.seed}`);
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'shared', 'test/fuzz/lua.test.ts'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, FUZZ_PROGRAMS: options.programs, FUZZ_SEED: options.seed },
  },
);
process.exit(status ?? 1);
