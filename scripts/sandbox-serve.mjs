// `npm run sandbox:serve -- --port N`: the emulator behind a RESP port on loopback, for redis-cli and every other client.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './pnpm.mjs';
import { build, install } from './prepare.mjs';

install();
build();
const door = spawn(process.execPath, [join(root, 'server/dist/door/main.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => door.kill(signal));
door.on('exit', (code) => process.exit(code ?? 0));
