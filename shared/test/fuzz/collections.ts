import type { Grammar } from './grammar.js';

export const hashes: Grammar = (w) => {
  const { dice } = w;
  const key = (): string => w.key('hash');
  const pairs = (): string[] => dice.some(1, 4, () => [w.member(), w.value()]).flat();
  return {
    HSET: () => [key(), ...pairs()],
    HMSET: () => [key(), ...pairs()],
    HSETNX: () => [key(), w.member(), w.value()],
    HGET: () => [key(), w.member()],
    HMGET: () => [key(), ...dice.some(1, 4, () => w.member())],
    HGETALL: () => [key()],
    HKEYS: () => [key()],
    HVALS: () => [key()],
    HLEN: () => [key()],
    HDEL: () => [key(), ...dice.some(1, 4, () => w.member())],
    HEXISTS: () => [key(), w.member()],
    HSTRLEN: () => [key(), w.member()],
    HINCRBY: () => [key(), w.member(), w.integer()],
    HINCRBYFLOAT: () => [key(), w.member(), w.float()],
    HSCAN: () => [key(), '0', 'COUNT', '1000', ...dice.options(() => ['MATCH', w.pattern()])],
    HRANDFIELD: () => [
      key(),
      ...dice.options(
        () => [dice.pick(['0', '1000', '-0'])],
        () => ['WITHVALUES'],
      ),
    ],
  };
};

export const lists: Grammar = (w) => {
  const { dice } = w;
  const key = (): string => w.key('list');
  const end = (): string => dice.pick(['LEFT', 'RIGHT', 'left', 'MIDDLE']);
  const many = (): string[] => {
    const keys = dice.some(1, 3, key);
    return [
      dice.once(10) ? w.integer() : String(keys.length),
      ...keys,
      end(),
      ...dice.options(() => ['COUNT', w.count()]),
    ];
  };
  const elements = (): string[] => dice.some(1, 4, () => w.member());
  return {
    LPUSH: () => [key(), ...elements()],
    RPUSH: () => [key(), ...elements()],
    LPUSHX: () => [key(), ...elements()],
    RPUSHX: () => [key(), ...elements()],
    LPOP: () => [key(), ...dice.options(() => [w.count()])],
    RPOP: () => [key(), ...dice.options(() => [w.count()])],
    LLEN: () => [key()],
    LINDEX: () => [key(), w.integer()],
    LSET: () => [key(), w.small(), w.member()],
    LRANGE: () => [key(), w.integer(), w.integer()],
    LTRIM: () => [key(), w.small(), w.integer()],
    LREM: () => [key(), w.integer(), w.member()],
    LINSERT: () => [key(), dice.pick(['BEFORE', 'AFTER', 'after', 'NEAR']), w.member(), w.member()],
    LPOS: () => [
      key(),
      w.member(),
      ...dice.options(
        () => ['RANK', w.integer()],
        () => ['COUNT', w.integer()],
        () => ['MAXLEN', w.integer()],
      ),
    ],
    LMOVE: () => [key(), key(), end(), end()],
    RPOPLPUSH: () => [key(), key()],
    LMPOP: many,
    BLPOP: () => [...dice.some(1, 3, key), w.float()],
    BRPOP: () => [...dice.some(1, 3, key), '1'],
    BLMOVE: () => [key(), key(), end(), end(), w.float()],
    BRPOPLPUSH: () => [key(), key(), w.float()],
    BLMPOP: () => [w.float(), ...many()],
  };
};

export const sets: Grammar = (w) => {
  const { dice } = w;
  const key = (): string => w.key('set');
  const member = (): string => (dice.once(2) ? String(dice.below(40)) : w.value());
  const members = (): string[] => dice.some(1, 4, member);
  const keys = (): string[] => dice.some(1, 3, key);
  return {
    SADD: () => [key(), ...members()],
    SREM: () => [key(), ...members()],
    SMOVE: () => [key(), key(), member()],
    SISMEMBER: () => [key(), member()],
    SMISMEMBER: () => [key(), ...members()],
    SCARD: () => [key()],
    SMEMBERS: () => [key()],
    SSCAN: () => [key(), '0', 'COUNT', '1000', ...dice.options(() => ['MATCH', w.pattern()])],
    SPOP: () => [key(), dice.pick(['1000', '0', '-1'])],
    SRANDMEMBER: () => [key(), dice.pick(['1000', '0', '9223372036854775807', '-9223372036854775808'])],
    SINTER: keys,
    SUNION: keys,
    SDIFF: keys,
    SINTERSTORE: () => [key(), ...keys()],
    SUNIONSTORE: () => [key(), ...keys()],
    SDIFFSTORE: () => [key(), ...keys()],
    SINTERCARD: () => {
      const operands = keys();
      const count = dice.once(10) ? w.integer() : String(operands.length);
      return [count, ...operands, ...dice.options(() => ['LIMIT', w.count()])];
    },
  };
};
