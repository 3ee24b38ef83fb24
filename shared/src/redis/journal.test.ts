import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../bytes.js';
import { lastWrite } from './journal.js';
import { redisFamilies } from './redis-families.js';
import { encodeValue } from './rdb/encode-value.js';
import { Server } from './server.js';
import type { Session } from './session.js';

/** Thresholds so low that short sequences cross them. */
const SETTINGS = {
  'hash-max-listpack-entries': '3',
  'zset-max-listpack-entries': '3',
  'set-max-intset-entries': '3',
  'stream-node-max-entries': '2',
  'hll-sparse-max-bytes': '40',
};

function start(): { server: Server; session: Session } {
  let now = 1_700_000_000_000_000;
  const server = new Server({ families: redisFamilies, clock: () => (now += 1000), seed: 7, settings: SETTINGS });
  return { server, session: server.connect(() => undefined) };
}

/** Everything that anyone can see of the data: content in order, encodings, times to live. */
function picture({ keyspace, payloadFormat }: Server): unknown {
  return keyspace.databases.map(({ content }) =>
    [...content.values.entries()].map(([key, value]) => {
      return { key, encoding: value.encoding, body: encodeValue(value, payloadFormat), at: content.expires.get(key) };
    }),
  );
}

const key = fc.constantFrom('a', 'b', 'c');
const member = fc.constantFrom('1', '2', '70000', 'm', 'n', 'o', 'p'.repeat(70));
const number = fc.integer({ min: -3, max: 9 }).map(String);
const id = fc.integer({ min: 1, max: 9 }).map((ms) => `${ms}-1`);

const command = fc.oneof(
  fc.tuple(fc.constantFrom('GET', 'DEL', 'INCR', 'PERSIST', 'RPOP', 'LPOP', 'SPOP', 'ZPOPMIN'), key),
  fc.tuple(fc.constantFrom('SET', 'APPEND', 'SADD', 'SREM', 'LPUSH', 'RPUSH', 'HDEL', 'ZREM', 'PFADD'), key, member),
  fc.tuple(fc.constant('SETRANGE'), key, fc.integer({ min: 0, max: 9 }).map(String), member),
  fc.tuple(fc.constant('SETBIT'), key, fc.integer({ min: 0, max: 99 }).map(String), fc.constantFrom('0', '1')),
  fc.tuple(fc.constant('HSET'), key, member, member),
  fc.tuple(fc.constant('ZADD'), key, number, member),
  fc.tuple(fc.constant('LSET'), key, number, member),
  fc.tuple(fc.constant('LREM'), key, number, member),
  fc.tuple(fc.constant('LINSERT'), key, fc.constantFrom('BEFORE', 'AFTER'), member, member),
  fc.tuple(fc.constant('LTRIM'), key, number, number),
  fc.tuple(fc.constant('ZREMRANGEBYRANK'), key, number, number),
  fc.tuple(fc.constant('PEXPIRE'), key, fc.constantFrom('1', '100000')),
  fc.tuple(
    fc.constantFrom('RENAME', 'COPY', 'SMOVE', 'LMOVE', 'SUNIONSTORE'),
    key,
    key,
    fc.constantFrom('LEFT', 'm'),
    fc.constant('RIGHT'),
  ),
  fc.tuple(fc.constant('ZUNIONSTORE'), key, fc.constant('2'), key, key),
  fc.tuple(fc.constant('SORT'), key, fc.constant('ALPHA'), fc.constant('STORE'), key),
  fc.tuple(fc.constant('MOVE'), key, fc.constantFrom('0', '1')),
  fc.constantFrom(['SWAPDB', '0', '1'], ['SELECT', '0'], ['SELECT', '1'], ['FLUSHDB'], ['FLUSHALL']),
  fc.tuple(fc.constant('XADD'), key, id, member, member),
  fc.tuple(fc.constant('XDEL'), key, id),
  fc.tuple(fc.constant('XTRIM'), key, fc.constant('MAXLEN'), fc.constantFrom('0', '1', '3')),
  fc.tuple(fc.constant('XSETID'), key, id),
  fc.tuple(fc.constant('XGROUP'), fc.constant('CREATE'), key, fc.constant('g'), fc.constantFrom('0', '$')),
  fc.tuple(
    fc.constant('XGROUP'),
    fc.constantFrom('DESTROY', 'DELCONSUMER', 'CREATECONSUMER'),
    key,
    fc.constant('g'),
    fc.constantFrom('x', 'y'),
  ),
  fc.tuple(fc.constant('XACK'), key, fc.constant('g'), id),
  fc
    .tuple(key, fc.constantFrom('x', 'y'))
    .map(([stream, consumer]) => ['XREADGROUP', 'GROUP', 'g', consumer, 'COUNT', '2', 'STREAMS', stream, '>']),
  fc.tuple(key, fc.constantFrom('x', 'y')).map(([stream, consumer]) => ['XAUTOCLAIM', stream, 'g', consumer, '0', '0']),
) as fc.Arbitrary<readonly Bytes[]>;

const commands = fc.array(command, { maxLength: 60 });

describe('Journal', () => {
  it('takes back any run of commands exactly, and does it again', () => {
    fc.assert(
      fc.property(commands, commands, commands, (before, first, second) => {
        const { server, session } = start();
        const { journal } = server.keyspace;
        const run = (lines: readonly (readonly Bytes[])[]): void => {
          for (const line of lines) server.execute(session, line);
        };
        run(before);
        const atStart = picture(server);
        const mark = journal.mark();
        run(first);
        const between = picture(server);
        const inner = journal.mark();
        run(second);
        const atEnd = picture(server);
        const tail = journal.rollback(inner);
        expect(picture(server)).toEqual(between);
        const head = journal.rollback(mark);
        expect(picture(server)).toEqual(atStart);
        journal.replay([...head, ...tail]);
        expect(picture(server)).toEqual(atEnd);
        journal.rollback(mark);
        expect(picture(server)).toEqual(atStart);
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('keeps nothing while no mark is held', () => {
    const { server, session } = start();
    const { journal } = server.keyspace;
    server.execute(session, ['SET', 'a', '1']);
    const mark = journal.mark();
    expect(journal.since(mark)).toEqual([]);
    server.execute(session, ['SET', 'a', '2']);
    expect(journal.since(mark)).toHaveLength(1);
    const later = journal.mark();
    server.execute(session, ['SET', 'a', '3']);
    journal.release(mark);
    expect(() => journal.since(mark)).toThrow('not held');
    expect(journal.since(later)).toHaveLength(1);
    journal.release(later);
    expect(journal.position).toBe(3);
  });

  it('forgets marks that a rollback passes', () => {
    const { server, session } = start();
    const { journal } = server.keyspace;
    const first = journal.mark();
    server.execute(session, ['SET', 'a', '1']);
    const second = journal.mark();
    journal.rollback(first);
    expect(() => journal.rollback(second)).toThrow('not held');
  });

  it('tells the last write of a key', () => {
    const { server, session } = start();
    const { journal } = server.keyspace;
    const mark = journal.mark();
    server.execute(session, ['HSET', 'h', 'f', '1']);
    server.execute(session, ['SET', 'other', '1']);
    const deltas = journal.since(mark);
    expect(lastWrite(deltas, 0, 'h')).toMatchObject({ kind: 'value', change: { kind: 'hash.put', field: 'f' } });
    expect(lastWrite(deltas, 1, 'h')).toBeUndefined();
    server.execute(session, ['FLUSHALL']);
    expect(lastWrite(journal.since(mark), 0, 'h')).toMatchObject({ kind: 'database' });
  });
});
