import { bench, describe } from 'vitest';
import type { Bytes } from '../bytes.js';
import { redisFamilies } from './redis-families.js';
import { Server } from './server.js';
import type { Session } from './session.js';

/** What a snapshot costs: a mark, ten element writes, and the way back, on a value (or a keyspace) of so many elements. */
const SIZES = [1_000, 10_000, 100_000, 1_000_000];
const WRITES = 10;

interface Subject {
  readonly name: string;
  readonly element: (i: number) => readonly Bytes[];
  /** How one command adds elements, and one changes one. */
  readonly fill: (elements: readonly Bytes[]) => readonly Bytes[];
  readonly write: (i: number) => readonly Bytes[];
}

const SUBJECTS: readonly Subject[] = [
  {
    name: 'keys',
    element: (i) => [`key:${i}`, String(i)],
    fill: (elements) => ['MSET', ...elements],
    write: (i) => ['SET', `key:${i}`, 'changed'],
  },
  {
    name: 'hash',
    element: (i) => [`field:${i}`, String(i)],
    fill: (elements) => ['HSET', 'v', ...elements],
    write: (i) => ['HSET', 'v', `field:${i}`, 'changed'],
  },
  {
    name: 'set',
    element: (i) => [`member:${i}`],
    fill: (elements) => ['SADD', 'v', ...elements],
    write: (i) => ['SREM', 'v', `member:${i}`],
  },
  {
    name: 'zset',
    element: (i) => [String(i), `member:${i}`],
    fill: (elements) => ['ZADD', 'v', ...elements],
    write: (i) => ['ZADD', 'v', '-1', `member:${i}`],
  },
  {
    name: 'list',
    element: (i) => [`element:${i}`],
    fill: (elements) => ['RPUSH', 'v', ...elements],
    write: (i) => ['LSET', 'v', String(i), 'changed'],
  },
  {
    name: 'string',
    element: () => ['x'],
    fill: (elements) => ['APPEND', 'v', elements.join('')],
    write: (i) => ['SETRANGE', 'v', String(i), 'y'],
  },
  {
    name: 'stream',
    element: (i) => [`${i + 1}-0`],
    fill: ([id]) => ['XADD', 'v', id!, 'f', 'v'],
    write: (i) => ['XDEL', 'v', `${i + 1}-0`],
  },
];

/** Elements that one filling command takes. */
const CHUNK = 1000;

function filled(subject: Subject, size: number): { server: Server; session: Session } {
  const server = new Server({ families: redisFamilies, clock: () => 1_700_000_000_000_000, seed: 1 });
  const session = server.connect(() => undefined);
  const step = subject.name === 'stream' ? 1 : CHUNK;
  for (let i = 0; i < size; i += step) {
    const elements = Array.from({ length: step }, (_, k) => subject.element(i + k)).flat();
    server.execute(session, subject.fill(elements));
  }
  return { server, session };
}

for (const subject of SUBJECTS)
  describe(`snapshot, ${WRITES} writes and back: ${subject.name}`, () => {
    for (const size of SIZES) {
      let home: ReturnType<typeof filled> | undefined;
      let turn = 0;
      bench(
        `${size} elements`,
        () => {
          const { server, session } = home!;
          const { journal } = server.keyspace;
          const mark = journal.mark();
          for (let i = 0; i < WRITES; i++) {
            turn = (turn + 7919) % size;
            server.execute(session, subject.write(turn));
          }
          journal.rollback(mark);
          journal.release(mark);
        },
        {
          time: 200,
          warmupTime: 50,
          setup: () => {
            home ??= filled(subject, size);
          },
        },
      );
    }
  });
