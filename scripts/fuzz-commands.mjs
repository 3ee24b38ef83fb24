// `npm run fuzz:commands`: random commands on the sandbox, in process, and on a redis-server of its own; replies and data must be equal.
//   --commands N     how many, over all families (default 1 000 000)
//   --seed N         where to begin (default: the time)
//   --family A,B     only these (string, bitmap, hyperloglog, hash, list, set, zset, lex, geo, stream, keys)
// A difference is shrunk to the fewest commands that show it, and printed with its seed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './pnpm.mjs';
import { redisServer } from './tools.mjs';

const { values: options } = parseArgs({
  options: {
    commands: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
    family: { type: 'string' },
  },
});

if (redisServer() === undefined) {
  console.error('No redis-server on PATH, and none could be installed.');
  process.exit(1);
}
console.log(`${options.commands} commands from seed ${options.seed}`);
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'shared', 'test/fuzz/commands'],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      FUZZ_COMMANDS: options.commands,
      FUZZ_SEED: options.seed,
      ...(options.family !== undefined && { FUZZ_FAMILIES: options.family }),
    },
  },
);
process.exit(status ?? 1);
