// `node scripts/notices.mjs` writes NOTICES.md: whose work is in what we give away, and under which licence. Run it after a dependency changes.
import { existsSync, readFileSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './pnpm.mjs';

const workspace = ['shared', 'client', 'server'];
const found = new Map();

/** The folder of an installed package, as seen from the folder of the one that depends on it. */
function folderOf(name, from) {
  for (let directory = from; directory !== dirname(directory); directory = dirname(directory)) {
    const path = join(directory, 'node_modules', name);
    if (existsSync(join(path, 'package.json'))) return realpathSync(path);
  }
  return undefined;
}

/** Takes note of a package's dependencies, and theirs. */
function visit(directory, names) {
  for (const name of names) {
    if (name.startsWith('@luascope/')) continue;
    const folder = folderOf(name, directory);
    if (folder === undefined) continue;
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const key = `${manifest.name} ${manifest.version}`;
    if (found.has(key)) continue;
    const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.|$|-)/i.test(entry));
    const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim();
    found.set(key, {
      name: manifest.name,
      version: manifest.version,
      licence: manifest.license ?? 'see its text',
      text,
    });
    visit(folder, Object.keys(manifest.dependencies ?? {}));
  }
}

for (const name of workspace) {
  const folder = join(root, name);
  visit(folder, Object.keys(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).dependencies));
  const fonts = Object.keys(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).devDependencies ?? {});
  visit(
    folder,
    fonts.filter((dependency) => dependency.startsWith('@fontsource')),
  );
}

const packages = [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
const texts = new Map();
for (const each of packages) {
  if (each.text === '') continue;
  const names = texts.get(each.text) ?? [];
  names.push(each.name);
  texts.set(each.text, names);
}

const head = readFileSync(join(root, 'scripts', 'notices-head.md'), 'utf8').trim();
const table = packages.map((each) => `| ${each.name} | ${each.version} | ${each.licence} |`).join('\n');
const body = [...texts]
  .map(([text, names]) => `## ${names.join(', ')}\n\n\`\`\`\`text\n${text}\n\`\`\`\``)
  .join('\n\n');
writeFileSync(
  join(root, 'NOTICES.md'),
  `${head}\n\n## Packages\n\n| package | version | licence |\n| --- | --- | --- |\n${table}\n\n# Licence texts\n\n${body}\n`,
);
console.log(`${packages.length} packages, ${texts.size} licence texts`);
