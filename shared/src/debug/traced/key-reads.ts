import type { Bytes } from '../../bytes.js';
import { arityFits, hasKeys, keyPositions, lookupCommand, lowerCase, type CommandSpec } from '../../commands/index.js';
import { Context } from '../../redis/context.js';
import { decodeValue, membersOf } from '../../redis/rdb/decode-value.js';
import { Type } from '../../redis/rdb/payload-type.js';
import { openPayload } from '../../redis/rdb/payload.js';
import type { ValueType } from '../../redis/value.js';
import { bulk, type RespValue } from '../../resp/value.js';
import { ActiveRun } from '../../script/active-run.js';
import { DEFAULT_PROFILE, PROFILE_NAMES, type ProfileName } from '../../script/profile-names.js';
import { AppError } from '../errors.js';
import { createEmulator, type Emulator } from '../sandbox/emulator.js';
import type { KeyAt, KeyValues } from './key-values.js';

/** The newest payloads that are read; a type that came with a later version is told as one. */
const NEWEST_PAYLOAD = 11;

/** Commands that answer without keys: the clock is known. */
const WITHOUT_KEYS: ReadonlySet<Bytes> = new Set(['time']);
/** Tipped `nondeterministic_output`, but with the payloads and the clock it is known what they answer. */
const KNOWN: ReadonlySet<Bytes> = new Set(['dump', 'object|encoding', 'ttl', 'pttl', 'xpending', 'xinfo|consumers']);
/** Cursors go by a hash table that is another on each server. Of these encodings, which have none, they show the whole value. */
const SCANS: Readonly<Record<Bytes, { readonly type: ValueType; readonly whole: readonly Bytes[] }>> = {
  hscan: { type: 'hash', whole: ['listpack', 'ziplist'] },
  zscan: { type: 'zset', whole: ['listpack', 'ziplist'] },
  sscan: { type: 'set', whole: ['intset'] },
};

/**
 * Answers commands of expressions as the server would have answered them at a step: on an emulated server that holds the keys the command
 * names as they were told, exactly, at that step. What a trace does not tell is an `AppError('not-recorded')`, never a wrong value; of a
 * union, difference or intersection of sets the order is the emulated server's, as it is nobody's to rely on.
 */
export class KeyReads {
  readonly emulator: Emulator;
  readonly #values: KeyValues;
  readonly #run: ActiveRun;
  /** What the emulated server holds. */
  readonly #loaded = new Map<Bytes, KeyAt>();
  #step = 0;
  #db = 0;
  #time = 0;

  /** @param version of the server that was recorded, `7.0.15`; empty when it is not known */
  constructor(values: KeyValues, version: string) {
    this.#values = values;
    this.emulator = createEmulator({
      version: profileOf(version),
      clock: () => this.#time,
      stopwatch: () => 0,
      seed: 0,
    });
    const { server, host } = this.emulator;
    // A hash stays in the order in which its server shows it.
    server.keyspace.limits = {
      ...server.keyspace.limits,
      hashMaxListpackEntries: Infinity,
      hashMaxListpackValue: Infinity,
      setMaxIntsetEntries: Infinity,
    };
    const session = server.connect(() => undefined);
    const evalCommand = server.commands.get('eval')!;
    const context = new Context(server, session, evalCommand, 'client', ['EVAL']);
    this.#run = new ActiveRun(context, 'script', '', undefined, false);
    // Nothing expires while a script runs: what it found stays.
    server.keyspace.now = 0;
    host.run = this.#run;
  }

  /** From now on commands are answered as when this step is about to run. */
  goTo(step: number): void {
    const around = this.#values.surroundings(step);
    this.#step = step;
    this.#db = around?.db ?? 0;
    this.#time = around?.time ?? 0;
    this.#run.session.resp = around?.resp ?? 2;
  }

  /** The protocol in which the expression reads its replies. */
  get resp(): 2 | 3 {
    return this.#run.session.resp;
  }

  /** The answer of the server: errors are replies. Throws `AppError('not-recorded')`. */
  answer(argv: readonly Bytes[]): RespValue {
    const spec = lookupCommand(argv);
    const command = (spec?.name ?? argv[0]!).toUpperCase().replace('|', ' ');
    if (spec?.flags.includes('write') === true) throw notRecorded('write', { command });
    const isRead = spec?.flags.includes('readonly') === true && !spec.flags.includes('noscript') && hasKeys(spec);
    if (spec === undefined || !(isRead || WITHOUT_KEYS.has(spec.name))) throw notRecorded('command', { command });
    if (isRead && isBeyond(spec)) throw notRecorded('chance', { command });
    if (isRead && followsPatterns(spec, argv)) throw notRecorded('command', { command });
    const keys = isRead ? keyPositions(spec, argv).map(({ index }) => argv[index]!) : [];
    const states = keys.map((key) => this.#hold(key, spec));
    const reply = this.emulator.server.executeFromScript(this.#run, argv);
    // A line that is wrong names no keys; but then nothing else may answer it.
    if (isRead && keys.length === 0 && reply.type !== 'error') throw notRecorded('command', { command });
    const [state] = states;
    return state?.kind === 'value' && arityFits(spec, argv.length) ? asToldBy(state, spec, reply) : reply;
  }

  /** Puts a key on the emulated server as it was at the step. */
  #hold(key: Bytes, spec: CommandSpec): KeyAt {
    const state = this.#values.at(this.#step, this.#db, key);
    if (state.kind === 'unknown') throw notRecorded(state.why, { key });
    if (this.#loaded.get(key) !== state) this.#load(key, state);
    if (state.kind === 'value') {
      const scan = SCANS[spec.name];
      if (scan?.type === this.#run.session.db.peek(key)?.type && scan?.whole.includes(state.encoding) === false)
        throw notRecorded('chance', { command: spec.name.toUpperCase() });
      // How long consumers were inactive is told by 7.2, and not by what is read here.
      if (spec.name.startsWith('xinfo|') && state.payload().charCodeAt(0) === Type.streamListpacks3)
        throw notRecorded('unreadable', { key });
    }
    return state;
  }

  #load(key: Bytes, state: KeyAt): void {
    const { keyspace } = this.emulator.server;
    const db = this.#run.session.db;
    this.#loaded.delete(key);
    db.remove(key);
    if (state.kind === 'value') {
      const body = openPayload(state.payload(), Infinity);
      const value = body === undefined ? undefined : decodeValue(body, keyspace, NEWEST_PAYLOAD);
      if (value === undefined) throw notRecorded('unreadable', { key });
      db.put(key, value);
      if (state.expiresAt !== undefined) db.setExpiry(key, state.expiresAt);
    }
    this.#loaded.set(key, state);
  }
}

/** What a recording does not tell: `why`, and which command or key. */
export const notRecorded = (why: string, data: Readonly<Record<string, string>> = {}): AppError =>
  new AppError('not-recorded', { why, ...data });

/** What only the server itself knows: how it keeps a value, in which bytes and in which order. */
function asToldBy(state: Extract<KeyAt, { kind: 'value' }>, spec: CommandSpec, reply: RespValue): RespValue {
  switch (spec.name) {
    case 'object|encoding':
      return bulk(state.encoding);
    case 'dump':
      return bulk(state.payload());
    case 'smembers': {
      if (reply.type !== 'array' && reply.type !== 'set') return reply;
      const members = membersOf(state.payload()) ?? [];
      return { ...reply, items: members.map(bulk) };
    }
    default:
      return reply;
  }
}

/** What it answers depends on chance, or on how the server keeps things. */
const isBeyond = ({ name, tips }: CommandSpec): boolean =>
  name === 'memory|usage' ||
  (tips.includes('nondeterministic_output') && !KNOWN.has(name) && SCANS[name] === undefined);

/** SORT_RO with BY or GET reads keys whose names are made from the elements. */
const followsPatterns = ({ name }: CommandSpec, argv: readonly Bytes[]): boolean =>
  name === 'sort_ro' &&
  argv.some((word, i) => i > 1 && ['by', 'get'].includes(lowerCase(argv[i - 1]!)) && word.includes('*'));

/** The emulated server that is most like one: the newest that is not newer. */
function profileOf(version: string): ProfileName {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (!(major > 0)) return DEFAULT_PROFILE;
  const rank = (name: string): number => {
    const [ofMajor = 0, ofMinor = 0] = name.split('.').map(parseFloat);
    return ofMajor * 1000 + ofMinor;
  };
  const notNewer = PROFILE_NAMES.filter((name) => rank(name) <= major * 1000 + minor);
  return notNewer.length === 0 ? '6.2.16' : notNewer.reduce((best, name) => (rank(name) > rank(best) ? name : best));
}
