import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

/**
 * The code of a worker thread as one JavaScript file, bundled from its TypeScript sources as the client's build bundles its own: Node runs no
 * TypeScript in a thread, and a unit test needs no build.
 */
export async function bundleWorker(entry: URL): Promise<URL> {
  const bundles = await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions: ['source'] },
    ssr: { noExternal: true, resolve: { conditions: ['source'] } },
    define: { 'process.env.FENGARICONF': 'undefined', 'typeof process': '"undefined"' },
    build: { ssr: fileURLToPath(entry), write: false, minify: false, target: 'es2023' },
  });
  const [bundle] = Array.isArray(bundles) ? bundles : [bundles];
  const chunk = bundle !== undefined && 'output' in bundle ? bundle.output[0] : undefined;
  if (chunk?.type !== 'chunk') throw new Error(`${entry.href} gave no bundle`);
  const file = join(await mkdtemp(join(tmpdir(), 'luascope-')), 'worker.mjs');
  await writeFile(file, chunk.code);
  return pathToFileURL(file);
}
