import type { Grammar } from './grammar.js';

const STRANGE_IDS = [
  ['0', '0-0', '-', '+', '$', '>', '5-*', '18446744073709551615-18446744073709551615', '18446744073709551615'],
  [
    '18446744073709551616-1',
    '1-18446744073709551615',
    'x',
    '1-x',
    '',
    '-1',
    '1-',
    '-1-1',
    '(5',
    '(-',
    '(+',
    '01-01',
    ' 1',
  ],
].flat();

export const streams: Grammar = (w) => {
  const { dice } = w;
  const key = (): string => w.key('stream');
  const group = (): string => dice.pick(['g1', 'g2', 'g1', 'nogroup']);
  const consumer = (): string => dice.pick(['alice', 'bob', 'carol']);
  const id = (): string => {
    if (dice.once(15)) return dice.pick(STRANGE_IDS);
    return `${dice.below(60)}-${dice.below(4)}`;
  };
  /** Ids that mostly grow, so that entries get in. */
  let clock = 1;
  const newId = (): string => {
    if (dice.once(8)) return id();
    clock += dice.below(3);
    return dice.once(4) ? `${clock}-*` : `${clock}-${dice.below(5)}`;
  };
  const end = (): string => dice.pick(['', '', '(']) + (dice.once(4) ? dice.pick(['-', '+']) : id());
  const trim = (): string[] => [
    ...dice.pick([
      () => ['MAXLEN', ...dice.options(() => [dice.pick(['~', '='])]), w.count()],
      () => ['MINID', ...dice.options(() => [dice.pick(['~', '='])]), id()],
    ])(),
    ...(dice.once(5) ? ['LIMIT', w.count()] : []),
  ];
  const fields = (): string[] =>
    dice.once(2) ? ['f', w.value(), 'g', w.value()] : dice.some(1, 3, () => [w.member(), w.value()]).flat();
  const count = (): string[] => ['COUNT', w.count()];
  const subjects = (special: string): string[] => {
    const keys = dice.some(1, 2, key);
    return ['STREAMS', ...keys, ...keys.map(() => (dice.once(2) ? special : id()))];
  };
  return {
    XADD: () => [key(), ...dice.options(() => ['NOMKSTREAM'], trim), newId(), ...fields()],
    xadd: () => [key(), newId(), ...fields()],
    Xadd: () => [key(), newId(), ...fields()],
    XLEN: () => [key()],
    XRANGE: () => [key(), end(), end(), ...dice.options(count)],
    XREVRANGE: () => [key(), end(), end(), ...dice.options(count)],
    XDEL: () => [key(), ...dice.some(1, 3, id)],
    XTRIM: () => [key(), ...trim()],
    XSETID: () => [
      key(),
      id(),
      ...dice.options(
        () => ['ENTRIESADDED', w.count()],
        () => ['MAXDELETEDID', id()],
      ),
    ],
    XREAD: () => [...dice.options(count), ...dice.options(() => ['BLOCK', w.small()]), ...subjects('$')],
    XREADGROUP: () => ['GROUP', group(), consumer(), ...dice.options(count, () => ['NOACK']), ...subjects('>')],
    xreadgroup: () => ['GROUP', 'g1', consumer(), ...dice.options(count), 'STREAMS', key(), '>'],
    XACK: () => [key(), group(), ...dice.some(1, 3, id)],
    XPENDING: () => [
      key(),
      group(),
      ...dice.options(() => [
        ...dice.options(() => ['IDLE', '0']),
        end(),
        end(),
        w.count(),
        ...dice.options(() => [consumer()]),
      ]),
    ],
    XCLAIM: () => [
      key(),
      group(),
      consumer(),
      dice.pick(['0', '0', '99999999', 'x']),
      ...dice.some(1, 3, id),
      ...dice.options(
        () => ['FORCE'],
        () => ['JUSTID'],
        () => ['RETRYCOUNT', w.count()],
        () => ['LASTID', id()],
        () => ['TIME', dice.pick(['1000', '-5', 'x'])],
      ),
    ],
    XAUTOCLAIM: () => [
      key(),
      group(),
      consumer(),
      dice.pick(['0', '0', '99999999']),
      end(),
      ...dice.options(count, () => ['JUSTID']),
    ],
    XGROUP: () =>
      dice.pick([
        () => [
          'CREATE',
          key(),
          group(),
          dice.pick(['0', '$', id()]),
          ...dice.options(
            () => ['MKSTREAM'],
            () => ['ENTRIESREAD', w.small()],
          ),
        ],
        () => ['CREATE', key(), 'g1', '0'],
        () => ['SETID', key(), group(), dice.pick(['0', '$', id()]), ...dice.options(() => ['ENTRIESREAD', w.small()])],
        () => ['DESTROY', key(), group()],
        () => ['CREATECONSUMER', key(), group(), consumer()],
        () => ['DELCONSUMER', key(), group(), consumer()],
      ])(),
    XINFO: () =>
      dice.pick([
        () => ['STREAM', key(), ...dice.options(() => ['FULL', ...dice.options(count)])],
        () => ['GROUPS', key()],
        () => ['CONSUMERS', key(), group()],
      ])(),
  };
};
