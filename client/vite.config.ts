import { brotliCompress, constants, gzip } from 'node:zlib';
import { promisify } from 'node:util';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Cross-origin isolation: the sandbox's worker shares memory with the page, so that a busy script can be asked and killed. */
const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default defineConfig(({ command }) => ({
  plugins: [react(), preloadFonts(), precompress()],
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
    async generateBundle(_options, bundle) {
      const texts = Object.values(bundle).filter((file) => /\.(js|css|html|svg|json)$/.test(file.fileName));
      await Promise.all(
        texts.map(async (file) => {
          const source = Buffer.from(file.type === 'chunk' ? file.code : file.source);
          if (source.length < 1024) return;
          const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: source.length };
          this.emitFile({ type: 'asset', fileName: `${file.fileName}.br`, source: await brotli(source, { params }) });
          this.emitFile({ type: 'asset', fileName: `${file.fileName}.gz`, source: await zip(source, { level: 9 }) });
        }),
      );
    },
  };
}
