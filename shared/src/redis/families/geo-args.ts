import { array, bulk, type DoubleReply, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import {
  BOX_NEGATIVE,
  fail,
  GEO_UNIT,
  invalidPoint,
  NOT_A_HEIGHT,
  NOT_A_RADIUS,
  NOT_A_WIDTH,
  RADIUS_NEGATIVE,
} from '../errors.js';
import { LATITUDES, LONGITUDES, type Point } from '../values/geohash.js';
import { fromDouble, printFixed, printLongDouble } from '../values/long-double.js';

/** `extractLongLatOrReply` */
export function readPoint(args: Args): Point {
  const longitude = args.double();
  const latitude = args.double();
  const outside =
    longitude < LONGITUDES.min || longitude > LONGITUDES.max || latitude < LATITUDES.min || latitude > LATITUDES.max;
  return outside ? fail(invalidPoint(sixDigits(longitude), sixDigits(latitude))) : { longitude, latitude };
}

/** `%f` */
function sixDigits(value: number): string {
  return Number.isFinite(value) ? printFixed(fromDouble(value), 6) : value > 0 ? 'inf' : '-inf';
}

/** `extractUnitOrReply`: metres in a unit. */
export function readUnit(args: Args): number {
  switch (args.keyword()) {
    case 'M':
      return 1;
    case 'KM':
      return 1000;
    case 'FT':
      return 0.3048;
    case 'MI':
      return 1609.34;
    default:
      return fail(GEO_UNIT);
  }
}

/** Lengths as given, and metres in their unit. */
export interface Lengths<Name extends string> {
  readonly lengths: Readonly<Record<Name, number>>;
  readonly unit: number;
}

/** `extractDistanceOrReply` */
export function readRadius(args: Args): Lengths<'radius'> {
  const radius = args.double(NOT_A_RADIUS);
  if (radius < 0) fail(RADIUS_NEGATIVE);
  return { lengths: { radius }, unit: readUnit(args) };
}

/** `extractBoxOrReply` */
export function readBox(args: Args): Lengths<'width' | 'height'> {
  const width = args.double(NOT_A_WIDTH);
  const height = args.double(NOT_A_HEIGHT);
  if (width < 0 || height < 0) fail(BOX_NEGATIVE);
  return { lengths: { width, height }, unit: readUnit(args) };
}

/** A distance with four decimals, a string in both protocols (`addReplyDoubleDistance`). */
export function distanceReply(distance: number): RespValue {
  const scaled = distance * 10000;
  const down = Math.floor(scaled);
  const half = scaled - down;
  const rounded = half > 0.5 || (half === 0.5 && down % 2 === 1) ? down + 1 : down;
  const digits = String(rounded).padStart(5, '0');
  return bulk(`${digits.slice(0, -4)}.${digits.slice(-4)}`);
}

const human = (value: number): DoubleReply => ({ type: 'double', text: printLongDouble(fromDouble(value)) });

export const coordinatesReply = ({ longitude, latitude }: Point): RespValue =>
  array([human(longitude), human(latitude)]);
