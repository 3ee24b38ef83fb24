import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import sirv from 'sirv';

/**
 * The built client. Files under `assets/` have a hash in their name and never change; everything else is asked for again each time.
 * Precompressed `.br` and `.gz` twins are served where the browser takes them.
 */
export function clientFiles(folder: string): RequestHandler {
  if (!existsSync(join(folder, 'index.html')))
    return (_request, response) => {
      response.status(503).type('text/plain').send('The page is not built. Run `npm start`, or `npm run build`.\n');
    };
  return sirv(folder, {
    brotli: true,
    gzip: true,
    etag: true,
    single: true,
    setHeaders(response, path) {
      const hashed = path.startsWith('/assets/');
      response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
