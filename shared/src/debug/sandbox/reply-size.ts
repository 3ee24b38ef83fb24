import type { RespValue } from '../../resp/value.js';

/** Bytes that one value takes besides its text, roughly. */
const OVERHEAD = 48;

/** Roughly the memory that a reply takes, in bytes. */
export function replyBytes(reply: RespValue): number {
  switch (reply.type) {
    case 'status':
    case 'error':
    case 'double':
    case 'bignumber':
      return OVERHEAD + reply.text.length;
    case 'bulk':
    case 'verbatim':
      return OVERHEAD + reply.value.length;
    case 'integer':
    case 'boolean':
    case 'nil':
      return OVERHEAD;
    case 'array':
    case 'set':
    case 'push':
      return reply.items.reduce((sum, item) => sum + replyBytes(item), OVERHEAD);
    case 'map':
      return pairsBytes(reply.entries);
    case 'attribute':
      return pairsBytes(reply.entries) + replyBytes(reply.value);
  }
}

const pairsBytes = (entries: readonly (readonly [RespValue, RespValue])[]): number =>
  entries.reduce((sum, [key, value]) => sum + replyBytes(key) + replyBytes(value), OVERHEAD);
