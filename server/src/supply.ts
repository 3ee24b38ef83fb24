import type { Config } from './config.js';
import { askBinary, findBinary } from './redis/binary.js';
import { PrivateServer } from './redis/private-server.js';
import type { Supply } from './redis/target.js';

/** Where the live target's Redis comes from: REDIS_URL, else a private server if there is a binary, else nowhere. */
export async function chooseSupply(config: Config, searchPath: string | undefined): Promise<Supply> {
  if (config.redis !== undefined) return { kind: 'address', address: config.redis };
  const wanted = config.privateServer;
  if (wanted === 'off') return { kind: 'none', reason: { code: 'switched-off', data: {} } };
  const binary = wanted === 'search' ? await findBinary(searchPath) : await askBinary(wanted.binary);
  if (binary !== undefined) return { kind: 'private', server: new PrivateServer(binary, config.privateMemory) };
  if (wanted === 'search') return { kind: 'none', reason: { code: 'no-server', data: {} } };
  return { kind: 'none', reason: { code: 'server-failed', data: { why: `${wanted.binary} is no redis-server` } } };
}
