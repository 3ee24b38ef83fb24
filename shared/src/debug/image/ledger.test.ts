import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBytes } from '../../bytes.js';
import { hashFamily } from '../../redis/families/hash.js';
import { listFamily } from '../../redis/families/list.js';
import { setFamily } from '../../redis/families/set.js';
import { streamFamily } from '../../redis/families/stream.js';
import { stringFamily } from '../../redis/families/string.js';
import { zsetFamily } from '../../redis/families/zset.js';
import { Server } from '../../redis/server.js';
import { applyPatch, type EntryId, type ImageEntry } from './image.js';
import { KeyLedger } from './ledger.js';

const families = [stringFamily, hashFamily, listFamily, setFamily, streamFamily, zsetFamily];
const newServer = () => new Server({ families, clock: () => 1_700_000_000_000_000, seed: 5 });

/** Everything that can be read of the keys, in the order in which it is read. */
function contentOf(server: Server): unknown {
  return server.keyspace.databases.map((db) =>
    [...db.content.values.entries()].map(([key, value]) => {
      const image = db.content.expires.get(key);
      const read = {
        string: ['GET', key],
        hash: ['HGETALL', key],
        list: ['LRANGE', key, '0', '-1'],
        set: ['SMEMBERS', key],
        zset: ['ZRANGE', key, '0', '-1', 'WITHSCORES'],
        stream: ['XINFO', 'STREAM', key, 'FULL'],
      }[value.type];
      const session = server.connect(() => {});
      session.db = db;
      return [key, value.encoding, image, server.execute(session, read)];
    }),
  );
}

const key = fc.constantFrom('a', 'b', 'c');
const item = fc.oneof(fc.constantFrom('1', '2', 'x'), fc.string({ maxLength: 100 }).filter(isBytes));
const command = fc.oneof(
  fc.tuple(fc.constantFrom('SET', 'APPEND', 'HDEL', 'SREM', 'ZREM', 'LPUSH', 'RPUSH', 'SADD'), key, item),
  fc.tuple(fc.constant('SADD'), key, item, item, item),
  fc.tuple(fc.constant('HSET'), key, item, item),
  fc.tuple(fc.constant('ZADD'), key, fc.constantFrom('1', '-inf', '2.5'), item),
  fc.tuple(fc.constantFrom('LPOP', 'RPOP', 'DEL', 'SPOP'), key),
  fc.tuple(fc.constant('XADD'), key, fc.constant('*'), fc.constant('f'), item),
  fc.tuple(fc.constant('XGROUP'), fc.constantFrom('CREATE'), key, fc.constant('g'), fc.constant('0')),
  key.map((k) => ['XREADGROUP', 'GROUP', 'g', 'me', 'COUNT', '2', 'STREAMS', k, '>']),
  fc.tuple(fc.constant('XTRIM'), key, fc.constant('MAXLEN'), fc.constant('1')),
  fc.tuple(fc.constant('SETEX'), key, fc.constantFrom('10', '1000'), item),
  fc.tuple(fc.constant('LSET'), key, fc.constantFrom('0', '-1'), item),
  fc.tuple(fc.constant('SETRANGE'), key, fc.constantFrom('0', '5'), item),
);
const step = fc.oneof(
  { weight: 20, arbitrary: command },
  { weight: 5, arbitrary: fc.constant('patch' as const) },
  { weight: 1, arbitrary: fc.constant('flush' as const) },
  { weight: 1, arbitrary: fc.constant('swap' as const) },
  { weight: 1, arbitrary: fc.constant('undo' as const) },
);

describe('the ledger of a keyspace', () => {
  it('keeps a copy from which an equal keyspace is made, at every patch', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const server = newServer();
        const ledger = new KeyLedger(server.keyspace);
        const session = server.connect(() => {});
        const image = new Map<EntryId, ImageEntry>();
        const { journal, databases } = server.keyspace;
        const patchAndCompare = () => {
          const patch = ledger.patch();
          if (patch !== undefined) applyPatch(image, structuredClone(patch));
          const copy = newServer();
          new KeyLedger(copy.keyspace).restore(image);
          expect(contentOf(copy)).toEqual(contentOf(server));
          expect(ledger.patch()).toBeUndefined();
        };
        for (const one of steps) {
          if (one === 'patch') patchAndCompare();
          else if (one === 'flush') server.keyspace.flush(databases[0]!);
          else if (one === 'swap') server.keyspace.swap(databases[0]!, databases[1]!);
          else if (one === 'undo') {
            const mark = journal.mark();
            server.execute(session, ['RPUSH', 'a', 'undone']);
            server.execute(session, ['HSET', 'b', 'undone', '1']);
            journal.rollback(mark);
            journal.release(mark);
          } else server.execute(session, one);
        }
        patchAndCompare();
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('goes on from a restored copy', () => {
    const first = newServer();
    const ledger = new KeyLedger(first.keyspace);
    first.execute(
      first.connect(() => {}),
      ['RPUSH', 'l', 'a', 'b'],
    );
    const image = new Map(ledger.patch()!.put);
    const second = newServer();
    const secondLedger = new KeyLedger(second.keyspace);
    secondLedger.restore(image);
    expect(secondLedger.patch()).toBeUndefined();
    second.execute(
      second.connect(() => {}),
      ['RPUSH', 'l', 'c'],
    );
    const patch = secondLedger.patch()!;
    expect(patch).toEqual({
      removed: [],
      put: [],
      changed: [{ id: 'key/0/l', changes: [{ kind: 'list.splice', index: 2, remove: 0, insert: ['c'] }] }],
    });
  });

  it('copies a value whole rather than more changes than it has elements', () => {
    const server = newServer();
    const ledger = new KeyLedger(server.keyspace);
    const session = server.connect(() => {});
    server.execute(session, ['SET', 'n', '0']);
    ledger.patch();
    for (let i = 0; i < 500; i++) server.execute(session, ['SETRANGE', 'n', '0', String(i % 10)]);
    expect(ledger.patch()).toEqual({
      removed: [],
      put: [
        [
          'key/0/n',
          { kind: 'key', db: 0, key: 'n', value: { type: 'string', encoding: 'raw', bytes: '9' }, changes: [] },
        ],
      ],
      changed: [],
    });
  });

  it('does not listen to what is ignored', () => {
    const server = newServer();
    const ledger = new KeyLedger(server.keyspace);
    const { journal } = server.keyspace;
    ledger.ignoring(() => {
      const mark = journal.mark();
      server.execute(
        server.connect(() => {}),
        ['SET', 'a', '1'],
      );
      journal.rollback(mark);
      journal.release(mark);
    });
    expect(ledger.patch()).toBeUndefined();
  });
});
