// `npm run build`: shared and server by the compiler's project references, then the client by Vite.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './pnpm.mjs';

/** Runs a program of node_modules/.bin and ends this one when it fails. */
function run(directory, script, args) {
  const result = spawnSync(process.execPath, [join(root, directory, 'node_modules', script), ...args], {
    cwd: join(root, directory),
    stdio: 'inherit',
  });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

run('.', 'typescript/bin/tsc', ['-b', 'shared', 'server']);
run('.', 'vite/bin/vite.js', ['build', 'client', '--logLevel', 'warn']);
