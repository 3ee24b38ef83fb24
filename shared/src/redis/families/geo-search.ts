import type { Bytes } from '../../bytes.js';
import { array, bulk, EMPTY_ARRAY, integer, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import {
  exactlyOneCentre,
  exactlyOneShape,
  fail,
  GEO_ANY_NEEDS_COUNT,
  GEO_COUNT,
  GEO_MEMBER,
  geoStoreConflict,
  SYNTAX,
} from '../errors.js';
import { distanceWithin, scoreRanges, type Shape } from '../values/geo-search.js';
import { pointOf, type Point } from '../values/geohash.js';
import { partialSort } from '../values/partial-sort.js';
import { ZsetValue } from '../values/zset-value.js';
import { coordinatesReply, distanceReply, readBox, readPoint, readRadius, type Lengths } from './geo-args.js';
import { storeCollected } from './zset-range.js';

interface Options {
  withDistance: boolean;
  withHash: boolean;
  withCoordinates: boolean;
  sort: 'asc' | 'desc' | undefined;
  /** 0 for all. */
  count: number;
  any: boolean;
  store: Bytes | undefined;
  storeDistance: boolean;
  /** 'unknown' is a member of a key that does not exist. */
  centre: Point | 'unknown' | undefined;
  area: Lengths<'radius'> | Lengths<'width' | 'height'> | undefined;
}

const noOptions = (): Options => ({
  withDistance: false,
  withHash: false,
  withCoordinates: false,
  sort: undefined,
  count: 0,
  any: false,
  store: undefined,
  storeDistance: false,
  centre: undefined,
  area: undefined,
});

/** Options that all the searches share; false when the next word is none of them. */
function readCommonOption(args: Args, options: Options): boolean {
  if (args.accept('WITHDIST')) options.withDistance = true;
  else if (args.accept('WITHHASH')) options.withHash = true;
  else if (args.accept('WITHCOORD')) options.withCoordinates = true;
  else if (args.accept('ANY')) options.any = true;
  else if (args.accept('ASC')) options.sort = 'asc';
  else if (args.accept('DESC')) options.sort = 'desc';
  else if (args.left > 1 && args.accept('COUNT')) {
    options.count = args.long();
    if (options.count <= 0) fail(GEO_COUNT);
  } else return false;
  return true;
}

function memberPoint(zset: ZsetValue | undefined, member: Bytes): Point | 'unknown' {
  if (zset === undefined) return 'unknown';
  const score = zset.score(member);
  return score === undefined ? fail(GEO_MEMBER) : pointOf(score);
}

/** GEORADIUS and GEORADIUSBYMEMBER: the area first, then options, STORE and STOREDIST among them. */
export function georadius(
  context: Context,
  args: Args,
  around: 'coordinates' | 'member',
  mayStore: boolean,
): RespValue {
  const zset = context.keys.read(args.next(), ZsetValue);
  const options = noOptions();
  options.centre = around === 'coordinates' ? readPoint(args) : memberPoint(zset, args.next());
  // Without a key, the area around a member is not even read.
  if (options.centre === 'unknown') args.position += 2;
  else options.area = readRadius(args);
  while (args.left > 0) {
    if (readCommonOption(args, options)) continue;
    const distances = mayStore && args.left > 1 && args.accept('STOREDIST');
    if (!distances && !(mayStore && args.left > 1 && args.accept('STORE'))) fail(SYNTAX);
    options.store = args.next();
    options.storeDistance = distances;
  }
  return search(context, zset, options, 'georadius');
}

/** FROMMEMBER, FROMLONLAT, BYRADIUS and BYBOX; false when the next word is none of them, or contradicts one before. */
function readSearchOption(args: Args, options: Options, zset: ZsetValue | undefined, given: Set<string>): boolean {
  const take = (word: string, operands: number, rival: string): boolean => {
    if (args.left <= operands || given.has(rival) || !args.accept(word)) return false;
    given.add(word);
    return true;
  };
  if (take('FROMMEMBER', 1, 'FROMLONLAT')) options.centre = memberPoint(zset, args.next());
  else if (take('FROMLONLAT', 2, 'FROMMEMBER')) options.centre = readPoint(args);
  else if (take('BYRADIUS', 2, 'BYBOX')) options.area = readRadius(args);
  else if (take('BYBOX', 3, 'BYRADIUS')) options.area = readBox(args);
  else return false;
  return true;
}

function readSearch(args: Args, zset: ZsetValue | undefined, store: Bytes | undefined): Options {
  const options = noOptions();
  options.store = store;
  const given = new Set<string>();
  while (args.left > 0) {
    if (readCommonOption(args, options) || readSearchOption(args, options, zset, given)) continue;
    if (store !== undefined && args.accept('STOREDIST')) options.storeDistance = true;
    else fail(SYNTAX);
  }
  return options;
}

export function geosearch(context: Context, args: Args): RespValue {
  const zset = context.keys.read(args.next(), ZsetValue);
  return search(context, zset, readSearch(args, zset, undefined), 'geosearch', args.argv[0]!);
}

export function geosearchstore(context: Context, args: Args): RespValue {
  const target = args.next();
  const zset = context.keys.read(args.next(), ZsetValue);
  return search(context, zset, readSearch(args, zset, target), 'geosearchstore', args.argv[0]!);
}

interface Hit {
  readonly member: Bytes;
  readonly score: number;
  readonly point: Point;
  /** Metres from the centre. */
  readonly distance: number;
}

function shapeOf({ centre, area }: Options): Shape {
  const point = centre as Point;
  const { lengths, unit } = area!;
  return 'radius' in lengths
    ? { kind: 'circle', centre: point, radius: lengths.radius * unit }
    : { kind: 'box', centre: point, width: lengths.width * unit, height: lengths.height * unit };
}

/** `membersOfAllNeighbors`: with a limit, the first hits do. */
function findHits(zset: ZsetValue, shape: Shape, limit: number): Hit[] {
  const hits: Hit[] = [];
  for (const { min, max } of scoreRanges(shape)) {
    const { from, to } = zset.ranksByScore({ min, max, minExclusive: false, maxExclusive: true });
    for (const { member, score } of zset.slice(from, to)) {
      const point = pointOf(score);
      const away = distanceWithin(shape, point);
      if (away !== undefined && hits.push({ member, score, point, distance: away }) === limit) return hits;
    }
  }
  return hits;
}

/** The hits to give, in order: sorted when asked to be, or when only the nearest are wanted. */
function select(zset: ZsetValue, options: Options): readonly Hit[] {
  const { count, any } = options;
  const hits = findHits(zset, shapeOf(options), any ? count : 0);
  const returned = count === 0 ? hits.length : Math.min(count, hits.length);
  const sort = options.sort ?? (count !== 0 && !any ? 'asc' : undefined);
  const sign = sort === 'desc' ? -1 : 1;
  const compare = (a: Hit, b: Hit): number => sign * Math.sign(a.distance - b.distance);
  if (sort === undefined) return hits.slice(0, returned);
  if (returned === hits.length) return hits.sort(compare);
  partialSort(hits, compare, { first: 0, last: returned - 1 });
  return hits.slice(0, returned);
}

/** `georadiusGeneric`, from where the arguments are read. `typed` is the command's name as it was sent. */
function search(
  context: Context,
  zset: ZsetValue | undefined,
  options: Options,
  command: 'georadius' | 'geosearch' | 'geosearchstore',
  typed: Bytes = '',
): RespValue {
  const { store, withDistance, withHash, withCoordinates } = options;
  if (store !== undefined && (withDistance || withHash || withCoordinates))
    fail(geoStoreConflict(command === 'geosearchstore' ? 'GEOSEARCHSTORE' : 'STORE option in GEORADIUS'));
  if (command !== 'georadius') {
    if (options.centre === undefined) fail(exactlyOneCentre(typed));
    if (options.area === undefined) fail(exactlyOneShape(typed));
  }
  if (options.any && options.count === 0) fail(GEO_ANY_NEEDS_COUNT);
  const hits = zset === undefined ? [] : select(zset, options);
  if (store === undefined) return hits.length === 0 ? EMPTY_ARRAY : array(hits.map((hit) => hitReply(hit, options)));
  const event = command === 'georadius' ? 'georadiusstore' : 'geosearchstore';
  return storeHits(context, store, hits, options, event);
}

function hitReply({ member, score, point, distance }: Hit, options: Options): RespValue {
  const parts: RespValue[] = [bulk(member)];
  if (options.withDistance) parts.push(distanceReply(distance / options.area!.unit));
  if (options.withHash) parts.push(integer(Math.trunc(score)));
  if (options.withCoordinates) parts.push(coordinatesReply(point));
  return parts.length === 1 ? parts[0]! : array(parts);
}

function storeHits(context: Context, target: Bytes, hits: readonly Hit[], options: Options, event: Bytes): RespValue {
  const scored = hits.map(({ member, score, distance }) => ({
    member,
    score: options.storeDistance ? distance / options.area!.unit : score,
  }));
  return storeCollected(context, target, scored, event);
}
