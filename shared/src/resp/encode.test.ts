import { describe, expect, it } from 'vitest';
import { Decoder } from './decode.js';
import { downgrade, encode, encodeCommand, encodeStart } from './encode.js';
import { array, bulk, integer, map, NIL, NIL_ARRAY, push, set, type RespValue } from './value.js';

const replies: readonly { reply: RespValue; resp2: string; resp3: string }[] = [
  { reply: { type: 'status', text: 'OK' }, resp2: '+OK\r\n', resp3: '+OK\r\n' },
  { reply: { type: 'error', text: 'ERR no' }, resp2: '-ERR no\r\n', resp3: '-ERR no\r\n' },
  { reply: integer(2n ** 63n - 1n), resp2: ':9223372036854775807\r\n', resp3: ':9223372036854775807\r\n' },
  { reply: bulk('\x00\xff'), resp2: '$2\r\n\x00\xff\r\n', resp3: '$2\r\n\x00\xff\r\n' },
  { reply: NIL, resp2: '$-1\r\n', resp3: '_\r\n' },
  { reply: NIL_ARRAY, resp2: '*-1\r\n', resp3: '_\r\n' },
  { reply: { type: 'double', text: '0.1' }, resp2: '$3\r\n0.1\r\n', resp3: ',0.1\r\n' },
  { reply: { type: 'boolean', value: true }, resp2: ':1\r\n', resp3: '#t\r\n' },
  { reply: { type: 'bignumber', text: '123' }, resp2: '$3\r\n123\r\n', resp3: '(123\r\n' },
  { reply: { type: 'verbatim', format: 'txt', value: 'hi' }, resp2: '$2\r\nhi\r\n', resp3: '=6\r\ntxt:hi\r\n' },
  { reply: map([[bulk('a'), integer(1)]]), resp2: '*2\r\n$1\r\na\r\n:1\r\n', resp3: '%1\r\n$1\r\na\r\n:1\r\n' },
  { reply: set([integer(1)]), resp2: '*1\r\n:1\r\n', resp3: '~1\r\n:1\r\n' },
  { reply: push([bulk('m')]), resp2: '*1\r\n$1\r\nm\r\n', resp3: '>1\r\n$1\r\nm\r\n' },
  {
    reply: { type: 'attribute', entries: [[bulk('a'), integer(1)]], value: array([integer(2)]) },
    resp2: '*1\r\n:2\r\n',
    resp3: '|1\r\n$1\r\na\r\n:1\r\n*1\r\n:2\r\n',
  },
];

describe('encode', () => {
  it.each(replies)('writes $reply.type for both protocols', ({ reply, resp2, resp3 }) => {
    expect(encode(reply, 2)).toBe(resp2);
    expect(encode(reply, 3)).toBe(resp3);
  });

  it('downgrades to what a RESP2 client decodes', () => {
    for (const { reply, resp2 } of replies) expect(encode(downgrade(reply), 3)).toBe(resp2.replace(/[$*]-1/, '_'));
  });

  it.each([2, 3] as const)('begins RESP%i with no more than was asked for, and counts all of it', (version) => {
    const all = array([bulk('x'.repeat(100)), ...replies.map(({ reply }) => reply), bulk(''), integer(-1)]);
    const whole = encode(all, version);
    for (const limit of [0, 1, 50, whole.length, 1e6]) {
      const { bytes, total } = encodeStart(all, version, limit);
      expect(total).toBe(whole.length);
      expect(whole.startsWith(bytes)).toBe(true);
      expect(bytes.length).toBeGreaterThanOrEqual(Math.min(limit, whole.length));
    }
  });

  it('writes commands as arrays of bulk strings', () => {
    expect(encodeCommand(['SET', 'k', ''])).toBe('*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$0\r\n\r\n');
  });
});

describe('Decoder', () => {
  it.each(replies)('reads $reply.type back, whole and byte by byte', ({ reply, resp3 }) => {
    const expected = reply.type === 'nil' ? NIL : reply;
    expect(new Decoder().feed(resp3)).toEqual([expected]);
    const slow = new Decoder();
    expect(resp3.split('').flatMap((byte) => slow.feed(byte))).toEqual([expected]);
    expect(slow.idle).toBe(true);
  });

  it('takes only both bytes for the end of a line', () => {
    const decoder = new Decoder();
    expect(decoder.feed('-ERR a\rb\nc\r')).toEqual([]);
    expect(decoder.feed('\n:1\r\n').map((value) => value.type)).toEqual(['error', 'integer']);
  });

  it('takes octets as well as strings', () => {
    const decoder = new Decoder();
    expect(decoder.feed(Uint8Array.from([0x24, 0x31, 0x0d, 0x0a]))).toEqual([]);
    expect(decoder.feed(Uint8Array.from([0xff, 0x0d, 0x0a, 0x3a]))).toEqual([bulk('\xff')]);
    expect(decoder.idle).toBe(false);
  });

  it('keeps depth and length off the call stack', () => {
    const depth = 200_000;
    const [nested] = new Decoder().feed(`${'*1\r\n'.repeat(depth)}:1\r\n`);
    expect(encode(nested!, 3)).toHaveLength(depth * 4 + 4);
    const [long] = new Decoder().feed(`*1000000\r\n${':1\r\n'.repeat(1_000_000)}`);
    expect(long).toMatchObject({ type: 'array', items: { length: 1_000_000 } });
  });

  it('joins a long string from its chunks', () => {
    const decoder = new Decoder();
    const chunk = 'x'.repeat(64 * 1024);
    expect(decoder.feed(`$${chunk.length * 160}\r\n`)).toEqual([]);
    for (let i = 0; i < 160; i++) expect(decoder.feed(chunk)).toEqual([]);
    expect(decoder.feed('\r\n+OK\r\n')).toEqual([bulk(chunk.repeat(160)), { type: 'status', text: 'OK' }]);
  });

  it('refuses what is no RESP', () => {
    expect(() => new Decoder().feed('HTTP/1.1 400\r\n')).toThrow('Unknown reply type');
    expect(() => new Decoder().feed(':abc\r\n')).toThrow('Not an integer');
    expect(() => new Decoder().feed('$12x\r\n')).toThrow('Not a length');
  });
});
