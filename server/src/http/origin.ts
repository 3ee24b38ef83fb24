import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { isLoopback } from '../config.js';

/**
 * Who may talk to us. A page of another site can make a browser send requests here, and with DNS rebinding it can even call itself our
 * origin; so the Host must be a name we know, and what a browser says about where a request comes from must be this very origin.
 */
export class OriginPolicy {
  readonly #names: ReadonlySet<string>;

  /** `names` are allowed beside the loopback names; they carry no port. */
  constructor(names: readonly string[]) {
    this.#names = new Set(names.map((name) => name.toLowerCase()));
  }

  /** False for a Host that is absent, malformed or not one of ours. */
  hostAllowed(request: IncomingMessage): boolean {
    const name = hostName(request.headers.host);
    return name !== undefined && (isLoopback(name) || this.#names.has(name));
  }

  /** False when a browser says that the request comes from anywhere but our own pages. Programs say nothing and pass. */
  sourceAllowed(request: IncomingMessage): boolean {
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
    const { origin } = request.headers;
    return origin === undefined || this.#isOwn(origin, request);
  }

  /** WebSockets are not bound by the same-origin policy: here the Origin must be present and our own. */
  upgradeAllowed(request: IncomingMessage): boolean {
    const { origin } = request.headers;
    return this.hostAllowed(request) && origin !== undefined && this.sourceAllowed(request);
  }

  #isOwn(origin: string, request: IncomingMessage): boolean {
    const host = request.headers.host?.toLowerCase();
    return origin === `http://${host}` || origin === `https://${host}`;
  }
}

/** The name part of a Host header: `[::1]:7379` is `[::1]`. */
function hostName(host: string | undefined): string | undefined {
  return /^(\[[0-9a-f:.]+\]|[^:[\]/@\s]+)(?::\d{1,5})?$/i.exec(host ?? '')?.[1]?.toLowerCase();
}

/** 421 for every request whose Host is not ours: nothing is served to a rebound name, not even the page. */
export function requireKnownHost(policy: OriginPolicy): RequestHandler {
  return (request, response, next) => {
    if (policy.hostAllowed(request)) next();
    else
      response.status(421).json({
        error: { code: 'unknown-host', message: 'This server is not known by that host name (see LUASCOPE_HOSTS).' },
      });
  };
}

/** 403 for API requests that a page of another origin made a browser send. */
export function requireOwnSource(policy: OriginPolicy): RequestHandler {
  return (request, response, next) => {
    if (policy.sourceAllowed(request)) next();
    else
      response.status(403).json({
        error: { code: 'foreign-origin', message: 'Only pages of this server may call its API from a browser.' },
      });
  };
}
