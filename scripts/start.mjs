// `npm start`: installs, builds and serves. Needs Node and npm, nothing else.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './pnpm.mjs';
import { build, install } from './prepare.mjs';
import { requireNode } from './require-node.mjs';

const parent = process.ppid;
requireNode();
try {
  install();
  build();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

const server = spawn(process.execPath, ['--enable-source-maps', join(root, 'server', 'dist', 'main.js')], {
  cwd: root,
  stdio: 'inherit',
});
// npm that is ended by a signal may leave the shell between in the dark, and with it this program.
if (process.env.npm_lifecycle_event !== undefined)
  setInterval(() => process.ppid !== parent && server.kill('SIGTERM'), 500).unref();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 0));
