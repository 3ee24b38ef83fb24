import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { promisify } from 'node:util';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Cross-origin isolation: the sandbox's worker shares memory with the page, so that a busy script can be asked and killed. */
const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default defineConfig(({ command }) => ({
  plugins: [react(), withoutDiffEditors(), preloadFonts(), precompress()],
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  // fengari asks for Node's `process`. Only in builds: the dev server's optimizer has its own copy, which the patch of fengari covers.
  define: command === 'build' ? { 'process.env.FENGARICONF': 'undefined', 'typeof process': '"undefined"' } : {},
  worker: { format: 'es' },
  optimizeDeps: {
    include: ['fengari-web/src/fengari-web.js', 'react', 'react-dom/client', 'zustand', 'react-resizable-panels'],
  },
  build: { target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 5000 },
  server: {
    headers: ISOLATION,
    proxy: { '/api': { target: 'http://127.0.0.1:7380', ws: true } },
  },
  preview: { headers: ISOLATION },
}));

/**
 * Monaco's entry makes diff editors too, which nothing here shows: a class in their place spares every first load some 40 kB. Only in builds,
 * where unused code is a cost.
 */
function withoutDiffEditors(): Plugin {
  return {
    name: 'luascope:without-diff-editors',
    apply: 'build',
    enforce: 'pre',
    resolveId: (id) => (/\/(?:multiD|d)iffEditorWidget\.js$/.test(id) ? '\0luascope:diff-editors' : null),
    load: (id) =>
      id === '\0luascope:diff-editors'
        ? 'export class DiffEditorWidget {} export class MultiDiffEditorWidget {}'
        : null,
  };
}

/** The two fonts of the first paint start with the page, not after the style sheet. */
function preloadFonts(): Plugin {
  return {
    name: 'luascope:preload-fonts',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) =>
        Object.keys(bundle ?? {})
          .filter((file) => file.endsWith('.woff2'))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}`, crossorigin: '' },
            injectTo: 'head' as const,
          })),
    },
  };
}

/** Writes `.br` and `.gz` beside every text file of the build, so that the server compresses nothing itself. */
function precompress(): Plugin {
  const brotli = promisify(brotliCompress);
  const zip = promisify(gzip);
  return {
    name: 'luascope:precompress',
    apply: 'build',
    async writeBundle({ dir }, bundle) {
      const names = Object.keys(bundle).filter((name) => /\.(js|css|html|svg|ttf)$/.test(name));
      await Promise.all(
        names.map(async (name) => {
          const path = join(dir!, name);
          const source = await readFile(path);
          if (source.length < 1024) return;
          const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: source.length };
          await writeFile(`${path}.br`, await brotli(source, { params }));
          await writeFile(`${path}.gz`, await zip(source, { level: 9 }));
        }),
      );
    },
  };
}
