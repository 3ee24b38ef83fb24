import type { Bytes } from '../bytes.js';
import type { RespValue } from '../resp/value.js';
import type { Engine } from './engine.js';
import { RedisError } from './errors.js';

/** What commands make the keys again, and the keys that were left out. */
export interface CopiedKeys {
  /** In the order of the keys; fit for Given. */
  readonly commands: readonly (readonly Bytes[])[];
  readonly skipped: readonly SkippedKey[];
}

export interface SkippedKey {
  readonly key: Bytes;
  /** `type`: a module's, which no command of Redis makes again. */
  readonly why: 'missing' | 'too-large' | 'type';
  /** Of a key that is too large: its elements, or the bytes of a string. */
  readonly length?: number;
  readonly type?: Bytes;
}

export interface CopyLimits {
  /** Elements of a hash, list, set, sorted set or stream. */
  readonly elements: number;
  /** Bytes of a string. */
  readonly bytes: number;
}

const LIMITS: CopyLimits = { elements: 2000, bytes: 256 * 1024 };
/** What PTTL answers for a key that is not there. */
const GONE = -2;
/** Elements that one command of Given adds. */
const PER_COMMAND = 100;

type Ask = (...command: Bytes[]) => Promise<RespValue>;
type Commands = readonly (readonly Bytes[])[];

interface Copier {
  /** The command that measures a value, and the limit that applies. */
  readonly measure: Bytes;
  readonly limit: keyof CopyLimits;
  copy(ask: Ask, key: Bytes): Promise<Commands>;
}

/**
 * Reads keys through an engine's `execute` and writes down ordinary commands (SET, HSET, RPUSH, SADD, ZADD, XADD …) that make them again,
 * byte for byte. Times to live are those at the moment of reading. The keys are read one after the other: another client's write may come in
 * between. A stream's consumer groups are copied with where they are, without their consumers and pending entries.
 *
 * @param execute on the database the keys are in, in RESP2
 * @throws RedisError when a command is refused
 */
export async function copyKeys(
  execute: Engine['execute'],
  keys: readonly Bytes[],
  limits: CopyLimits = LIMITS,
): Promise<CopiedKeys> {
  const ask: Ask = async (...command) => {
    const reply = await execute(command);
    if (reply.type === 'error') throw new RedisError(reply.text);
    return reply;
  };
  const commands: (readonly Bytes[])[] = [];
  const skipped: SkippedKey[] = [];
  for (const key of keys) {
    const type = textOf(await ask('TYPE', key));
    const copier = COPIERS[type];
    if (type === 'none') skipped.push({ key, why: 'missing' });
    else if (copier === undefined) skipped.push({ key, why: 'type', type });
    else {
      const length = numberOf(await ask(copier.measure, key));
      if (length > limits[copier.limit]) {
        skipped.push({ key, why: 'too-large', length });
        continue;
      }
      const copy = await copier.copy(ask, key);
      const left = numberOf(await ask('PTTL', key));
      // It expired, or was deleted, while it was read: what was read of it may be nothing.
      if (left === GONE) skipped.push({ key, why: 'missing' });
      else commands.push(...copy, ...(left > 0 ? [['PEXPIRE', key, String(left)]] : []));
    }
  }
  return { commands, skipped };
}

const COPIERS: Readonly<Record<string, Copier>> = {
  string: {
    measure: 'STRLEN',
    limit: 'bytes',
    copy: async (ask, key) => [['SET', key, textOf(await ask('GET', key))]],
  },
  hash: {
    measure: 'HLEN',
    limit: 'elements',
    copy: async (ask, key) => inParts(['HSET', key], textsOf(await ask('HGETALL', key)), 2),
  },
  list: {
    measure: 'LLEN',
    limit: 'elements',
    copy: async (ask, key) => inParts(['RPUSH', key], textsOf(await ask('LRANGE', key, '0', '-1')), 1),
  },
  set: {
    measure: 'SCARD',
    limit: 'elements',
    copy: async (ask, key) => inParts(['SADD', key], textsOf(await ask('SMEMBERS', key)), 1),
  },
  zset: {
    measure: 'ZCARD',
    limit: 'elements',
    copy: async (ask, key) => {
      const pairs = textsOf(await ask('ZRANGE', key, '0', '-1', 'WITHSCORES'));
      const scoreFirst = pairs.map((_, i) => pairs[i % 2 === 0 ? i + 1 : i - 1] ?? '');
      return inParts(['ZADD', key], scoreFirst, 2);
    },
  },
  stream: { measure: 'XLEN', limit: 'elements', copy: copyStream },
};

async function copyStream(ask: Ask, key: Bytes): Promise<Commands> {
  const entries = itemsOf(await ask('XRANGE', key, '-', '+'));
  const info = pairsOf(await ask('XINFO', 'STREAM', key));
  const groups = itemsOf(await ask('XINFO', 'GROUPS', key)).map(pairsOf);
  const lastId = textOf(info.get('last-generated-id'));
  const adds = entries.map((entry) => {
    const [id, fields] = itemsOf(entry);
    return ['XADD', key, textOf(id), ...textsOf(fields)];
  });
  // An empty stream is made by an entry that goes again, under the last id it had given.
  if (adds.length === 0)
    adds.push(['XADD', key, lastId === '0-0' ? '0-1' : lastId, 'f', 'v'], ['XTRIM', key, 'MAXLEN', '0']);
  const grouped = groups.map((group) => [
    'XGROUP',
    'CREATE',
    key,
    textOf(group.get('name')),
    textOf(group.get('last-delivered-id')),
  ]);
  const behind = lastId !== '0-0' && textOf(itemsOf(entries.at(-1))[0]) !== lastId;
  return [...adds, ...(behind && entries.length > 0 ? [['XSETID', key, lastId]] : []), ...grouped];
}

/** The elements behind `head`, in as many commands as it takes; `unit` of them belong together. */
function inParts(head: readonly Bytes[], elements: readonly Bytes[], unit: number): Commands {
  const commands: (readonly Bytes[])[] = [];
  for (let i = 0; i < elements.length; i += PER_COMMAND * unit)
    commands.push([...head, ...elements.slice(i, i + PER_COMMAND * unit)]);
  return commands;
}

function itemsOf(reply: RespValue | undefined): readonly RespValue[] {
  return reply?.type === 'array' ? reply.items : [];
}

function textsOf(reply: RespValue | undefined): readonly Bytes[] {
  return itemsOf(reply).map(textOf);
}

function textOf(reply: RespValue | undefined): Bytes {
  if (reply?.type === 'bulk') return reply.value;
  return reply?.type === 'status' ? reply.text : '';
}

function numberOf(reply: RespValue): number {
  return reply.type === 'integer' ? Number(reply.value) : 0;
}

/** A flat array of names and values. */
function pairsOf(reply: RespValue): ReadonlyMap<Bytes, RespValue> {
  const items = itemsOf(reply);
  const pairs = new Map<Bytes, RespValue>();
  for (let i = 0; i + 1 < items.length; i += 2) pairs.set(textOf(items[i]), items[i + 1]!);
  return pairs;
}
