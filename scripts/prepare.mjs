// Installs and builds, but only what has changed since the last time: a second start is immediate.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pnpm, root } from './pnpm.mjs';

const packages = ['shared', 'server', 'client', 'e2e'];
const stamps = join(root, 'node_modules', '.luascope');

/** Files that decide what an install gives. */
function installInputs() {
  const patches = join(root, 'patches');
  return [
    'package.json',
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    ...packages.map((name) => join(name, 'package.json')),
    ...(existsSync(patches) ? readdirSync(patches).map((name) => join('patches', name)) : []),
  ];
}

/** Files that decide what a build gives, besides the installed packages. */
function buildInputs() {
  const files = ['tsconfig.base.json', 'tsconfig.json', 'scripts/build.mjs'];
  const visit = (directory) => {
    for (const entry of readdirSync(join(root, directory), { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) {
        if (!/^(node_modules|dist|dist-types|test-results)$/.test(entry.name)) visit(path);
      } else if (!/\.(test|bench)\.tsx?$|\.md$/.test(entry.name)) files.push(path);
    }
  };
  for (const name of ['shared', 'server', 'client']) visit(name);
  return files;
}

function digest(files) {
  const hash = createHash('sha256').update(process.version);
  for (const file of files.toSorted()) {
    const path = join(root, file);
    if (existsSync(path) && statSync(path).isFile())
      hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

/** Does `work` unless it was done for these inputs before and `result` is still there. */
function once(name, inputs, result, work) {
  const stamp = join(stamps, name);
  const before = digest(inputs());
  if (existsSync(result) && existsSync(stamp) && readFileSync(stamp, 'utf8') === before) return false;
  rmSync(stamp, { force: true });
  work();
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, digest(inputs()));
  return true;
}

/** Installs the workspace's packages when the lockfile or a manifest has changed. */
export function install() {
  return once('installed', installInputs, join(root, 'node_modules', '.modules.yaml'), () => {
    console.log('Installing packages …');
    const status = pnpm(['install', '--frozen-lockfile', '--reporter=append-only'], { quiet: true });
    if (status !== 0) throw new Error('Installing the packages failed; what pnpm said stands above.');
  });
}

/** Builds shared, server and client when a source has changed. */
export function build() {
  return once(
    'built',
    () => [...installInputs(), ...buildInputs()],
    join(root, 'client', 'dist', 'index.html'),
    () => {
      console.log('Building …');
      const script = join(root, 'scripts', 'build.mjs');
      const { status, stdout, stderr } = spawnSync(process.execPath, [script], { cwd: root, encoding: 'utf8' });
      if (status !== 0) process.stderr.write(`${stdout}${stderr}`);
      if (status !== 0) throw new Error('The build failed; what it said stands above.');
    },
  );
}
