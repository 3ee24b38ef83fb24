import { describe, expect, it } from 'vitest';
import { hasKeys, keyPositions } from './keys.js';
import { arityFits, findCommand, lookupCommand } from './lookup.js';
import { crc16, hashSlot } from './slot.js';

/** What COMMAND GETKEYS of redis-server 7.0.15 answers. */
const transcripts: readonly (readonly [line: string, keys: string])[] = [
  ['get a', 'a'],
  ['mset a 1 b 2', 'a b'],
  ['eval x 2 a b c', 'a b'],
  ['eval x 0 c', ''],
  ['eval x abc', ''],
  ['sort a by x* store b get c limit 0 1 store d', 'a d'],
  ['zunionstore d 2 a b', 'd a b'],
  ['xread count 1 streams a b 0 0', 'a b'],
  ['xreadgroup group g streams streams a b 0 0', 'a b'],
  ['xread streams a b 0', 'a'],
  ['migrate h 1 k 0 10', 'k'],
  ['blmpop 0 2 a b left', 'a b'],
  ['georadius k 1 2 3 m store d', 'k d'],
  ['set a b get', 'a'],
  ['object encoding a', 'a'],
  ['bitop and d a b', 'd a b'],
  ['geosearchstore a b fromlonlat 1 2 byradius 1 m', 'a b'],
];

describe('keyPositions', () => {
  it.each(transcripts)('%s', (line, keys) => {
    const argv = line.split(' ');
    const positions = keyPositions(lookupCommand(argv)!, argv);
    expect(positions.map(({ index }) => argv[index]).join(' ')).toBe(keys);
  });

  it('says what happens to the keys', () => {
    const flags = (line: string): readonly string[] => {
      const argv = line.split(' ');
      return keyPositions(lookupCommand(argv)!, argv)[0]!.flags;
    };
    expect(flags('set a b')).toEqual(['OW', 'update']);
    expect(flags('set a b get')).toEqual(['RW', 'access', 'update']);
    expect(flags('bitfield a get u1 0')).toEqual(['RO', 'access']);
  });

  it('knows which commands name keys', () => {
    expect(hasKeys(findCommand('get')!)).toBe(true);
    expect(hasKeys(findCommand('ping')!)).toBe(false);
    expect(hasKeys(findCommand('spublish')!)).toBe(false);
  });
});

describe('lookupCommand', () => {
  it('finds subcommands in any case, and containers alone', () => {
    expect(lookupCommand(['CONFIG', 'get', 'x'])?.name).toBe('config|get');
    expect(lookupCommand(['config'])?.name).toBe('config');
    expect(lookupCommand(['config', 'nope'])).toBeUndefined();
    expect(lookupCommand(['config|get'])).toBeUndefined();
    expect(findCommand('CONFIG|GET')?.name).toBe('config|get');
  });

  it('checks arity', () => {
    expect(arityFits(findCommand('get')!, 2)).toBe(true);
    expect(arityFits(findCommand('get')!, 3)).toBe(false);
    expect(arityFits(findCommand('mset')!, 5)).toBe(true);
  });
});

describe('hashSlot', () => {
  it('is CRC16 of the key or its tag', () => {
    expect(crc16('123456789')).toBe(0x31c3);
    expect(hashSlot('somekey')).toBe(11058);
    expect(hashSlot('foo{hash_tag}')).toBe(hashSlot('hash_tag'));
    expect(hashSlot('foo{}{bar}')).toBe(8363);
  });
});
