import { OK, text, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import { memoryOf } from '../client-info.js';
import type { Context } from '../context.js';
import { CLIENT_EVICTION_DISABLED, fail, wrongSubcommand } from '../errors.js';

const SMALLEST_BUCKET_BITS = 15;
const BUCKETS = 19;

/** DEBUG CLIENT-EVICTION: clients by the power of two of their memory. */
export function clientBuckets({ server, now }: Context): RespValue {
  if (server.config.text('maxmemory-clients') === '0') return fail(CLIENT_EVICTION_DISABLED);
  const clients = [...server.sessions.values()].map((session) => memoryOf(server, session, now).total);
  const lines = Array.from({ length: BUCKETS }, (_, bucket) => {
    const [least, most] = bounds(bucket);
    const within = clients.filter((memory) => memory >= least && memory <= most);
    const total = within.reduce((sum, memory) => sum + memory, 0);
    const range = most === Infinity ? `${padded(least)}+            ` : `${padded(least)} - ${padded(most)}`;
    return `bucket ${range}: tot-mem: ${padded(total)}, clients: ${within.length}\n`;
  });
  return text(lines.join(''));
}

function bounds(bucket: number): readonly [least: number, most: number] {
  const most = bucket === BUCKETS - 1 ? Infinity : 2 ** (bucket + SMALLEST_BUCKET_BITS) - 1;
  return [bucket === 0 ? 0 : 2 ** (bucket - 1 + SMALLEST_BUCKET_BITS), most];
}

const padded = (number: number): string => String(number).padStart(10);

/** DEBUG REPLYBUFFER: what it sets is of no consequence here. */
export function replyBuffer({ argv }: Context, args: Args): RespValue {
  const option = args.keyword();
  if (option === 'PEAK-RESET-TIME') {
    if (!args.accept('NEVER') && !args.accept('RESET')) args.integer();
  } else if (option !== 'RESIZING') fail(wrongSubcommand(argv));
  return OK;
}
