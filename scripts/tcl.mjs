// `npm run tcl`: Redis's own test suite against the sandbox, through its TCP door, compared with what a live redis-server 7.0.15 passes.
//   --profile A|B   A: with the tests that need DEBUG; B (default): without
//   --unit REGEX    only these units
//   --live          ask redis-server instead: this is how the reference lists in shared/test/tcl were made
//   --out FILE      where the tests that pass on the live server and not here are written down, each with its reason
//                   (default: node_modules/.luascope/tcl-PROFILE.txt)
// The suite comes from Debian's source package of redis; nothing of it is committed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { startTarget } from './cases.mjs';
import { root } from './pnpm.mjs';
import { aptInstall, onPath } from './tools.mjs';

const { values: options } = parseArgs({
  options: {
    profile: { type: 'string', default: 'B' },
    unit: { type: 'string', default: '' },
    live: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});
if (!['A', 'B'].includes(options.profile)) {
  console.error(`--profile is A or B, not ${options.profile}`);
  process.exit(2);
}

const VERSION = '7.0.15';
const cache = join(root, 'node_modules', '.luascope');
/** A test that freezes when it takes longer than this, in seconds, is taken out and its unit run again. */
const STALL = 90;
/** This one leaves a setting that freezes the next DEBUG RELOAD, on a real server too. */
const NEVER = ['SRANDMEMBER with a dict containing long chain'];
/** The units about the server; all others are about data, scripts and functions. */
const SERVER_UNITS = ['multi', 'pubsub', 'protocol', 'dump', 'other'].map((name) => `unit/${name}`);
/** Percent of what the live server passes that must pass here. */
const LEAST = { data: 98, server: 85 };

/** Folder of the suite's sources; downloads and unpacks them the first time. */
function suite() {
  const folder = join(cache, `redis-${VERSION}`);
  if (existsSync(join(folder, 'runtest'))) return folder;
  const apt = join(cache, 'apt');
  for (const directory of ['lists/partial', 'archives/partial']) mkdirSync(join(apt, directory), { recursive: true });
  const list = join(apt, 'sources.list');
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
  writeFileSync(
    list,
    ['http://deb.debian.org/debian bookworm', 'http://deb.debian.org/debian-security bookworm-security']
      .map((archive) => `deb-src [signed-by=${keyring}] ${archive} main\n`)
      .join(''),
  );
  const flags = [
    `Dir::Etc::SourceList=${list}`,
    'Dir::Etc::SourceParts=/dev/null',
    `Dir::State::Lists=${apt}/lists`,
    `Dir::Cache=${apt}`,
  ].flatMap((setting) => ['-o', setting]);
  const run = (command, args, cwd) => {
    const result = spawnSync(command, args, { cwd, encoding: 'utf8', timeout: 300_000 });
    if (result.status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${result.stderr}`);
  };
  console.log(`Getting the sources of redis ${VERSION} from Debian …`);
  run('apt-get', [...flags, '-qq', 'update'], apt);
  run('apt-get', [...flags, '-qq', 'source', '--download-only', 'redis'], apt);
  const archive = readdirSync(apt).find((name) => name === `redis_${VERSION}.orig.tar.gz`);
  if (archive === undefined) throw new Error(`Debian's archive has another version of redis than ${VERSION}`);
  run('tar', ['-xzf', join(apt, archive), '-C', cache], apt);
  return folder;
}

/** One run of one unit; `hung` is the test that was in progress when nothing more happened. */
function runUnit(folder, unit, port, skipped) {
  const tags = options.profile === 'A' ? '-needs:repl' : '-needs:repl -needs:debug';
  const args = [
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--baseport',
    String(24_000 + (port % 100) * 40),
    '--single',
    unit,
  ];
  args.push(
    '--dont-clean',
    '--durable',
    '--timeout',
    String(STALL),
    '--tags',
    tags,
    ...skipped.flatMap((name) => ['--skiptest', name]),
  );
  return new Promise((resolve) => {
    const child = spawn(join(folder, 'runtest'), args, { cwd: folder, detached: true });
    let log = '';
    let ended = 'done';
    let last = Date.now();
    const take = (chunk) => {
      log += chunk;
      last = Date.now();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const watch = setInterval(() => {
      if (Date.now() - last < (STALL + 20) * 1000) return;
      ended = 'stalled';
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, 500);
    child.on('close', () => {
      clearInterval(watch);
      const text = stripVTControlCharacters(log);
      const stalled = ended === 'stalled' || text.includes('[TIMEOUT]');
      const hung = stalled ? /=> \((?:IN PROGRESS|BLOCKED|TESTING)[^)]*\) (.*)$/m.exec(text)?.[1] : undefined;
      resolve({ text, hung });
    });
  });
}

/** The tests of a unit that passed, and what became of the others. A frozen test is counted as failed and the rest of the unit still runs. */
async function passes(folder, unit) {
  const hung = [];
  for (;;) {
    const target = await startTarget(options.live ? 'live' : 'sandbox');
    const run = await runUnit(folder, unit, target.port, [...NEVER, ...hung]);
    target.stop();
    const names = (tag) => [...run.text.matchAll(new RegExp(`^\\[${tag}\\]: (.*)$`, 'gm'))].map((match) => match[1]);
    if (run.hung !== undefined && !hung.includes(run.hung) && hung.length < 6) {
      hung.push(run.hung);
      continue;
    }
    const reasons = new Map(hung.map((name) => [name, `gives no answer within ${STALL} s`]));
    for (const [, name, text] of run.text.matchAll(/^\[err\]: (.*?)(?: in tests\/\S+)?\n((?:(?!\[|\d+ ).*\n)*)/gm))
      reasons.set(name, text.trim().replace(/\s+/g, ' ').slice(0, 300));
    const exception = names('exception')[0];
    return {
      ok: new Set(names('ok').map((name) => name.replace(/ \(\d+ ms\)$/, ''))),
      reason: (name) => reasons.get(name) ?? exception ?? 'did not run: its unit ended early',
    };
  }
}

function row(name, { live, missing }, least = 0) {
  const share = (100 * (live - missing)) / live;
  const counts = [live, live - missing, missing].map((count) => String(count).padStart(5)).join(' ');
  return `${name.padEnd(24)} ${counts}   ${share.toFixed(1).padStart(6)}${share < least ? `  below ${least}` : ''}`;
}

if (onPath(['tclsh']) === undefined) aptInstall('tcl');
if (onPath(['tclsh']) === undefined) {
  console.error('The suite needs tclsh, and it could not be installed (apt-get install tcl).');
  process.exit(1);
}
const reference = JSON.parse(readFileSync(join(root, 'shared/test/tcl', `live-${options.profile}.json`), 'utf8'));
const folder = suite();
const units = Object.keys(reference).filter(
  (unit) => reference[unit].length > 0 && new RegExp(options.unit).test(unit),
);
const out = options.out ?? join(cache, `tcl-${options.profile}.txt`);
console.log(`${'unit'.padEnd(24)}  live  here  missing      %`);
const lines = [];
const totals = { data: { live: 0, missing: 0 }, server: { live: 0, missing: 0 } };
for (const unit of units) {
  const result = await passes(folder, unit);
  const missing = reference[unit].filter((name) => !result.ok.has(name));
  const counts = { live: reference[unit].length, missing: missing.length };
  const total = totals[SERVER_UNITS.includes(unit) ? 'server' : 'data'];
  total.live += counts.live;
  total.missing += counts.missing;
  console.log(row(unit, counts));
  for (const name of missing) lines.push(`${unit}: ${name}\n    ${result.reason(name)}\n`);
  writeFileSync(out, lines.join(''));
}
const groups = Object.entries(totals).filter(([, { live }]) => live > 0);
for (const [name, counts] of groups) console.log(row(`all of ${name}`, counts, LEAST[name]));
console.log(lines.length === 0 ? 'Nothing is missing.' : `What is missing, and why: ${out}\n\n${lines.join('')}`);
const isBelow = ([name, { live, missing }]) => missing > live * (1 - LEAST[name] / 100);
process.exit(groups.some(isBelow) ? 1 : 0);
