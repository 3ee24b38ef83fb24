import type { Bytes } from '../../src/bytes.js';
import { encode, type RespValue } from '../../src/resp/index.js';
import type { Value } from '../../src/redis/index.js';
import { StreamValue } from '../../src/redis/values/stream-value.js';
import type { SandboxTarget, Target } from '../targets.js';
import { normalise } from './normalise.js';

/** Where two servers differ first. */
export interface Difference {
  readonly commands: readonly (readonly Bytes[])[];
  readonly index: number;
  readonly live: string;
  readonly sandbox: string;
}

/** Asked of each key at the end: nothing may differ in what is stored, nor in how. */
const PROBES: Readonly<Record<string, readonly (readonly Bytes[])[]>> = {
  string: [['GET', '']],
  list: [['LRANGE', '', '0', '-1']],
  hash: [['HGETALL', '']],
  set: [['SMEMBERS', '']],
  zset: [['ZRANGE', '', '0', '-1', 'WITHSCORES']],
  stream: [
    ['XRANGE', '', '-', '+'],
    ['XINFO', 'STREAM', '', 'FULL', 'COUNT', '0'],
  ],
};

function probes(sandbox: SandboxTarget): Bytes[][] {
  const db = sandbox.server.keyspace.databases[0]!;
  const commands: Bytes[][] = [['DBSIZE']];
  for (const [key, value] of db.content.values.entries()) {
    commands.push(['OBJECT', 'ENCODING', key], ['TYPE', key], ['PTTL', key]);
    // What SORT stored of a set is in no order that two servers share.
    if (key.startsWith('sorted:')) continue;
    for (const probe of PROBES[value.type]!) commands.push(probe.map((word) => (word === '' ? key : word)));
    if (hasExactDump(key, value)) commands.push(['DUMP', key]);
  }
  return commands;
}

/** A stream's groups hold times, a hash table has no order, and distances are rounded differently. */
function hasExactDump(key: Bytes, value: Value): boolean {
  if (value instanceof StreamValue && value.groupsInOrder().length > 0) return false;
  return value.encoding !== 'hashtable' && !key.startsWith('distances:');
}

/** Whether a hash table, of either server, gave the order of a reply. */
function involvesHashTable(sandbox: SandboxTarget, argv: readonly Bytes[]): boolean {
  const { values } = sandbox.server.keyspace.databases[0]!.content;
  if (/^(sunion|sdiff|spop|sort|sort_ro|srandmember|keys)$/i.test(argv[0] ?? '')) {
    const sets = argv.slice(1).flatMap((key) => values.get(key) ?? []);
    const most = sandbox.server.keyspace.limits.setMaxIntsetEntries;
    const total = sets.reduce((sum, value) => sum + value.length, 0);
    if (total > most || argv[0]?.toLowerCase().startsWith('sort') === true) return true;
  }
  return argv.some((word) => {
    const encoding = values.get(word)?.encoding;
    return encoding === 'hashtable' || encoding === 'skiplist';
  });
}

/** Plays commands on both servers, then compares their data. */
export async function duel(
  sandbox: SandboxTarget,
  live: Target,
  commands: readonly (readonly Bytes[])[],
): Promise<Difference | undefined> {
  const fromTable: boolean[] = [];
  const own: RespValue[] = [];
  const run = (argv: readonly Bytes[]): void => {
    fromTable.push(involvesHashTable(sandbox, argv));
    own.push(sandbox.answer(argv));
  };
  for (const argv of commands) run(argv);
  const all = [...commands, ...probes(sandbox)];
  for (const argv of all.slice(commands.length)) run(argv);
  const theirs = await live.ask(all);
  let resp: 2 | 3 = 2;
  for (let i = 0; i < all.length; i++) {
    const argv = all[i]!;
    if (argv[0] === 'HELLO') resp = argv[1] === '3' ? 3 : 2;
    const [a, b] = [encode(theirs[i]!, resp), encode(own[i]!, resp)];
    if (a === b) continue;
    const show = (reply: RespValue): string => encode(normalise(reply, subject(all, i), fromTable[i]!), resp);
    const [live, sandbox] = [show(theirs[i]!), show(own[i]!)];
    if (live !== sandbox) return { commands: all.slice(0, i + 1), index: i, live: a, sandbox: b };
  }
  return undefined;
}

/** The command a reply is about: of EXEC, the one that was queued. */
function subject(commands: readonly (readonly Bytes[])[], index: number): readonly Bytes[] {
  return commands[index]![0] === 'EXEC' ? commands[index - 1]! : commands[index]!;
}

/** Leaves out whatever is not needed for the same command to differ. Settings and the protocol, which outlive a round, always stay. */
export async function shrink(sandbox: () => SandboxTarget, live: Target, difference: Difference): Promise<Difference> {
  const last = (found: Difference): string => found.commands[found.index]!.join(' ');
  let best = difference;
  for (let size = Math.ceil(best.commands.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < best.commands.length - 1;) {
      const commands = best.commands.filter((argv, i) => i < from || i >= from + size || isSetting(argv));
      const found =
        commands.length < best.commands.length
          ? await duel(sandbox(), live, commands).catch(() => undefined)
          : undefined;
      if (found !== undefined && found.commands.length < best.commands.length && last(found) === last(best))
        best = found;
      else from += size;
    }
  }
  return best;
}

const isSetting = (argv: readonly Bytes[]): boolean => ['FLUSHALL', 'HELLO', 'CONFIG'].includes(argv[0]!);
