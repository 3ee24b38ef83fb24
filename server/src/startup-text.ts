import type { EngineState } from '@luascope/shared/debug';

/** What there is to say when the server has started. */
export interface Startup {
  readonly version: string;
  readonly host: string;
  readonly port: number;
  /** The port that was asked for; 0 asks for any. */
  readonly wanted: number;
  /** The live target's. */
  readonly state: EngineState;
}

/** The lines that `npm start` ends with: the URL, and what can be run on. */
export function startupText({ version, host, port, wanted, state }: Startup): string {
  const name = host.includes(':') ? `[${host}]` : host;
  const lines = [`Luascope ${version}  http://${name}:${port}`];
  if (wanted !== 0 && port !== wanted) lines.push(`  Port ${wanted} is taken, so this is the next free one.`);
  lines.push('  Sandbox  ready, in the page', `  Live     ${liveText(state)}`);
  return lines.join('\n');
}

function liveText({ health, reason, server }: EngineState): string {
  const what = server === undefined ? '' : `${PRODUCTS[server.product] ?? server.product} ${server.version}`;
  if (health === 'ready' && server?.ours === true) return `${what}, a private one that ends with this program`;
  if (health === 'ready') return `${what} at ${server?.address ?? ''}, database ${server?.db ?? 0}`;
  if (health === 'busy') return `${what} at ${server?.address ?? ''}, busy with a script`;
  const address = String(reason?.data['address'] ?? '');
  const detail = String(reason?.data['detail'] ?? '');
  switch (reason?.code) {
    case 'no-server':
      return 'off. Put redis-server or valkey-server on PATH, or set REDIS_URL, and start again';
    case 'switched-off':
      return 'off, as LUASCOPE_REDIS_SERVER says. Set REDIS_URL to use a Redis';
    case 'server-failed':
      return `off. ${String(reason.data['why'])}`;
    case 'refused':
      return `nobody listens at ${address}; trying again`;
    case 'host-not-found':
      return `the name in ${address} is not known; trying again`;
    case 'no-socket':
      return `the socket ${address} cannot be opened; trying again`;
    case 'auth-failed':
      return `${address} does not accept the user or password in REDIS_URL; trying again`;
    case 'certificate':
      return `the certificate of ${address} is not trusted (${detail}): see REDIS_CA; trying again`;
    case 'tls':
      return `no TLS with ${address} (${detail}): perhaps it is redis://, not rediss://; trying again`;
    default:
      return `no connection to ${address}${detail === '' ? '' : ` (${detail})`}; trying again`;
  }
}

const PRODUCTS: Readonly<Record<string, string>> = { redis: 'Redis', valkey: 'Valkey' };
