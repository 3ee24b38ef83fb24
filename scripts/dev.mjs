// `npm run dev`: the compiler watches shared and server, the server restarts when they change, Vite serves the client with hot reload.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './pnpm.mjs';
import { install } from './prepare.mjs';
import { requireNode } from './require-node.mjs';

requireNode();
install();

const API_PORT = '7380';
const children = [];

function start(name, args, env = {}) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  child.on('exit', (code) => {
    if (code !== 0 && code !== null) console.error(`${name} ended with status ${code}.`);
    stop();
  });
  children.push(child);
}

function stop() {
  for (const child of children) child.kill();
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);

start('The compiler', [
  join(root, 'node_modules/typescript/bin/tsc'),
  '-b',
  'shared',
  'server',
  '--watch',
  '--preserveWatchOutput',
]);
const main = join(root, 'server/dist/main.js');
const waiting = setInterval(() => {
  if (!existsSync(main)) return;
  clearInterval(waiting);
  start('The server', ['--watch', '--enable-source-maps', main], { PORT: API_PORT, LUASCOPE_DEV: '1' });
  start('Vite', [
    join(root, 'node_modules/vite/bin/vite.js'),
    'client',
    '--host',
    '127.0.0.1',
    '--port',
    process.env.PORT ?? '7379',
  ]);
}, 200);
