// `npm run sandbox:serve -- --port N [--version 6.2.16] [--seed N] [--set name=value …]`: the emulator for redis-cli and every other client.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { DEFAULT_PROFILE, PROFILE_NAMES, isProfileName } from '@luascope/shared/script';
import { openDoor } from './door.js';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '6379' },
    version: { type: 'string', default: DEFAULT_PROFILE },
    seed: { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
  },
});

const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`--port must be a number from 0 to 65535, not ${values.port}`);
  process.exit(1);
}
const { version } = values;
if (!isProfileName(version)) {
  console.error(`--version must be one of ${PROFILE_NAMES.join(', ')}; not ${version}`);
  process.exit(1);
}
const chosen = values.set.map((pair): [string, string] => {
  const equals = pair.indexOf('=');
  return equals < 0 ? [pair, 'yes'] : [pair.slice(0, equals), pair.slice(equals + 1)];
});

const door = await openDoor(port, {
  settings: { 'enable-debug-command': 'yes', port: String(port), ...Object.fromEntries(chosen) },
  version,
  seed: values.seed === undefined ? randomInt(2 ** 32) : Number(values.seed),
});
console.log(`The sandbox answers on 127.0.0.1:${door.port}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void door.close());
await door.ended;
process.exit(0);
