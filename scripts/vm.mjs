// The only way to change the VM: `npm run vm:edit` unpacks fengari with our patch applied, `npm run vm:commit` makes the patch of it again.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pnpm, root } from './pnpm.mjs';

const directory = join(root, 'node_modules/.vm');

/** fengari@version, as shared/package.json pins it. */
function dependency() {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'shared/package.json'), 'utf8'));
  return `fengari@${dependencies.fengari}`;
}

function edit() {
  if (existsSync(directory)) {
    console.error(`${directory} is there already: commit it with "npm run vm:commit", or delete it.`);
    return 1;
  }
  const status = pnpm(['patch', dependency(), '--edit-dir', directory], { quiet: true });
  if (status === 0) console.log(`Edit ${join(directory, 'src')}, then run "npm run vm:commit".`);
  return status;
}

function commit() {
  if (!existsSync(directory)) {
    console.error('Nothing to commit: "npm run vm:edit" comes first.');
    return 1;
  }
  const status = pnpm(['patch-commit', directory], { quiet: true });
  if (status === 0) rmSync(directory, { recursive: true, force: true });
  return status;
}

const command = process.argv[2];
if (command === 'edit') process.exit(edit());
if (command === 'commit') process.exit(commit());
console.error('Usage: node scripts/vm.mjs edit|commit');
process.exit(2);
