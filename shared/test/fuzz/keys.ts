import type { Grammar } from './grammar.js';

const FAMILIES = ['string', 'hash', 'list', 'set', 'zset', 'stream'];

/** Commands on keys of any type. */
export const keys: Grammar = (w) => {
  const { dice } = w;
  const key = (): string => w.key(dice.pick(FAMILIES));
  const later = (): string => dice.pick(['100000', '9999999', '0', '-5', '9223372036854775807', 'x']);
  /** SORT looks at an errno that whichever number came before has left: only elements that leave none. */
  const element = (): string => (dice.once(2) ? w.small() : w.member());
  const flag = (): string[] => dice.options(() => [dice.pick(['NX', 'XX', 'GT', 'LT', 'EQ'])]);
  return {
    DEL: () => dice.some(1, 2, key),
    UNLINK: () => [key()],
    EXISTS: () => dice.some(1, 3, key),
    TOUCH: () => dice.some(1, 3, key),
    TYPE: () => [key()],
    RENAME: () => [key(), key()],
    RENAMENX: () => [key(), key()],
    COPY: () => [
      key(),
      key(),
      ...dice.options(
        () => ['REPLACE'],
        () => ['DB', '0'],
      ),
    ],
    PERSIST: () => [key()],
    EXPIRE: () => [key(), later(), ...flag()],
    PEXPIRE: () => [key(), later(), ...flag()],
    EXPIREAT: () => [key(), '33333333333', ...flag()],
    PEXPIREAT: () => [key(), '33333333333333', ...flag()],
    EXPIRETIME: () => [key()],
    PEXPIRETIME: () => [key()],
    TTL: () => [key()],
    PTTL: () => [key()],
    OBJECT: () => [dice.pick(['ENCODING', 'REFCOUNT', 'encoding']), key()],
    SORT: () => [
      dice.pick([w.key('list'), w.key('list'), w.key('zset'), w.key('set'), key()]),
      ...dice.options(
        () => ['ALPHA'],
        () => [dice.pick(['ASC', 'DESC'])],
        () => ['LIMIT', w.small(), w.small()],
        () => ['BY', dice.pick(['string:*', 'hash:*->f', 'nosort', '*'])],
        () => ['GET', dice.pick(['#', 'string:*', 'hash:*->f'])],
        () => ['STORE', `sorted:${dice.below(2)}`],
      ),
    ],
    LLEN: () => [`sorted:${dice.below(2)}`],
    SORT_RO: () => [
      key(),
      ...dice.options(
        () => ['ALPHA'],
        () => ['DESC'],
      ),
    ],
    SET: () => [w.key('string'), w.value()],
    HSET: () => [w.key('hash'), 'f', w.value()],
    RPUSH: () => [w.key('list'), ...dice.some(1, 4, element)],
    SADD: () => [w.key('set'), ...dice.some(1, 4, element)],
    ZADD: () => [w.key('zset'), w.small(), w.member()],
    XADD: () => [w.key('stream'), `${dice.below(20)}-*`, 'f', 'v'],
  };
};
