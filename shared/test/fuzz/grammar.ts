import type { Bytes } from '../../src/bytes.js';
import { hashes, lists, sets } from './collections.js';
import { Dice } from './dice.js';
import { keys } from './keys.js';
import { streams } from './streams.js';
import { bitmaps, hyperloglogs, strings } from './strings.js';
import { Words } from './words.js';
import { geo, lexZsets, zsets } from './zsets.js';

/** By command, in any case of its letters (several cases weigh more): arguments at random. */
export type Rules = Readonly<Record<string, () => readonly Bytes[]>>;
export type Grammar = (words: Words) => Rules;

export const GRAMMARS: Readonly<Record<string, Grammar>> = {
  string: strings,
  bitmap: bitmaps,
  hyperloglog: hyperloglogs,
  hash: hashes,
  list: lists,
  set: sets,
  zset: zsets,
  lex: lexZsets,
  geo,
  stream: streams,
  keys,
};

/** Thresholds small enough for encodings to change. */
const SETTINGS: Readonly<Record<string, readonly Bytes[]>> = {
  'hash-max-listpack-entries': ['128', '4', '0'],
  'hash-max-listpack-value': ['64', '10'],
  'set-max-intset-entries': ['512', '5', '0'],
  'zset-max-listpack-entries': ['128', '4', '0'],
  'zset-max-listpack-value': ['64', '2'],
  'stream-node-max-entries': ['100', '3', '1', '0'],
  'stream-node-max-bytes': ['4096', '64', '0'],
  'hll-sparse-max-bytes': ['3000', '100'],
};

const BLOCKING = /^(b[lrz]|xread$)/i;

/**
 * Left whole: a damaged one might choose at random what to change, choose without an end, start from a strange cursor or expire soon. So is
 * what stores distances, which belong under their own keys.
 */
const WHOLE = /^(spop|.*rand.*|.*scan|p?expire.*|p?setex|getex|set)$/i;

/** One round: settings, the protocol, a key of another type, and then commands of a family. */
export function round(family: string, seed: number, length: number): Bytes[][] {
  const dice = new Dice(seed);
  const words = new Words(dice);
  const rules = GRAMMARS[family]!(words);
  const names = Object.keys(rules);
  const commands: Bytes[][] = [
    ['FLUSHALL'],
    ['HELLO', dice.once(2) ? '3' : '2'],
    ...Object.entries(SETTINGS).map(([name, values]) => [
      'CONFIG',
      'SET',
      name,
      dice.once(2) ? values[0]! : dice.pick(values),
    ]),
    dice.once(2) ? ['SET', 'other', 'a string'] : ['RPUSH', 'other', 'a', 'list'],
  ];
  while (commands.length < length) {
    const name = dice.pick(names);
    const whole = [name, ...rules[name]!()];
    const staysWhole = family === 'lex' || WHOLE.test(name) || whole.includes('STOREDIST');
    const command = staysWhole ? whole : damaged(dice, words, whole);
    // What might block is sent within a transaction, where it may not.
    if (BLOCKING.test(name)) commands.push(['MULTI'], command, ['EXEC']);
    else commands.push(command);
  }
  return commands;
}

/** Once in forty a word is missing, doubled or another. */
function damaged(dice: Dice, words: Words, command: readonly Bytes[]): Bytes[] {
  const copy = [...command];
  if (!dice.once(40)) return copy;
  const at = dice.below(copy.length);
  const replacement = dice.pick([[], [copy[at]!, copy[at]!], [words.member()], [words.position()]]);
  if (at === 0) return [...copy, words.member()];
  copy.splice(at, 1, ...replacement);
  return copy;
}
