// `npm run shots`: builds, then takes a picture of every screen at three widths, in both themes and languages, into shots/.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './pnpm.mjs';
import { build, install } from './prepare.mjs';
import { requireNode } from './require-node.mjs';
import { chromium } from './tools.mjs';

requireNode();
install();
build();
const path = chromium();
if (path === undefined) {
  console.error('No Chromium found: set CHROMIUM_PATH, or install one.');
  process.exit(1);
}
const env = { ...process.env, CHROMIUM_PATH: path };
const { status } = spawnSync(process.execPath, [join(root, 'e2e/shots.mjs')], { cwd: root, stdio: 'inherit', env });
process.exit(status ?? 1);
