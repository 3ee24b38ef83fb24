import type { Server } from '../server.js';
import { decodeValue } from './decode-value.js';
import { encodeValue } from './encode-value.js';

/**
 * Writes every key out and reads it back, as saving and loading an RDB file does: keys whose time is past stay away, encodings are chosen
 * anew by the thresholds of now.
 */
export function reloadDataset({ keyspace, payloadFormat, version }: Server): void {
  for (const db of keyspace.databases) {
    const entries = [...db.content.values.entries()].map(([key, value]) => {
      return { key, body: encodeValue(value, payloadFormat), at: db.expiry(key) };
    });
    if (entries.length > 0) keyspace.flush(db);
    for (const { key, body, at } of entries) {
      const value = decodeValue(body, keyspace, version.rdb);
      if (value === undefined) throw new Error(`The payload of a ${body.length}-byte value does not read back`);
      if (at !== undefined && at < keyspace.now) continue;
      db.put(key, value);
      if (at !== undefined) db.setExpiry(key, at);
    }
  }
}
