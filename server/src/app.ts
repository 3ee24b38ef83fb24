import express, { type Express, type RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Logger } from 'pino';
import { AppError } from '@luascope/shared/debug';
import { isLoopback } from './config.js';
import type { Engines } from './engines.js';
import { failureHandler, sendFailure } from './http/failure.js';
import { securityHeaders } from './http/headers.js';
import { requireKnownHost, requireOwnSource, type OriginPolicy } from './http/origin.js';
import { clientFiles } from './http/static.js';
import { commandRoute } from './routes/command.js';
import { healthRoute } from './routes/health.js';
import { keysRoute } from './routes/keys.js';
import { killRoute } from './routes/kill.js';
import { KnownScripts, type KnownScriptsByTarget } from './routes/known-scripts.js';
import { runRoute } from './routes/run.js';
import { changeScriptsRoute, listScriptsRoute } from './routes/scripts.js';

/** What the application is made of. */
export interface AppParts {
  readonly engines: Engines;
  readonly policy: OriginPolicy;
  readonly log: Logger;
  readonly version: string;
  /** Folder of the built client; undefined when something else serves it. */
  readonly client: string | undefined;
}

const BODY_LIMIT = '16mb';
const REMOTE_REQUESTS_A_MINUTE = 600;

/** The HTTP side: the API under `/api`, the page under everything else. */
export function createApp({ engines, policy, log, version, client }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(requireKnownHost(policy), securityHeaders());
  app.use('/api', apiRouter(engines, policy, version));
  if (client !== undefined) app.use(allowOnly('GET', 'HEAD'), clientFiles(client));
  app.use(failureHandler(log));
  return app;
}

/** What answers a path of the API, by method. */
interface Route {
  readonly get?: RequestHandler;
  /** Is given the body as JSON. */
  readonly post?: RequestHandler;
}

function apiRouter(engines: Engines, policy: OriginPolicy, version: string): RequestHandler {
  const known: KnownScriptsByTarget = { live: new KnownScripts(), sandbox: new KnownScripts() };
  const routes: Readonly<Record<string, Route>> = {
    '/health': { get: healthRoute(engines, version) },
    '/scripts': { get: listScriptsRoute(engines, known), post: changeScriptsRoute(engines, known) },
    '/run': { post: runRoute(engines, known) },
    '/kill': { post: killRoute(engines) },
    '/command': { post: commandRoute(engines) },
    '/keys': { post: keysRoute(engines) },
  };
  const api = express.Router();
  api.use(requireOwnSource(policy), limitRemote());
  for (const [path, { get, post }] of Object.entries(routes)) {
    const route = api.route(path);
    route.all(allowOnly(...(get ? ['GET', 'HEAD'] : []), ...(post ? ['POST'] : [])));
    if (get) route.get(get);
    if (post) route.post(requireJson, express.json({ limit: BODY_LIMIT, type: 'application/json' }), post);
  }
  api.use((_request, response) => {
    response.status(404).json({ error: { code: 'not-found', message: 'There is no such route.' } });
  });
  return api;
}

/** 405 for every other method. */
function allowOnly(...methods: readonly string[]): RequestHandler {
  return (request, response, next) => {
    if (methods.includes(request.method)) next();
    else
      response
        .status(405)
        .set('Allow', methods.join(', '))
        .json({ error: { code: 'method-not-allowed', message: `Send ${methods.join(' or ')}.` } });
  };
}

/** A form or a plain text post needs no permission from a browser to be sent across sites; JSON does. */
const requireJson: RequestHandler = (request, response, next) => {
  if (request.is('application/json')) next();
  else if (request.headers['content-type'] === undefined)
    sendFailure(response, new AppError('bad-input', { field: 'body', problem: 'missing' }));
  else
    response
      .status(415)
      .json({ error: { code: 'bad-input', field: 'content-type', message: 'Send application/json.' } });
};

/** Programs on this machine may call as often as they like; others may not keep it busy. */
function limitRemote(): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: REMOTE_REQUESTS_A_MINUTE,
    standardHeaders: true,
    legacyHeaders: false,
    skip: (request) => isLoopback(request.ip?.replace(/^::ffff:/, '') ?? ''),
    message: { error: { code: 'too-many-requests', message: 'Too many requests. Try again in a minute.' } },
  });
}
