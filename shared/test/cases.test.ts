import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromHex, fromText, toOctets, type Bytes } from '../src/bytes.js';
import { Prng } from '../src/lua/index.js';
import { redisFamilies, Server } from '../src/redis/index.js';
import { Decoder, encode, type RespValue } from '../src/resp/index.js';
import { createScripting, PROFILES, REDIS_7_0, type ScriptProfile } from '../src/script/index.js';

type Word = string | { readonly hex: string };
type Norm = 'sort' | 'sortmaps';

/** A case as `scripts/conformance.mjs` records it: commands, and the bytes that a real server has answered. */
interface Case {
  readonly id: string;
  readonly resp: 2 | 3;
  readonly setup: readonly (readonly Word[])[];
  readonly via?: string;
  readonly script: Word | null;
  readonly keys: readonly Word[];
  readonly argv: readonly Word[];
  readonly then: readonly (readonly Word[])[];
  readonly cleanup?: readonly (readonly Word[])[];
  readonly norm?: readonly Norm[];
  readonly expect: readonly Bytes[];
}

const FOLDER = join(import.meta.dirname, 'cases');
const FLUSH = [['FLUSHALL'], ['SCRIPT', 'FLUSH'], ['FUNCTION', 'FLUSH']];

const bytesOf = (word: Word): Bytes => (typeof word === 'string' ? fromText(word) : fromHex(word.hex)!);

/** One server for all cases, as a real one is. */
class Sandbox {
  private readonly server: Server;

  constructor(profile: ScriptProfile) {
    const { families } = createScripting({ profile, random: new Prng() });
    this.server = new Server({
      version: profile.redis,
      families: [...redisFamilies, ...families],
      clock: () => Date.now() * 1000,
      stopwatch: () => performance.now() * 1000,
      seed: 1,
    });
  }

  /** The replies to the commands of a case, as bytes. */
  answer({ resp, setup, via = 'EVAL', script, keys, argv, then, cleanup = [] }: Case): Bytes[] {
    const session = this.server.connect(() => undefined);
    const send = (words: readonly Word[]): Bytes => {
      const reply = this.server.execute(session, words.map(bytesOf));
      return reply === undefined ? '' : encode(reply, session.resp);
    };
    for (const words of FLUSH) send(words);
    if (resp === 3) send(['HELLO', '3']);
    const replies = setup.map(send);
    if (script !== null) replies.push(send([via, script, String(keys.length), ...keys, ...argv]));
    replies.push(...then.map(send));
    this.server.disconnect(session);
    const cleaner = this.server.connect(() => undefined);
    for (const words of cleanup) this.server.execute(cleaner, words.map(bytesOf));
    this.server.disconnect(cleaner);
    return replies;
  }
}

const casesIn = (file: string): Case[] =>
  readFileSync(join(FOLDER, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Replies in the form in which two servers must agree. */
const comparable = (replies: readonly Bytes[], { norm = [] }: Case): readonly unknown[] =>
  norm.length === 0 ? replies : replies.map((bytes) => normalised(bytes, norm));

/** Cases that ask for nothing but replies. The others need connections, and are played through the door. */
describe.each(['redis-7.0.15.jsonl', 'families.jsonl', 'scripting.jsonl', 'lua.jsonl', 'articles.jsonl'])(
  '%s',
  (name) => {
    const sandbox = new Sandbox(REDIS_7_0);
    it.each(casesIn(name).map((testCase): [string, Case] => [testCase.id, testCase]))('%s', (_, testCase) => {
      expect(comparable(sandbox.answer(testCase), testCase)).toEqual(comparable(testCase.expect, testCase));
    });
  },
);

/** Servers of other versions have answered the same cases; their files hold what differs from 7.0.15. */
describe.each(['6.2.16', '7.2.6', '7.4.1'])('cases of 7.0.15 on %s', (version) => {
  const sandbox = new Sandbox(PROFILES.find(({ name }) => name === version)!);
  const answers = new Map(casesIn(`versions/${version}.jsonl`).map(({ id, expect: replies }) => [id, replies]));
  it.each(casesIn('redis-7.0.15.jsonl').map((testCase): [string, Case] => [testCase.id, testCase]))(
    '%s',
    (_, testCase) => {
      const expected = answers.get(testCase.id) ?? testCase.expect;
      expect(comparable(sandbox.answer(testCase), testCase)).toEqual(comparable(expected, testCase));
    },
  );
});

/** A reply with what two servers need not agree on put in order: every aggregate, or sets and maps alone. */
function normalised(bytes: Bytes, norm: readonly Norm[]): RespValue | Bytes {
  const [reply] = new Decoder().feed(toOctets(bytes));
  return reply === undefined ? bytes : sorted(reply, norm.includes('sort'));
}

function sorted(reply: RespValue, arraysToo: boolean): RespValue {
  switch (reply.type) {
    case 'array':
    case 'set': {
      const items = reply.items.map((item) => sorted(item, arraysToo));
      return { ...reply, items: arraysToo || reply.type === 'set' ? items.toSorted(byText) : items };
    }
    case 'map':
      return {
        ...reply,
        entries: reply.entries
          .map(([key, value]) => [sorted(key, arraysToo), sorted(value, arraysToo)] as const)
          .toSorted(([a], [b]) => byText(a, b)),
      };
    default:
      return reply;
  }
}

const byText = (a: RespValue, b: RespValue): number => {
  const [textA, textB] = [encode(a, 3), encode(b, 3)];
  return textA < textB ? -1 : textA > textB ? 1 : 0;
};
