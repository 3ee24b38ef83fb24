// `npm run bench`: builds, then runs every benchmark of ours (or those whose names are given) and prints their tables.
// A speed is always a ratio against something else measured in the same run.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './pnpm.mjs';
import { build, install } from './prepare.mjs';
import { requireNode } from './require-node.mjs';
import { chromium } from './tools.mjs';

/** Name, file (plain Node, run after the build) and whether it drives a browser. */
const benches = [
  { name: 'vm', file: 'shared/bench/vm.mjs', browser: false },
  { name: 'keyspace', file: 'shared/bench/keyspace.mjs', browser: false },
  { name: 'commands', file: 'server/bench/commands.mjs', browser: false },
  { name: 'api', file: 'server/bench/api.mjs', browser: false },
  { name: 'record', file: 'shared/bench/record.mjs', browser: false },
  { name: 'scrub', file: 'e2e/bench/scrub.mjs', browser: true },
  { name: 'record-live', file: 'server/bench/record-live.mjs', browser: false },
  { name: 'load', file: 'e2e/bench/first-load.mjs', browser: true },
  { name: 'reply', file: 'e2e/bench/big-reply.mjs', browser: true },
  { name: 'calls', file: 'e2e/bench/many-calls.mjs', browser: true },
  { name: 'paint', file: 'e2e/bench/run-to-paint.mjs', browser: true },
  { name: 'replace', file: 'e2e/bench/replaced-worker.mjs', browser: true },
];

requireNode();
install();
build();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(', ')}. There are: ${benches.map((bench) => bench.name).join(', ')}`);
  process.exit(1);
}
let status = 0;
for (const { name, file, browser } of benches) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n── ${name}`);
  const env = { ...process.env };
  if (browser) {
    const path = chromium();
    if (path === undefined) {
      console.log('SKIPPED: no Chromium found (set CHROMIUM_PATH, or install one)');
      continue;
    }
    env.CHROMIUM_PATH = path;
  }
  const result = spawnSync(process.execPath, [join(root, file)], { cwd: root, stdio: 'inherit', env });
  if (result.status !== 0) status = 1;
}
process.exit(status);
