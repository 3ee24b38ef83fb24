import type { RequestHandler } from 'express';
import { TARGETS, type Engines } from '../engines.js';

/** `GET /api/health`: the version of this program, and each target with its state. Always 200: a lost Redis is no fault of this process. */
export function healthRoute(engines: Engines, version: string): RequestHandler {
  return (_request, response) => {
    const targets = Object.fromEntries(TARGETS.map((name) => [name, engines[name].state]));
    response.set('Cache-Control', 'no-store').json({ name: 'luascope', version, status: 'ok', targets });
  };
}
