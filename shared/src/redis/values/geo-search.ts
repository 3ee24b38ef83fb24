import { areaOf, bitsOf, cellOf, MAX_STEP, neighbour, type Cell, type Point } from './geohash.js';

const RADIANS = Math.PI / 180;
/** Quadratic mean radius of the Earth for WGS-84, metres. */
const EARTH_RADIUS = 6372797.560856;
const MERCATOR_MAX = 20037726.37;

/** The area of a search, in metres around a centre: a circle, or a box along the meridians. */
export type Shape =
  | { readonly kind: 'circle'; readonly centre: Point; readonly radius: number }
  | { readonly kind: 'box'; readonly centre: Point; readonly width: number; readonly height: number };

function latitudeDistance(a: number, b: number): number {
  return EARTH_RADIUS * Math.abs(b * RADIANS - a * RADIANS);
}

/** `geohashGetDistance`: metres along a great circle, by the haversine formula. */
export function distance(a: Point, b: Point): number {
  const v = Math.sin((b.longitude * RADIANS - a.longitude * RADIANS) / 2);
  if (v === 0) return latitudeDistance(a.latitude, b.latitude);
  const from = a.latitude * RADIANS;
  const to = b.latitude * RADIANS;
  const u = Math.sin((to - from) / 2);
  return 2 * EARTH_RADIUS * Math.asin(Math.sqrt(u * u + Math.cos(from) * Math.cos(to) * v * v));
}

/** `geoWithinShape`: metres from the centre to a point within the shape; undefined outside. */
export function distanceWithin(shape: Shape, point: Point): number | undefined {
  const { centre } = shape;
  if (shape.kind === 'box') {
    if (latitudeDistance(point.latitude, centre.latitude) > shape.height / 2) return undefined;
    const sameLatitude = { longitude: centre.longitude, latitude: point.latitude };
    if (distance(point, sameLatitude) > shape.width / 2) return undefined;
    return distance(centre, point);
  }
  const away = distance(centre, point);
  return away > shape.radius ? undefined : away;
}

/** `geohashEstimateStepsByRadius`: how fine a grid may be for nine cells to cover the search. */
function estimateStep(radius: number, latitude: number): number {
  if (radius === 0) return MAX_STEP;
  let step = 1;
  for (; radius < MERCATOR_MAX; radius *= 2) step++;
  step -= 2;
  if (Math.abs(latitude) > 66) step--;
  if (Math.abs(latitude) > 80) step--;
  return Math.max(1, Math.min(step, MAX_STEP));
}

interface Bounds {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

/** `geohashBoundingBox` */
function boundsOf(shape: Shape): Bounds {
  const { longitude, latitude } = shape.centre;
  const height = shape.kind === 'circle' ? shape.radius : shape.height / 2;
  const width = shape.kind === 'circle' ? shape.radius : shape.width / 2;
  const north = height / EARTH_RADIUS / RADIANS;
  const atTop = width / EARTH_RADIUS / Math.cos((latitude + north) * RADIANS) / RADIANS;
  const atBottom = width / EARTH_RADIUS / Math.cos((latitude - north) * RADIANS) / RADIANS;
  const east = latitude < 0 ? atBottom : atTop;
  return { west: longitude - east, east: longitude + east, south: latitude - north, north: latitude + north };
}

/** Steps east and north to each cell of a search, in the order in which Redis visits them. */
const AROUND = [
  [0, 0],
  [0, 1],
  [0, -1],
  [1, 0],
  [-1, 0],
  [1, 1],
  [-1, 1],
  [1, -1],
  [-1, -1],
] as const;

/** Whether a neighbouring cell ends within the bounds: then nine cells of this size do not cover the search. */
function isTooFine(cell: Cell, bounds: Bounds): boolean {
  return (
    areaOf(neighbour(cell, 0, 1)).latitude.max < bounds.north ||
    areaOf(neighbour(cell, 0, -1)).latitude.min > bounds.south ||
    areaOf(neighbour(cell, 1, 0)).longitude.max < bounds.east ||
    areaOf(neighbour(cell, -1, 0)).longitude.min > bounds.west
  );
}

/** `geohashCalculateAreasByShapeWGS84`: the ranges of scores, `min` ≤ score < `max`, that together cover a shape. */
export function scoreRanges(shape: Shape): { min: number; max: number }[] {
  const bounds = boundsOf(shape);
  const radius =
    shape.kind === 'circle'
      ? shape.radius
      : Math.sqrt((shape.width / 2) * (shape.width / 2) + (shape.height / 2) * (shape.height / 2));
  let centre = cellOf(shape.centre, estimateStep(radius, shape.centre.latitude));
  if (centre.step > 1 && isTooFine(centre, bounds)) centre = cellOf(shape.centre, centre.step - 1);
  const { latitude, longitude } = areaOf(centre);
  const fine = centre.step >= 2;
  const useless = (east: number, north: number): boolean =>
    fine &&
    ((north < 0 && latitude.min < bounds.south) ||
      (north > 0 && latitude.max > bounds.north) ||
      (east < 0 && longitude.min < bounds.west) ||
      (east > 0 && longitude.max > bounds.east));
  const ranges: { min: number; max: number }[] = [];
  let previous: bigint | undefined;
  AROUND.forEach(([east, north], i) => {
    if (useless(east, north)) return;
    const bits = bitsOf(neighbour(centre, east, north));
    // Cells of a coarse grid may be the same; only the last one visited is compared with, and never the centre.
    if (bits === previous) return;
    const shift = BigInt(52 - centre.step * 2);
    ranges.push({ min: Number(bits << shift), max: Number((bits + 1n) << shift) });
    if (i > 0) previous = bits;
  });
  return ranges;
}
