import type { Grammar } from './grammar.js';

export const zsets: Grammar = (w) => {
  const { dice } = w;
  const key = (): string => w.key('zset');
  const operand = (): string => (dice.once(5) ? w.key('set') : key());
  const score = (): string => (dice.once(2) ? w.small() : w.float());
  const scoreEnd = (): string =>
    dice.pick(['', '', '(']) + (dice.once(3) ? dice.pick(['-inf', '+inf', 'x', '']) : score());
  const limit = (): string[] => ['LIMIT', w.small(), w.small()];
  const withScores = (): string[] => ['WITHSCORES'];
  const pairs = (): string[] => dice.some(1, 4, () => [score(), w.member()]).flat();
  const operands = (): string[] => {
    const keys = dice.some(1, 3, operand);
    return [dice.once(12) ? w.integer() : String(keys.length), ...keys];
  };
  const weighted = (): string[] => {
    const keys = dice.some(1, 3, operand);
    return [
      String(keys.length),
      ...keys,
      ...dice.options(
        () => ['WEIGHTS', ...keys.map(() => w.float())],
        () => ['AGGREGATE', dice.pick(['SUM', 'MIN', 'MAX', 'max', 'AVG'])],
      ),
    ];
  };
  const many = (): string[] => [
    ...operands(),
    dice.pick(['MIN', 'MAX', 'min', 'MID']),
    ...dice.options(() => ['COUNT', w.count()]),
  ];
  const ends = (): string[] =>
    dice.pick([
      () => [w.integer(), w.integer()],
      () => [scoreEnd(), scoreEnd(), 'BYSCORE'],
      () => [w.small(), w.small()],
    ])();
  const rangeOptions = (): string[] => dice.options(() => ['REV'], limit, withScores);
  return {
    ZADD: () => [
      key(),
      ...dice.options(...['NX', 'XX', 'GT', 'LT', 'CH', 'INCR'].map((word) => () => [word])),
      ...pairs(),
    ],
    zadd: () => [key(), ...pairs()],
    ZINCRBY: () => [key(), score(), w.member()],
    ZREM: () => [key(), ...dice.some(1, 3, () => w.member())],
    ZCARD: () => [key()],
    ZSCORE: () => [key(), w.member()],
    ZMSCORE: () => [key(), ...dice.some(1, 3, () => w.member())],
    ZRANK: () => [key(), w.member()],
    ZREVRANK: () => [key(), w.member()],
    ZCOUNT: () => [key(), scoreEnd(), scoreEnd()],
    ZRANGE: () => [key(), ...ends(), ...rangeOptions()],
    ZREVRANGE: () => [key(), w.integer(), w.integer(), ...dice.options(withScores)],
    ZRANGEBYSCORE: () => [key(), scoreEnd(), scoreEnd(), ...dice.options(withScores, limit)],
    ZREVRANGEBYSCORE: () => [key(), scoreEnd(), scoreEnd(), ...dice.options(withScores, limit)],
    ZRANGESTORE: () => [key(), key(), ...ends(), ...rangeOptions()],
    ZREMRANGEBYRANK: () => [key(), w.small(), w.small()],
    ZREMRANGEBYSCORE: () => [key(), scoreEnd(), scoreEnd()],
    ZPOPMIN: () => [key(), ...dice.options(() => [w.count()])],
    ZPOPMAX: () => [key(), ...dice.options(() => [w.count()])],
    ZMPOP: many,
    BZPOPMIN: () => [...dice.some(1, 2, key), w.float()],
    BZPOPMAX: () => [...dice.some(1, 2, key), '1'],
    BZMPOP: () => [w.float(), ...many()],
    ZSCAN: () => [key(), '0', 'COUNT', '1000', ...dice.options(() => ['MATCH', w.pattern()])],
    ZRANDMEMBER: () => [key(), ...dice.options(() => [dice.pick(['0', '1000'])], withScores)],
    ZUNION: () => [...weighted(), ...dice.options(withScores)],
    ZINTER: () => [...weighted(), ...dice.options(withScores)],
    ZDIFF: () => [...operands(), ...dice.options(withScores)],
    ZUNIONSTORE: () => [key(), ...weighted()],
    ZINTERSTORE: () => [key(), ...weighted()],
    ZDIFFSTORE: () => [key(), ...operands()],
    ZINTERCARD: () => [...operands(), ...dice.options(() => ['LIMIT', w.count()])],
    SADD: () => [w.key('set'), ...dice.some(1, 3, () => w.member())],
  };
};

/** Ranges of bytes, over members of one score. */
export const lexZsets: Grammar = (w) => {
  const { dice } = w;
  const key = (): string => w.key('lex');
  const end = (): string => (dice.once(3) ? dice.pick(['-', '+']) : dice.pick(['[', '(', '[', '(', '']) + w.member());
  const limit = (): string[] => ['LIMIT', w.small(), w.small()];
  return {
    ZADD: () => [key(), ...dice.some(1, 5, () => ['0', w.member()]).flat()],
    ZREM: () => [key(), w.member()],
    ZRANGEBYLEX: () => [key(), end(), end(), ...dice.options(limit)],
    ZREVRANGEBYLEX: () => [key(), end(), end(), ...dice.options(limit)],
    ZRANGE: () => [key(), end(), end(), 'BYLEX', ...dice.options(() => ['REV'], limit)],
    ZLEXCOUNT: () => [key(), end(), end()],
    ZREMRANGEBYLEX: () => [key(), end(), end()],
  };
};

export const geo: Grammar = (w) => {
  const { dice } = w;
  const key = (): string => w.key('geo');
  const longitude = (): string => (dice.once(20) ? w.float() : String((dice.below(36000) - 18000) / 100));
  const latitude = (): string => (dice.once(20) ? w.float() : String((dice.below(17000) - 8500) / 100));
  const near = (): string => String(dice.below(300) / 1000);
  const point = (): string[] => (dice.once(3) ? [longitude(), latitude()] : [near(), near()]);
  const member = (): string => `p${dice.below(12)}`;
  const unit = (): string => dice.pick(['m', 'km', 'ft', 'mi', 'KM', 'cm']);
  const radius = (): string[] => [
    dice.once(12) ? w.float() : String(dice.pick([0, 1, 10, 100, 500, 5000, 20000])),
    unit(),
  ];
  const box = (): string[] => [radius()[0]!, ...radius()];
  const shown = ['WITHDIST', 'WITHCOORD', 'WITHHASH', 'ASC', 'DESC', 'ANY'].map((word) => () => [word]);
  const count = (): string[] => ['COUNT', w.count()];
  const from = (): string[] => dice.pick([() => ['FROMMEMBER', member()], () => ['FROMLONLAT', ...point()]])();
  const by = (): string[] => dice.pick([() => ['BYRADIUS', ...radius()], () => ['BYBOX', ...box()]])();
  const distances = (): string => w.key('distances');
  const store = (): string[] => dice.pick([() => ['STORE', key()], () => ['STOREDIST', distances()]])();
  return {
    GEOADD: () => [
      key(),
      ...dice.options(
        () => ['NX'],
        () => ['XX'],
        () => ['CH'],
      ),
      ...dice.some(1, 4, () => [...point(), member()]).flat(),
    ],
    geoadd: () => [key(), ...dice.some(1, 4, () => [...point(), member()]).flat()],
    GEOPOS: () => [key(), ...dice.some(0, 3, member)],
    GEOHASH: () => [key(), ...dice.some(0, 3, member)],
    GEODIST: () => [key(), member(), member(), ...dice.options(() => [unit()])],
    GEORADIUS: () => [key(), ...point(), ...radius(), ...dice.options(...shown, count, store)],
    GEORADIUS_RO: () => [key(), ...point(), ...radius(), ...dice.options(...shown, count)],
    GEORADIUSBYMEMBER: () => [key(), member(), ...radius(), ...dice.options(...shown, count, store)],
    GEORADIUSBYMEMBER_RO: () => [key(), member(), ...radius(), ...dice.options(...shown, count)],
    GEOSEARCH: () => [key(), ...from(), ...by(), ...dice.options(...shown, count)],
    GEOSEARCHSTORE: () => [key(), key(), ...from(), ...by(), ...dice.options(count, () => ['ASC'])],
    geosearchstore: () => [distances(), key(), ...from(), ...by(), 'STOREDIST', ...dice.options(count)],
    ZRANGE: () => [distances(), '0', '-1', 'WITHSCORES'],
    ZREM: () => [key(), member()],
    ZADD: () => [key(), w.float(), member()],
  };
};
