import type { Bytes } from '../../bytes.js';
import { array, bulk, NIL, NIL_ARRAY, type RespValue } from '../../resp/value.js';
import { Args } from '../args.js';
import type { Context } from '../context.js';
import { fail, SYNTAX } from '../errors.js';
import type { Family } from '../family.js';
import { distance } from '../values/geo-search.js';
import { geohashText, pointOf, scoreOf } from '../values/geohash.js';
import { ZsetValue } from '../values/zset-value.js';
import { coordinatesReply, distanceReply, readPoint, readUnit } from './geo-args.js';
import { georadius, geosearch, geosearchstore } from './geo-search.js';
import { zadd } from './zset-add.js';

export const geoFamily: Family = {
  name: 'geo',
  commands: {
    geoadd,
    geodist,
    geohash,
    geopos,
    georadius: (context, args) => georadius(context, args, 'coordinates', true),
    georadius_ro: (context, args) => georadius(context, args, 'coordinates', false),
    georadiusbymember: (context, args) => georadius(context, args, 'member', true),
    georadiusbymember_ro: (context, args) => georadius(context, args, 'member', false),
    geosearch,
    geosearchstore,
  },
};

/** ZADD with the points' scores; that is what sees the options. */
function geoadd(context: Context, args: Args): RespValue {
  const key = args.next();
  const options: Bytes[] = [];
  for (;;) {
    const word = args.peek();
    if (!args.accept('NX') && !args.accept('XX') && !args.accept('CH')) break;
    options.push(word!.toUpperCase());
  }
  if (args.left % 3 !== 0 || (options.includes('NX') && options.includes('XX'))) fail(SYNTAX);
  const pairs: Bytes[] = [];
  while (args.left > 0) pairs.push(scoreOf(readPoint(args)), args.next());
  return zadd(context, new Args(['zadd', key, ...options, ...pairs], 1));
}

function geodist(context: Context, args: Args): RespValue {
  const key = args.next();
  const [first, second] = [args.next(), args.next()];
  if (args.left > 1) fail(SYNTAX);
  const unit = args.left === 0 ? 1 : readUnit(args);
  const zset = context.keys.read(key, ZsetValue);
  const [a, b] = [zset?.score(first), zset?.score(second)];
  return a === undefined || b === undefined ? NIL : distanceReply(distance(pointOf(a), pointOf(b)) / unit);
}

function geohash(context: Context, args: Args): RespValue {
  const zset = context.keys.read(args.next(), ZsetValue);
  return array(
    args.rest().map((member) => {
      const score = zset?.score(member);
      return score === undefined ? NIL : bulk(geohashText(score));
    }),
  );
}

function geopos(context: Context, args: Args): RespValue {
  const zset = context.keys.read(args.next(), ZsetValue);
  return array(
    args.rest().map((member) => {
      const score = zset?.score(member);
      return score === undefined ? NIL_ARRAY : coordinatesReply(pointOf(score));
    }),
  );
}
