import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { promisify } from 'node:util';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { monacoParts } from './monaco-parts.js';
import { monacoTexts } from './monaco-texts.js';

/** Cross-origin isolation: the sandbox's worker shares memory with the page, so that a busy script can be asked and killed. */
const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default defineConfig(({ command }) => ({
  plugins: [react(), monacoParts(), monacoTexts(), preload(), precompress()],
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  // fengari asks for Node's `process`. Only in builds: the dev server's optimizer has its own copy, which the patch of fengari covers.
  define: command === 'build' ? { 'process.env.FENGARICONF': 'undefined', 'typeof process': '"undefined"' } : {},
  worker: { format: 'es' },
  optimizeDeps: {
    include: ['fengari-web/src/fengari-web.js', 'react', 'react-dom/client', 'zustand', 'react-resizable-panels'],
  },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 5000,
    // What every visit needs is one file: each answer costs a kilobyte of headers, and many small texts compress worse than one.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'app', tags: ['$initial'] }] } } },
  },
  server: {
    headers: ISOLATION,
    proxy: { '/api': { target: 'http://127.0.0.1:7380', ws: true } },
  },
  preview: { headers: ISOLATION },
}));

/**
 * Named in the page itself, so that they are fetched with it: the fonts of the first paint, not first after the style sheet, and the editor,
 * not first after the app that asks for it. The editor is fetched last and evaluated when it is asked for. Which language is fetched is known
 * to first-paint.js, so that gets the names of both.
 */
function preload(): Plugin {
  return {
    name: 'luascope:preload',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle }) => {
        const files = Object.values(bundle ?? {});
        const chunkOf = (module: string) => {
          const chunk = files.find((file) => file.type === 'chunk' && file.facadeModuleId?.endsWith(module));
          if (chunk?.type !== 'chunk') throw new Error(`${module} is no chunk of its own.`);
          return chunk;
        };
        const withImports = (module: string) => {
          const { fileName, imports } = chunkOf(module);
          return [fileName, ...imports.filter((name) => !html.includes(name))].map((name) => `/${name}`).join(' ');
        };
        const fonts = files.map(({ fileName }) => fileName).filter((name) => name.endsWith('.woff2'));
        const styles = files
          .filter(({ fileName }) => /\/mount-[^/]*\.css$/.test(fileName))
          .map((file) => file.fileName);
        const link = (attrs: Record<string, string>) => ({ tag: 'link', attrs, injectTo: 'head' as const });
        const words = `data-words-en="${withImports('/i18n/words.en.ts')}" data-words-zh="${withImports('/i18n/words.zh.ts')}"`;
        const tags = [
          ...fonts.map((name) =>
            link({ rel: 'preload', as: 'font', type: 'font/woff2', href: `/${name}`, crossorigin: '' }),
          ),
          link({
            rel: 'modulepreload',
            href: `/${chunkOf('/editor/mount.ts').fileName}`,
            crossorigin: '',
            fetchpriority: 'low',
          }),
          ...styles.map((name) =>
            link({ rel: 'preload', as: 'style', href: `/${name}`, crossorigin: '', fetchpriority: 'low' }),
          ),
        ];
        return { html: html.replace('<script src="/first-paint.js"', `$& ${words}`), tags };
      },
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
