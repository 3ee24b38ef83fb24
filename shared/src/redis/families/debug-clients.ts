import type { Bytes } from '../../bytes.js';
import { OK, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import { CLIENT_MEMORY } from '../client-info.js';
import type { Context } from '../context.js';
import { CLIENT_EVICTION_DISABLED, fail, wrongSubcommand } from '../errors.js';

const SMALLEST_BUCKET_BITS = 15;
const BUCKETS = 19;

/** DEBUG CLIENT-EVICTION: clients by the power of two of their memory. All are small here. */
export function clientBuckets({ server }: Context): RespValue {
  if (server.config.text('maxmemory-clients') === '0') return fail(CLIENT_EVICTION_DISABLED);
  const { size } = server.sessions;
  const lines = Array.from({ length: BUCKETS }, (_, bucket) => {
    const [memory, clients] = bucket === 0 ? [size * CLIENT_MEMORY, size] : [0, 0];
    return `bucket ${range(bucket)}: tot-mem: ${padded(memory)}, clients: ${clients}\n`;
  });
  return { type: 'verbatim', format: 'txt', value: lines.join('') };
}

function range(bucket: number): Bytes {
  const from = bucket === 0 ? 0 : 2 ** (bucket - 1 + SMALLEST_BUCKET_BITS);
  if (bucket === BUCKETS - 1) return `${padded(from)}+            `;
  return `${padded(from)} - ${padded(2 ** (bucket + SMALLEST_BUCKET_BITS) - 1)}`;
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
