// `npm run golden`: writes the transcripts of shared/test/golden anew, and fails where a real redis-server, started for it, says something else. Look at `git diff`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './pnpm.mjs';
import { redisServer } from './tools.mjs';

if (redisServer() === undefined) {
  console.error('No redis-server on PATH, and none could be installed.');
  process.exit(1);
}
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'server', 'test/golden.test.ts'],
  { cwd: root, stdio: 'inherit', env: { ...process.env, LUASCOPE_GOLDEN: 'write' } },
);
process.exit(status ?? 1);
