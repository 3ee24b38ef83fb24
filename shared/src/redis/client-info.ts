import type { Bytes } from '../bytes.js';
import type { Server } from './server.js';
import type { Session } from './session.js';
import { POINTER } from './value-size.js';

/** Bytes: a `client`, the buffer that queries are read into and what can be read into it, the reply buffer at first and when it has shrunk. */
const CLIENT = 776;
const QUERY_BUFFER = 20_472;
const QUERY_ROOM = 20_474;
const REPLY_BUFFER = 16_384;
const SHRUNK_REPLY_BUFFER = 1024;
/** Milliseconds after which an unused buffer goes (`clientsCronResizeQueryBuffer`, `clientsCronResizeOutputBuffer`). */
const QUERY_BUFFER_KEPT = 2000;
const REPLY_BUFFER_KEPT = 2000;
const QUEUED_COMMAND = 24;
const LEAST_QUEUE = 2;

/** What a client takes in memory, bytes (`getClientMemoryUsage`): that of a connection whose replies are small and sent at once. */
interface ClientMemory {
  /** Of the command in execution: in the query buffer, and as arguments. */
  readonly query: number;
  readonly queryRoom: number;
  readonly argv: number;
  readonly queued: number;
  readonly replyBuffer: number;
  readonly replyPeak: number;
  readonly total: number;
}

export function memoryOf(server: Server, session: Session, now: number): ClientMemory {
  const { transaction, lastCommandAt, createdAt } = session;
  const isExecuting = session === server.currentSession || session.blocked;
  const argv = isExecuting ? session.argv : [];
  const query = argv.length === 0 ? 0 : encodedLength(argv);
  const idle = !isExecuting && now - lastCommandAt > QUERY_BUFFER_KEPT;
  const isNew = now - createdAt <= REPLY_BUFFER_KEPT;
  const replyBuffer = isNew ? REPLY_BUFFER : SHRUNK_REPLY_BUFFER;
  const queue = transaction?.queue ?? [];
  const queued = queue.reduce((sum, { argv: words }) => sum + bytesOf(words) + words.length * POINTER, 0);
  const slots = queue.length === 0 ? 0 : Math.max(LEAST_QUEUE, 2 ** Math.ceil(Math.log2(queue.length)));
  const words = bytesOf(argv);
  return {
    query,
    queryRoom: idle ? 0 : Math.max(0, QUERY_ROOM - query),
    argv: words,
    queued,
    replyBuffer,
    replyPeak: isNew ? REPLY_BUFFER : 0,
    total:
      CLIENT +
      replyBuffer +
      (idle ? 0 : QUERY_BUFFER) +
      words +
      argv.length * POINTER +
      queued +
      slots * QUEUED_COMMAND,
  };
}

const bytesOf = (words: readonly Bytes[]): number => words.reduce((sum, { length }) => sum + length, 0);

/** Bytes of a command line in RESP. */
const encodedLength = (argv: readonly Bytes[]): number =>
  argv.reduce((sum, { length }) => sum + String(length).length + length + 5, String(argv.length).length + 3);

/** A client's line in CLIENT LIST (`catClientInfoString`). */
export function describeSession(server: Server, session: Session): Bytes {
  const now = Math.floor(server.clock() / 1000);
  const { transaction, lastCommand, tracking } = session;
  const memory = memoryOf(server, session, now);
  const fields: readonly (readonly [string, string | number])[] = [
    ['id', session.id],
    ['addr', session.peer.address],
    ['laddr', session.peer.localAddress],
    ['fd', session.id + 7],
    ['name', session.name],
    ['age', seconds(now - session.createdAt)],
    ['idle', seconds(now - session.lastCommandAt)],
    ['flags', flags(server, session)],
    ['db', session.db.index],
    ['sub', session.channels.size],
    ['psub', session.patterns.size],
    ['ssub', session.shardChannels.size],
    ['multi', transaction === undefined ? -1 : transaction.queue.length],
    ['qbuf', memory.query],
    ['qbuf-free', memory.queryRoom],
    ['argv-mem', memory.argv],
    ['multi-mem', memory.queued],
    ['rbs', memory.replyBuffer],
    ['rbp', memory.replyPeak],
    ['obl', 0],
    ['oll', 0],
    ['omem', 0],
    ['tot-mem', memory.total],
    ['events', 'r'],
    ['cmd', lastCommand?.name ?? 'NULL'],
    ['user', session.user.name],
    ['redir', tracking === undefined ? -1 : (tracking.redirect ?? 0)],
    ['resp', session.resp],
  ];
  return fields.map(([name, value]) => `${name}=${value}`).join(' ');
}

const seconds = (ms: number): number => Math.max(0, Math.floor(ms / 1000));

function flags(server: Server, session: Session): string {
  let letters = '';
  if (server.monitors.has(session)) letters += 'O';
  if (session.subscribed) letters += 'P';
  if (session.transaction !== undefined) letters += 'x';
  if (session.blocked) letters += 'b';
  if (session.tracking !== undefined) letters += 't';
  if (session.tracking?.broadcast === true) letters += 'B';
  if (session.watchBroken) letters += 'd';
  if (session.closing) letters += 'c';
  if (session.noEvict) letters += 'e';
  return letters === '' ? 'N' : letters;
}
