import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../bytes.js';
import { redisFamilies } from '../redis-families.js';
import { Server } from '../server.js';
import { lzfCompress, lzfDecompress } from './lzf.js';
import { decodeListpack, encodeListpack } from './listpack.js';

function start(settings: Readonly<Record<string, Bytes>> = {}): (...argv: Bytes[]) => unknown {
  const server = new Server({
    families: redisFamilies,
    clock: () => 1_700_000_000_000_000,
    seed: 1,
    settings: { 'enable-debug-command': 'yes', ...settings },
  });
  const session = server.connect(() => undefined);
  return (...argv) => {
    const reply = server.execute(session, argv);
    return reply?.type === 'bulk' ? reply.value : reply;
  };
}

const VALUES: readonly (readonly Bytes[])[] = [
  ['SET', 'k', 'ab'.repeat(100)],
  ['SET', 'k', '-70000'],
  ['RPUSH', 'k', 'a', '1', '300', '-70000', '12345678901', 'x'.repeat(100)],
  ['SADD', 'k', '1', '2', '70000'],
  ['SADD', 'k', 'a', 'b'],
  ['HSET', 'k', 'a', '1', 'b', '2'],
  ['HSET', 'k', 'a', '1', 'b', '2', 'c', '3', 'd', 'x'.repeat(100)],
  ['ZADD', 'k', '1', 'a', '2.5', 'b', '-inf', 'c'],
  ['ZADD', 'k', '1', 'a', '2.5', 'x'.repeat(100)],
  ['XADD', 'k', '1-1', 'field', 'value'],
];

describe('DUMP and RESTORE', () => {
  it.each(VALUES)('give back what %s %s made', (...line) => {
    const ask = start();
    ask(...line);
    const payload = ask('DUMP', 'k') as Bytes;
    expect(ask('RESTORE', 'copy', '0', payload)).toMatchObject({ text: 'OK' });
    expect(ask('DUMP', 'copy')).toBe(payload);
    expect(ask('OBJECT', 'ENCODING', 'copy')).toBe(ask('OBJECT', 'ENCODING', 'k'));
  });

  it('never do more with a damaged payload than refuse it', () => {
    const ask = start();
    ask('DEBUG', 'SET-SKIP-CHECKSUM-VALIDATION', '1');
    const payloads = VALUES.map((line) => {
      ask('DEL', 'k');
      ask(...line);
      return ask('DUMP', 'k') as Bytes;
    });
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...payloads), damage, (payload, changes) => {
        const body = payload.length - 10;
        const octets = payload.split('');
        for (const [at, octet] of changes) octets[at % body] = String.fromCharCode(octet);
        const reply = ask('RESTORE', 'k', '0', octets.join(''), 'REPLACE') as { readonly text: Bytes };
        expect(['OK', 'ERR Bad data format']).toContain(reply.text);
        if (reply.text === 'OK') ask('DUMP', 'k');
      }),
      { numRuns: 1000 },
    );
  }, 60_000);
});

describe('LZF', () => {
  it('gives back what it packed', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'abcabc', '\x00', '\xff'), { maxLength: 300 });
    const outcome = fc.check(
      fc.property(text, (parts) => {
        const plain = parts.join('');
        const packed = lzfCompress(plain, plain.length);
        return packed === undefined || lzfDecompress(packed, plain.length) === plain;
      }),
    );
    expect(outcome.failed).toBe(false);
  });
});

describe('a listpack', () => {
  it('gives back its elements', () => {
    const integers = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
    const strings = fc.nat({ max: 5000 }).map((length) => 'x'.repeat(length));
    fc.assert(
      fc.property(fc.array(fc.oneof(integers, strings)), (elements) => {
        expect(decodeListpack(encodeListpack(elements))).toEqual(elements);
      }),
    );
  });
});
