/**
 * Why a target is not (yet) usable: a code that the page and the log put into words, and data without credentials. The codes:
 *
 * | code | data | |
 * |---|---|---|
 * | `connecting` | `address` | the first attempt goes on |
 * | `refused` | `address` | nobody listens there |
 * | `host-not-found` | `address` | the name does not resolve |
 * | `no-socket` | `address` | the unix socket does not exist, or we may not open it |
 * | `auth-failed` | `address` | the user or password is wrong, or one is missing |
 * | `certificate` | `address`, `detail` | the TLS certificate is not trusted; `detail` is OpenSSL's code |
 * | `tls` | `address`, `detail` | no TLS handshake, for instance with a server that speaks plain TCP |
 * | `no-answer` | `address` | connected, but nothing is answered |
 * | `closed` | `address` | the server closed the connection |
 * | `loading` | `address` | it reads its data from disk |
 * | `connection` | `address`, `detail` | anything else; `detail` is the system's code |
 * | `server-crashed` | `why`, `signal` or `exitCode` | our own server ended; it is started again |
 * | `server-failed` | `why` | our own server does not start |
 * | `no-server` | | no REDIS_URL, and no redis-server or valkey-server on PATH |
 * | `switched-off` | | LUASCOPE_REDIS_SERVER=off |
 *
 * The sandbox of the HTTP API has `on-demand` (no data): the first request starts it.
 */
export interface Reason {
  readonly code: ReasonCode;
  readonly data: Readonly<Record<string, string | number>>;
}

type ReasonCode =
  | 'connecting'
  | 'refused'
  | 'host-not-found'
  | 'no-socket'
  | 'auth-failed'
  | 'certificate'
  | 'tls'
  | 'no-answer'
  | 'closed'
  | 'loading'
  | 'connection'
  | 'server-crashed'
  | 'server-failed'
  | 'no-server'
  | 'switched-off';

const BY_SYSTEM_CODE: Readonly<Record<string, ReasonCode>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'host-not-found',
  EAI_AGAIN: 'host-not-found',
  ENOENT: 'no-socket',
  EACCES: 'no-socket',
  ETIMEDOUT: 'no-answer',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
  EPROTO: 'tls',
};

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_TLS_CERT/;
const TLS = /^ERR_(SSL|TLS)/;
const AUTHENTICATION = /^(WRONGPASS|NOAUTH|NOPERM|ERR invalid password|ERR AUTH|ERR Client sent AUTH)/;

/** What an error of a socket, of TLS or of the handshake means. */
export function reasonOf(error: unknown, address: string): Reason {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const message = error instanceof Error ? error.message : '';
  if (AUTHENTICATION.test(message)) return { code: 'auth-failed', data: { address } };
  if (CERTIFICATE.test(code)) return { code: 'certificate', data: { address, detail: code } };
  const known = BY_SYSTEM_CODE[code];
  if (known === 'tls' || TLS.test(code)) return { code: 'tls', data: { address, detail: code } };
  if (known !== undefined) return { code: known, data: { address } };
  if (code === '') return { code: 'closed', data: { address } };
  return { code: 'connection', data: { address, detail: code } };
}
