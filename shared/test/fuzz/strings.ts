import type { Grammar } from './grammar.js';

/** A time far enough away that nothing expires meanwhile. */
const FAR = ['100000', '9999999', '0', '-1', '9223372036854775807', '9223372036854775', '92233720368547758070', 'x'];

export const strings: Grammar = (w) => {
  const { dice } = w;
  const key = (): string => w.key('string');
  const expiry = (): string[] => [
    dice.pick(['EX', 'PX', 'EXAT', 'PXAT']),
    dice.once(3) ? dice.pick(FAR) : '33333333333',
  ];
  return {
    SET: () => [
      key(),
      w.value(),
      ...dice.options(
        () => [dice.pick(['NX', 'XX', 'nx'])],
        () => ['GET'],
        () => ['KEEPTTL'],
        expiry,
      ),
    ],
    SETNX: () => [key(), w.value()],
    SETEX: () => [key(), dice.pick(FAR), w.value()],
    PSETEX: () => [key(), dice.pick(FAR), w.value()],
    GET: () => [key()],
    GETSET: () => [key(), w.value()],
    GETDEL: () => [key()],
    GETEX: () => [key(), ...dice.options(expiry, () => ['PERSIST'])],
    STRLEN: () => [key()],
    APPEND: () => [key(), w.value()],
    SETRANGE: () => [key(), w.small(), w.member()],
    GETRANGE: () => [key(), w.integer(), w.integer()],
    SUBSTR: () => [key(), w.small(), w.small()],
    MGET: () => dice.some(1, 4, key),
    MSET: () => dice.some(1, 3, () => [key(), w.value()]).flat(),
    MSETNX: () => dice.some(1, 2, () => [key(), w.value()]).flat(),
    INCR: () => [key()],
    DECR: () => [key()],
    INCRBY: () => [key(), w.integer()],
    DECRBY: () => [key(), w.integer()],
    INCRBYFLOAT: () => [key(), w.float()],
    LCS: () => [
      key(),
      key(),
      ...dice.options(
        () => ['LEN'],
        () => ['IDX'],
        () => ['WITHMATCHLEN'],
        () => ['MINMATCHLEN', w.integer()],
      ),
    ],
  };
};

export const bitmaps: Grammar = (w) => {
  const { dice } = w;
  const key = (): string => w.key('string');
  const bit = (): string => (dice.once(12) ? w.position() : String(dice.below(300)));
  const type = (): string =>
    dice.pick(['u', 'i', 'u', 'i', 'x']) + String(dice.pick([1, 2, 5, 7, 8, 16, 31, 32, 33, 63, 64, 65, 0]));
  const offset = (): string => (dice.once(3) ? `#${dice.below(6)}` : bit());
  const operation = (): string[] =>
    dice.pick([
      () => ['GET', type(), offset()],
      () => ['SET', type(), offset(), w.integer()],
      () => ['INCRBY', type(), offset(), w.integer()],
      () => ['OVERFLOW', dice.pick(['WRAP', 'SAT', 'FAIL', 'fail', 'NONE'])],
    ])();
  return {
    SETBIT: () => [key(), bit(), dice.pick(['0', '1', '1', '2'])],
    GETBIT: () => [key(), bit()],
    BITCOUNT: () => [
      key(),
      ...dice.options(
        () => [w.integer(), w.integer()],
        () => [dice.pick(['BIT', 'BYTE', 'bit'])],
      ),
    ],
    BITPOS: () => [
      key(),
      dice.pick(['0', '1', '2']),
      ...dice.some(0, 2, () => w.integer()),
      ...dice.options(() => [dice.pick(['BIT', 'BYTE'])]),
    ],
    BITOP: () => [dice.pick(['AND', 'OR', 'XOR', 'NOT', 'not', 'NAND']), key(), ...dice.some(1, 3, key)],
    BITFIELD: () => [key(), ...dice.some(0, 4, operation).flat()],
    BITFIELD_RO: () => [key(), ...dice.some(0, 2, () => ['GET', type(), offset()]).flat()],
  };
};

export const hyperloglogs: Grammar = (w) => {
  const { dice } = w;
  const key = (): string => w.key('hll');
  const element = (): string => (dice.once(3) ? w.value() : `e${dice.below(5000)}`);
  return {
    PFADD: () => [key(), ...dice.some(0, 30, element)],
    PFCOUNT: () => dice.some(1, 3, key),
    PFMERGE: () => dice.some(1, 3, key),
    PFDEBUG: () => [dice.pick(['ENCODING', 'DECODE', 'TODENSE', 'encoding', 'nothing']), key()],
    GET: () => [key()],
  };
};
