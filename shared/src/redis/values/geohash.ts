/** A cell of the geohash grid: interleaved bits of latitude and longitude, `step` of each. */
export interface Cell {
  readonly latitude: number;
  readonly longitude: number;
  /** Bits of each coordinate: 1…26. */
  readonly step: number;
}

export interface Point {
  readonly longitude: number;
  readonly latitude: number;
}

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Bits of each coordinate in a sorted set's score. */
export const MAX_STEP = 26;
export const LONGITUDES: Range = { min: -180, max: 180 };
/** What the Mercator projection can show (EPSG:900913). */
export const LATITUDES: Range = { min: -85.05112878, max: 85.05112878 };
const ALL_LATITUDES: Range = { min: -90, max: 90 };

/** `geohashEncode`: the cell that a point within both ranges lies in. */
export function cellOf(point: Point, step: number, latitudes = LATITUDES): Cell {
  return {
    latitude: Math.trunc(((point.latitude - latitudes.min) / (latitudes.max - latitudes.min)) * 2 ** step) >>> 0,
    longitude: Math.trunc(((point.longitude - LONGITUDES.min) / (LONGITUDES.max - LONGITUDES.min)) * 2 ** step) >>> 0,
    step,
  };
}

/**
 * The cell's bits, latitude first from the lowest. Usually at most twice `step` of them; a coordinate at its very maximum lies in a cell
 * after the last, and has one more.
 */
export function bitsOf({ latitude, longitude }: Cell): bigint {
  return spread(latitude) | (spread(longitude) << 1n);
}

/** A coordinate's bits with a gap after each. */
function spread(coordinate: number): bigint {
  let bits = 0n;
  for (let i = 0; coordinate >= 2 ** i; i++) if (Math.floor(coordinate / 2 ** i) % 2 === 1) bits |= 1n << BigInt(i * 2);
  return bits;
}

/** The score of a point in a sorted set, as text: a client that sent it would have it rounded to a double. */
export const scoreOf = (point: Point): string => String(bitsOf(cellOf(point, MAX_STEP)));

/** A score as the 64-bit unsigned integer that a C cast makes of it on x86-64. */
function castToUint64(score: number): bigint {
  if (score >= 2 ** 64) return 0n;
  return score >= -(2 ** 63) ? BigInt.asUintN(64, BigInt(Math.trunc(score))) : 2n ** 63n;
}

/** `decodeGeohash`: the middle of the cell that a score stands for. Any score is taken for one. */
export function pointOf(score: number): Point {
  const bits = castToUint64(score);
  let latitude = 0;
  let longitude = 0;
  for (let i = 31; i >= 0; i--) {
    const pair = Number((bits >> BigInt(i * 2)) & 3n);
    latitude = latitude * 2 + (pair & 1);
    longitude = longitude * 2 + (pair >> 1);
  }
  const area = areaOf({ latitude, longitude, step: MAX_STEP });
  return {
    longitude: clamp((area.longitude.min + area.longitude.max) / 2, LONGITUDES),
    latitude: clamp((area.latitude.min + area.latitude.max) / 2, LATITUDES),
  };
}

const clamp = (value: number, { min, max }: Range): number => Math.min(Math.max(value, min), max);

/** `geohashDecode`: the ranges that a cell covers. */
export function areaOf({ latitude, longitude, step }: Cell): { latitude: Range; longitude: Range } {
  const edge = (index: number, { min, max }: Range): number => min + ((index >>> 0) / 2 ** step) * (max - min);
  return {
    latitude: { min: edge(latitude, LATITUDES), max: edge(latitude + 1, LATITUDES) },
    longitude: { min: edge(longitude, LONGITUDES), max: edge(longitude + 1, LONGITUDES) },
  };
}

/** The cell so many cells further east and north; the grid wraps around. */
export function neighbour({ latitude, longitude, step }: Cell, east: number, north: number): Cell {
  const moved = (index: number, by: number): number => (by === 0 ? index : (index + by + 2 ** step) % 2 ** step);
  return { latitude: moved(latitude, north), longitude: moved(longitude, east), step };
}

const ALPHABET = '0123456789bcdefghjkmnpqrstuvwxyz';

/** The standard geohash of a score: eleven letters, of which the last, with no bits left, is always 0. */
export function geohashText(score: number): string {
  const bits = bitsOf(cellOf(pointOf(score), MAX_STEP, ALL_LATITUDES));
  let text = '';
  for (let i = 1; i <= 10; i++) text += ALPHABET.charAt(Number((bits >> BigInt(52 - i * 5)) & 31n));
  return `${text}0`;
}
