import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bytes } from '../../src/bytes.js';
import { Prng } from '../../src/lua/index.js';
import { redisFamilies, Server, type Session } from '../../src/redis/index.js';
import { encode, error, type RespValue } from '../../src/resp/index.js';
import { createScripting, REDIS_7_0, ScriptCrash } from '../../src/script/index.js';
import { ENDLESS_LOAD } from '../../src/script/library-engine.js';
import { LiveTarget, redisServerPath } from '../targets.js';
import { Dice } from './dice.js';
import { ATTACKS } from './host-programs.js';

/** Either so many attacks of each kind, or as many as fit into a time that all kinds share. */
const COUNT = Number(process.env['FUZZ_ATTACKS'] ?? 40);
const MINUTES = Number(process.env['FUZZ_MINUTES'] ?? 0);
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1e9);
/** A file that holds the attack in progress, for whoever watches whether it ends. */
const PROGRESS = process.env['FUZZ_PROGRESS'];

/** Milliseconds that a command may take, with its kill. */
const PATIENCE = 30_000;
const CRASHED = 'a real server would have crashed';

/** What an engine does to a script that neither ends nor can be killed: its worker is replaced. */
class Terminated extends Error {}

/** The emulator with one client, and another that kills what runs for long. */
class Host {
  private readonly server: Server;
  private readonly client: Session;
  private readonly killer: Session;

  constructor() {
    const { families } = createScripting({ profile: REDIS_7_0, random: new Prng(), poll: () => this.kill() });
    this.server = new Server({
      families: [...redisFamilies, ...families],
      seed: 1,
      clock: () => Date.now() * 1000,
      stopwatch: () => performance.now() * 1000,
      settings: { 'busy-reply-threshold': '40' },
    });
    this.client = this.server.connect(() => undefined);
    this.killer = this.server.connect(() => undefined);
  }

  ask(argv: readonly Bytes[]): RespValue {
    try {
      return this.server.execute(this.client, argv) ?? error('no reply');
    } catch (thrown) {
      if (thrown instanceof ScriptCrash) return error(CRASHED);
      throw thrown;
    }
  }

  private kill(): void {
    const family = this.server.script?.kind === 'function' ? 'FUNCTION' : 'SCRIPT';
    const reply = this.server.execute(this.killer, [family, 'KILL']);
    if (reply?.type === 'error') throw new Terminated();
  }
}

/** Everything a script finds must be there as on the first day, whatever others did before it. */
const SANITY = `
  local globals = {}
  for name, value in pairs(_G) do globals[#globals + 1] = name .. ':' .. type(value) end
  table.sort(globals)
  for _, library in ipairs({'string', 'table', 'math', 'coroutine', 'cjson', 'cmsgpack', 'struct', 'bit', 'redis'}) do
    for name, value in pairs(_G[library]) do globals[#globals + 1] = library .. '.' .. name .. ':' .. type(value) end
  end
  return {table.concat(globals, ' '), ('x'):upper(), tostring(1e15), 7 % -3, #{1, 2, nil, 4}, redis.call('PING').ok, pcall(rawset, _G, 'a', 1)}`;
const SANE_LIBRARY = `#!lua name=sane
  redis.register_function('sane', function(keys, args) return {keys[1], args[1], redis.call('ECHO', 'x'), pcall(rawset, _G, 'a', 1)} end)`;

const sanity = (host: Host): string =>
  [
    ['EVAL', SANITY, '0'],
    ['FUNCTION', 'LOAD', 'REPLACE', SANE_LIBRARY],
    ['FCALL', 'sane', '1', 'k', 'a'],
  ]
    .map((argv) => encode(host.ask(argv), 3))
    .join('');

/** Words of V8 and of our own code: an error of the host that was passed off as a reply. */
const INTERNAL =
  /TypeError|RangeError|ReferenceError|Maximum call stack|Invalid array length|\[object |Cannot read prop/;

/** Replies of two servers, as far as they must be equal: an address is where an object happens to be. */
const comparable = (replies: readonly RespValue[] = []): string =>
  replies.map((reply) => encode(reply, 2).replace(/0x[0-9a-f]{6,}/g, '0x…')).join('');

/** A real server that was asked this would answer nothing more. */
const isFatal = (reply: RespValue): boolean =>
  reply.type === 'error' && (reply.text === CRASHED || reply.text === ENDLESS_LOAD);

const path = redisServerPath();

/** Random bytes, broken scripts and greedy programs: the host answers every one of them in time, and is as it was. `npm run fuzz:host` goes on for longer. */
describe.skipIf(path === undefined && process.env['CI'] === undefined)('attacks on the script host', () => {
  let live: LiveTarget;
  beforeAll(async () => {
    live = await LiveTarget.start(path ?? 'redis-server');
  });
  afterAll(() => live.close());

  const chosen = process.env['FUZZ_KIND'];
  const kinds = Object.entries(ATTACKS).filter(([kind]) => chosen === undefined || kind === chosen);
  it.each(kinds)(
    '%s',
    async (kind, attack) => {
      const dice = new Dice(SEED);
      const until = Date.now() + (MINUTES * 60_000) / kinds.length;
      let host = new Host();
      const sane = sanity(host);
      for (let done = 0; MINUTES > 0 ? Date.now() < until : done < COUNT; done++) {
        const { commands, comparable: asksLive } = attack(dice);
        const shown = `seed ${SEED}, ${kind} ${done}: ${JSON.stringify(commands)}`;
        if (PROGRESS !== undefined) writeFileSync(PROGRESS, shown);
        const began = Date.now();
        let replies: readonly RespValue[] | undefined;
        try {
          replies = commands.map((argv) => host.ask(argv));
        } catch (thrown) {
          if (!(thrown instanceof Terminated)) throw new Error(`the host threw: ${shown}`, { cause: thrown });
          host = new Host();
        }
        expect(Date.now() - began, shown).toBeLessThan(PATIENCE);
        expect(replies?.map((reply) => encode(reply, 3)).join('') ?? '', shown).not.toMatch(INTERNAL);
        expect(sanity(host), shown).toBe(sane);
        const asked = asksLive && replies !== undefined && !replies.some(isFatal);
        const theirs = asked ? await live.ask([['FLUSHALL'], ['FUNCTION', 'FLUSH'], ...commands]) : undefined;
        expect(comparable(replies), shown).toBe(comparable(theirs?.slice(2) ?? replies));
        host.ask(['FLUSHALL']);
        host.ask(['FUNCTION', 'FLUSH']);
      }
    },
    Math.max(120_000, MINUTES * 90_000),
  );
});
