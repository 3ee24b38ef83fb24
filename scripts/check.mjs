// `npm run check`: format, lint, types, unused code, unit tests. `--static` leaves the tests out. Every stage runs, so that one run tells all.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './pnpm.mjs';
import { install } from './prepare.mjs';
import { requireNode } from './require-node.mjs';

requireNode();
install();

const bin = (name) => join(root, 'node_modules', name);
/** @type {[string, string, string[]][]} */
const stages = [
  ['format', bin('prettier/bin/prettier.cjs'), ['--check', '--log-level', 'warn', '.']],
  ['lint', bin('oxlint/bin/oxlint'), ['--type-aware', '--deny-warnings']],
  ['types', bin('typescript/bin/tsc'), ['-b']],
  ['unused code', bin('knip/bin/knip.js'), []],
  ['unit tests', bin('vitest/vitest.mjs'), ['run', '--reporter=dot']],
];

const failed = [];
for (const [name, script, args] of stages) {
  if (name === 'unit tests' && process.argv.includes('--static')) continue;
  const started = Date.now();
  const result = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
  console.log(`${result.status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (result.status !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`npm run check failed: ${failed.join(', ')}`);
  process.exit(1);
}
