// `npm test`: everything. Unit tests and both-engines cases by vitest, browser stories by Playwright; gets what they need, says what it skipped.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './pnpm.mjs';
import { build, install } from './prepare.mjs';
import { requireNode } from './require-node.mjs';
import { chromium, redisServer } from './tools.mjs';

requireNode();
const inCi = Boolean(process.env.CI);
const reports = mkdtempSync(join(tmpdir(), 'luascope-test-'));
const totals = { passed: 0, failed: 0, skipped: 0 };
const skipped = [];

/** Runs a test runner and adds what its own report counts. A runner that fails without a failed test in its report counts as one failure. */
function runner(name, script, args, report, count, env = {}) {
  console.log(`\n── ${name}`);
  const result = spawnSync(process.execPath, [join(root, script), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  let counted;
  try {
    counted = count(JSON.parse(readFileSync(report, 'utf8')));
  } catch (error) {
    console.error(`${name}: no report (${String(error)})`);
    counted = { passed: 0, failed: 1, skipped: 0 };
  }
  if (result.status !== 0 && counted.failed === 0) counted.failed = 1;
  for (const key of Object.keys(totals)) totals[key] += counted[key];
}

function skip(what, why) {
  skipped.push(`SKIPPED: ${what}: ${why}`);
  if (inCi) totals.failed += 1;
  else totals.skipped += 1;
}

const started = Date.now();
try {
  install();
  build();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('0 passed, 1 failed, 0 skipped');
  process.exit(1);
}

const redis = redisServer();
if (redis === undefined)
  skip(
    'tests that need a real Redis',
    'no redis-server or valkey-server on PATH, and none could be installed (apt-get install redis-server)',
  );

const unit = join(reports, 'unit.json');
runner(
  'unit tests and both-engines cases',
  'node_modules/vitest/vitest.mjs',
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unit}`],
  unit,
  (report) => ({
    passed: report.numPassedTests,
    failed:
      report.numFailedTests +
      report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length,
    skipped: report.numPendingTests + report.numTodoTests,
  }),
);

const browser = chromium();
if (browser === undefined) {
  skip('browser stories', 'no Chromium found (set CHROMIUM_PATH, or install one: apt-get install chromium)');
} else {
  const stories = join(reports, 'stories.json');
  runner(
    'browser stories',
    'e2e/node_modules/@playwright/test/cli.js',
    ['test', '--config', 'e2e/playwright.config.ts'],
    stories,
    (report) => {
      if (report.stats.flaky > 0)
        console.log(`${report.stats.flaky} of the stories passed only when tried again; see above.`);
      return {
        passed: report.stats.expected + report.stats.flaky,
        failed: report.stats.unexpected + report.errors.length,
        skipped: report.stats.skipped,
      };
    },
    { CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: stories },
  );
}

rmSync(reports, { recursive: true, force: true });
console.log(`\nTook ${Math.round((Date.now() - started) / 1000)} s.`);
for (const line of skipped) console.log(line);
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed === 0 ? 0 : 1);
