import { describe, expect, it } from 'vitest';
import { NoPayload, Noted } from '../../analysis/rewrite/trace-format.js';
import type { Bytes } from '../../bytes.js';
import { encodeListpack } from '../../redis/rdb/listpack.js';
import { integerBytes } from '../../redis/rdb/numbers.js';
import { openPayload, sealPayload } from '../../redis/rdb/payload.js';
import { writeString } from '../../redis/rdb/strings.js';
import { print } from '../../resp/index.js';
import type { AppError } from '../errors.js';
import { createEmulator } from '../sandbox/emulator.js';
import { KeyReads } from './key-reads.js';
import { KeyValues } from './key-values.js';
import type { Packed } from './unpack.js';

const BEGIN = 1_700_000_000_000_000;
const server = createEmulator({ clock: () => BEGIN, stopwatch: () => 0, seed: 1 }).server;
const client = server.connect(() => undefined);

/** DUMP of what commands have made, and then undone. */
function dumpOf(key: Bytes, ...commands: readonly string[]): Bytes {
  for (const command of commands) server.execute(client, command.split(' '));
  const reply = server.execute(client, ['DUMP', key]);
  server.execute(client, ['DEL', key]);
  if (reply?.type !== 'bulk') throw new Error(JSON.stringify(reply));
  return reply.value;
}

type Note = readonly [step: number, kind: number, key: Bytes, payload: Packed, expiresAt?: number, encoding?: Bytes];

const BEGUN: Note = [0, Noted.begin, '', BEGIN];

/** Reads of keys on notes as a tracer tells them. */
function readsOf(notes: readonly Note[], { version = '7.0.15', skipped = 0 } = {}) {
  const all = notes.flatMap(([step, kind, key, payload, expiresAt = -1, encoding = '']): Packed[] => {
    return [step, kind, key, payload, expiresAt, encoding];
  });
  const values = new KeyValues(all, 0, skipped);
  const reads = new KeyReads(values, version);
  const at = (step: number, command: string): string => {
    reads.goTo(step);
    try {
      return print(reads.answer(command.split(' ')));
    } catch (error) {
      const { code, data } = error as AppError;
      return `${code} ${Object.values(data).join(' ')}`;
    }
  };
  return { at, values };
}

const one = dumpOf('k', 'SET k one');
const two = dumpOf('k', 'SET k two');

describe('a key at a step', () => {
  it('is what was noted last, and before the first write what was found', () => {
    const { at } = readsOf([BEGUN, [0, 0, 'k', one], [3, 0, 'k', two], [5, 0, 'k', NoPayload.missing]]);
    expect([0, 2, 3, 4, 5, 9].map((step) => at(step, 'GET k'))).toEqual([
      '"one"',
      '"one"',
      '"two"',
      '"two"',
      '(nil)',
      '(nil)',
    ]);
    // Back again.
    expect(at(4, 'GET k')).toBe('"two"');
    expect(at(0, 'EXISTS k k')).toBe('(integer) 2');
  });

  it('is of the database selected there', () => {
    const { at } = readsOf([BEGUN, [0, 0, 'k', one], [2, Noted.database, '', 7], [0, 7, 'k', two]]);
    expect(at(1, 'GET k')).toBe('"one"');
    expect(at(2, 'GET k')).toBe('"two"');
  });

  it('is not known when anything may have been written, unless it is noted again', () => {
    const { at } = readsOf([BEGUN, [0, 0, 'k', one], [0, 0, 'j', one], [2, Noted.anything, '', 0], [2, 0, 'k', two]]);
    expect(at(1, 'GET j')).toBe('"one"');
    expect(at(2, 'GET j')).toBe('not-recorded unseen j');
    expect(at(2, 'GET k')).toBe('"two"');
  });

  it('is told by what differs from before', () => {
    const long = dumpOf('k', `SET k ${'x'.repeat(30)}`, 'SETRANGE k 15 abcdef');
    const changed = dumpOf('k', `SET k ${'x'.repeat(30)}`, 'SETRANGE k 15 abCDef!');
    let first = 0;
    while (long[first] === changed[first]) first++;
    const { at } = readsOf([
      BEGUN,
      [0, 0, 'k', long],
      [1, 0, 'k', [first, 0, changed.slice(first)]],
      [2, 0, 'k', [changed.length, 0, '']],
      [3, 0, 'k', [1, 1, '']],
    ]);
    expect(at(2, 'GETRANGE k 14 21')).toBe('"xabCDef!"');
    expect(at(0, 'GETRANGE k 14 20')).toBe('"xabcdef"');
    expect(at(1, 'GETRANGE k 14 21')).toBe('"xabCDef!"');
    // What has gone wrong on the way is no value.
    expect(at(3, 'GET k')).toBe('not-recorded unreadable k');
  });

  it('of a function counts from its first step', () => {
    const { at } = readsOf([BEGUN, [0, 0, 'k', one], [6, 0, 'k', two]], { skipped: 5 });
    expect([0, 1].map((step) => at(step, 'GET k'))).toEqual(['"one"', '"two"']);
  });

  it('is not known of a trace from before keys were noted', () => {
    expect(readsOf([]).at(0, 'GET k')).toBe('not-recorded old k');
  });

  it('expires by the clock of the step, and stays while the script runs', () => {
    const { at, values } = readsOf([BEGUN, [0, 0, 'k', one, BEGIN / 1000 + 500, 'embstr']]);
    values.returned(0, 200_000);
    values.returned(1, 900_000);
    expect([0, 1, 2].map((step) => at(step, 'PTTL k'))).toEqual(['(integer) 500', '(integer) 300', '(integer) 0']);
    expect(at(2, 'GET k')).toBe('"one"');
    expect(at(1, 'TIME')).toBe('1) "1700000000"\n2) "200000"');
  });
});

describe('what the server alone knows', () => {
  it('is told as it was noted', () => {
    const { at } = readsOf([BEGUN, [0, 0, 'k', one, -1, 'raw']]);
    expect(at(0, 'OBJECT ENCODING k')).toBe('"raw"');
    const { at: missing } = readsOf([BEGUN, [0, 0, 'k', NoPayload.missing]]);
    expect(missing(0, 'OBJECT ENCODING k')).toBe('(nil)');
    expect(missing(0, 'DUMP k')).toBe('(nil)');
  });

  it('shows sets and hashes in the order of their server', () => {
    const members = Array.from({ length: 40 }, (_, i) => `m${(i * 7) % 40}`);
    const set = sealPayload(`\x02${String.fromCharCode(40)}${members.map((m) => writeString(m, false)).join('')}`, 10);
    const hash = `\x04${String.fromCharCode(20)}${members.map((m) => writeString(m, false)).join('')}`;
    const { at } = readsOf([
      BEGUN,
      [0, 0, 's', set, -1, 'hashtable'],
      [0, 0, 'h', sealPayload(hash, 10), -1, 'hashtable'],
    ]);
    const plain = (text: string) => text.split('\n').map((line) => line.replace(/^.*"(.*)"$/, '$1'));
    expect(plain(at(0, 'SMEMBERS s'))).toEqual(members);
    expect(plain(at(0, 'HKEYS h'))).toEqual(members.filter((_, i) => i % 2 === 0));
    expect(at(0, 'SSCAN s 0')).toBe('not-recorded chance SSCAN');
    expect(at(0, 'HSCAN h 0')).toBe('not-recorded chance HSCAN');
    expect(at(0, 'SSCAN h 0')).toMatch(/^\(error\) WRONGTYPE/);
  });
});

describe('payloads of other servers', () => {
  it('are read: small sets of 7.2, streams of 7.2', () => {
    const set = sealPayload(`\x14${writeString(encodeListpack(['b', '1', 'a']), false)}`, 11);
    const stream = dumpOf('x', 'XADD x 1-1 f v', 'XGROUP CREATE x g 0', 'XREADGROUP GROUP g me STREAMS x >');
    const body = openPayload(stream, 10)!;
    // Behind the time a consumer was seen comes when it was active; the one entry it has pending stands at the end.
    const pending = body.length - 17;
    const active = integerBytes(BigInt(BEGIN / 1000), 8, 'little');
    const newer = sealPayload(`\x15${body.slice(1, pending)}${active}${body.slice(pending)}`, 11);
    const { at } = readsOf([BEGUN, [0, 0, 's', set, -1, 'listpack'], [0, 0, 'x', newer, -1, 'stream']], {
      version: '7.4.2',
    });
    expect(at(0, 'SMEMBERS s')).toBe('1~ "b"\n2~ "1"\n3~ "a"');
    expect(at(0, 'XLEN x')).toBe('(integer) 1');
    expect(at(0, 'XPENDING x g')).toContain('"me"');
    expect(at(0, 'XINFO CONSUMERS x g')).toBe('not-recorded unreadable x');
  });

  it('of a form that came later are told as that', () => {
    const { at } = readsOf([BEGUN, [0, 0, 'k', sealPayload('\x18\x00\x00', 12)]]);
    expect(at(0, 'TYPE k')).toBe('not-recorded unreadable k');
  });
});
