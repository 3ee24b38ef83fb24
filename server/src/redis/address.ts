import { readFileSync } from 'node:fs';
import type { SentinelConnectionOptions, StandaloneConnectionOptions } from 'ioredis';

/**
 * Where a Redis is and who we are on it. `socket` is what ioredis's connectors take; the credentials and the database are kept apart,
 * because AUTH and SELECT on our own connections are ours to send. Never logged and never sent to a client: {@link RedisAddress.label} is.
 */
export interface RedisAddress {
  readonly socket:
    | { readonly kind: 'standalone'; readonly options: StandaloneConnectionOptions }
    | {
        readonly kind: 'sentinel';
        readonly options: Omit<SentinelConnectionOptions, 'path' | 'family' | 'replyMapping'>;
      };
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly db: number;
  /** `127.0.0.1:6379`, a socket path, or `mymaster via 10.0.0.1:26379`: no credentials. */
  readonly label: string;
}

/** Files and names for TLS, each optional; used with `rediss://` only. */
export interface TlsFiles {
  /** PEM file of the certificate authority (for a server with a certificate of its own making). */
  readonly ca: string | undefined;
  /** PEM files of our own certificate and key, when the server asks for one. */
  readonly cert: string | undefined;
  readonly key: string | undefined;
  /** The name in the server's certificate, when it differs from the host name (a tunnel). */
  readonly serverName: string | undefined;
}

const SCHEME = /^(redis|rediss|unix|redis\+sentinel|rediss\+sentinel):\/\//i;

/**
 * Reads `redis://[user:password@]host[:port][/db]`, `rediss://…`, `unix:///path/to.sock?db=1` (`redis:///path` and a bare path as well), and
 * `redis+sentinel://host:port,host:port/master-name[/db]`. Throws an Error whose message says what is wrong and quotes no part of the URL.
 */
export function parseRedisUrl(url: string, tls?: TlsFiles): RedisAddress {
  if (url.startsWith('/')) return socketPath(`unix://${url}`);
  const scheme = SCHEME.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined)
    throw new Error('must start with redis://, rediss://, unix:/// or redis+sentinel://, or be the path of a socket');
  if (scheme === 'unix') return socketPath(url);
  const secure = scheme.startsWith('rediss');
  if (scheme.endsWith('+sentinel')) return sentinel(url, secure ? tlsOptions(tls) : undefined);
  if (/^redis:\/\/\/./i.test(url)) return socketPath(url);

  const parsed = parse(url);
  const host = parsed.hostname.replace(/^\[|\]$/g, '') || '127.0.0.1';
  const port = parsed.port === '' ? 6379 : Number(parsed.port);
  return {
    socket: {
      kind: 'standalone',
      options: { host, port, ...(secure ? { tls: tlsOptions(tls) } : {}) },
    },
    ...credentials(parsed),
    db: database(parsed.pathname.slice(1) || parsed.searchParams.get('db')),
    label: `${host.includes(':') ? `[${host}]` : host}:${port}`,
  };
}

function socketPath(url: string): RedisAddress {
  // A URL with credentials must have a host, whatever it is.
  const parsed = parse(url.replace(/^[a-z]+:\/\/([^/]*@)?(?=\/)/i, 'redis://$1localhost'));
  const path = decodeURIComponent(parsed.pathname);
  if (path === '' || path === '/') throw new Error('names no socket file');
  return {
    socket: { kind: 'standalone', options: { path } },
    ...credentials(parsed),
    db: database(parsed.searchParams.get('db')),
    label: path,
  };
}

function sentinel(url: string, tls: StandaloneConnectionOptions['tls']): RedisAddress {
  const match = /^[^:]+:\/\/(?:([^@]*)@)?([^/?]+)\/([^/?]+)(?:\/(\d+))?(\?.*)?$/.exec(url);
  if (match === null) throw new Error('must look like redis+sentinel://host:port,host:port/master-name/db');
  const [, who = '', hosts = '', name = '', db, query = ''] = match;
  const sentinels = hosts.split(',').map((entry) => {
    const one = parse(`redis://${entry}`);
    return {
      host: one.hostname.replace(/^\[|\]$/g, ''),
      port: one.port === '' ? 26379 : Number(one.port),
    };
  });
  const parameters = new URLSearchParams(query);
  return {
    socket: {
      kind: 'sentinel',
      options: {
        sentinels,
        name: decodeURIComponent(name),
        sentinelUsername: parameters.get('sentinelUsername') ?? undefined,
        sentinelPassword: parameters.get('sentinelPassword') ?? undefined,
        connectTimeout: 5000,
        ...(tls ? { tls, sentinelTLS: tls, enableTLSForSentinelMode: true } : {}),
      },
    },
    ...credentials(parse(`redis://${who === '' ? '' : `${who}@`}host`)),
    db: database(db ?? null),
    label: `${decodeURIComponent(name)} via ${hosts}`,
  };
}

function parse(url: string): URL {
  try {
    return new URL(url);
  } catch {
    throw new Error('is not a URL (a password with special characters must be percent-encoded)');
  }
}

function credentials(url: URL): { username: string | undefined; password: string | undefined } {
  try {
    return {
      username: decodeURIComponent(url.username) || undefined,
      password: decodeURIComponent(url.password) || undefined,
    };
  } catch {
    throw new Error('has a user or password that is not percent-encoded properly');
  }
}

function database(text: string | null): number {
  if (text === null || text === '') return 0;
  if (!/^\d{1,5}$/.test(text)) throw new Error('has a database that is not a number');
  return Number(text);
}

function tlsOptions(files: TlsFiles | undefined): NonNullable<StandaloneConnectionOptions['tls']> {
  const read = (variable: string, path: string | undefined) => {
    if (path === undefined) return undefined;
    try {
      return readFileSync(path);
    } catch (cause) {
      throw new Error(`needs the file that ${variable} names, which cannot be read`, { cause });
    }
  };
  const ca = read('REDIS_CA', files?.ca);
  const cert = read('REDIS_CERT', files?.cert);
  const key = read('REDIS_KEY', files?.key);
  const servername = files?.serverName;
  return {
    ...(ca ? { ca } : {}),
    ...(cert ? { cert } : {}),
    ...(key ? { key } : {}),
    ...(servername ? { servername } : {}),
  };
}
