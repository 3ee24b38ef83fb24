import type { Bytes } from '../bytes.js';
import type { Server } from './server.js';
import type { Session } from './session.js';

/** Bytes of an idle connection. */
export const CLIENT_MEMORY = 22298;

/** A client's line in CLIENT LIST (`catClientInfoString`). Sizes of buffers are those of an idle connection: the host has the real ones. */
export function describeSession(server: Server, session: Session): Bytes {
  const now = Math.floor(server.clock() / 1000);
  const { transaction, lastCommand, tracking } = session;
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
    ['qbuf', 26],
    ['qbuf-free', 20448],
    ['argv-mem', 10],
    ['multi-mem', 0],
    ['rbs', 1024],
    ['rbp', 0],
    ['obl', 0],
    ['oll', 0],
    ['omem', 0],
    ['tot-mem', CLIENT_MEMORY],
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
