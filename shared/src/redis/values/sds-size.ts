/** What jemalloc hands out for a request of `size` bytes: four classes for each power of two, multiples of 16 below 128. */
export function allocated(size: number): number {
  if (size <= 8) return 8;
  if (size <= 128) return Math.ceil(size / 16) * 16;
  const step = 2 ** (Math.ceil(Math.log2(size)) - 3);
  return Math.ceil(size / step) * step;
}

const GREEDY_MAX = 1024 * 1024;
/** Lengths that each header can say, the shortest of which cannot say what is free. */
const HEADERS = [
  { below: 32, bytes: 1, most: 31 },
  { below: 256, bytes: 3, most: 255 },
  { below: 65_536, bytes: 5, most: 65_535 },
  { below: 2 ** 32, bytes: 9, most: 2 ** 32 - 1 },
] as const;

const headerFor = (length: number): (typeof HEADERS)[number] =>
  HEADERS.find(({ below }) => length < below) ?? HEADERS[3];
const growingHeaderFor = (length: number): (typeof HEADERS)[number] => headerFor(Math.max(length, 32));

/** Bytes that a string takes with its header and NUL. */
export interface SdsRoom {
  /** `sdsalloc`: bytes it could hold. */
  readonly capacity: number;
  /** What it takes in memory. */
  readonly allocation: number;
}

/** A string made at its length (`sdsnewlen`). */
export function exactRoom(length: number): SdsRoom {
  const header = length === 0 ? HEADERS[1] : headerFor(length);
  const allocation = allocated(header.bytes + length + 1);
  if (header === HEADERS[0]) return { capacity: length, allocation };
  return { capacity: Math.min(allocation - header.bytes - 1, header.most), allocation };
}

/** A string as SET keeps it (`trimStringObjectIfNeeded`): at its length, but for a little free room. */
export function trimmedRoom(length: number): SdsRoom {
  const room = exactRoom(length);
  return length > 32 && room.capacity - length > length / 10 ? { ...room, capacity: length } : room;
}

/** A string with that room made longer in place (`sdsMakeRoomFor`): if need be, twice as much as it needs. */
export function grownRoom(room: SdsRoom, length: number): SdsRoom {
  if (length <= room.capacity) return room;
  const wanted = length < GREEDY_MAX ? length * 2 : length + GREEDY_MAX;
  const header = growingHeaderFor(wanted);
  const allocation = allocated(header.bytes + wanted + 1);
  return { capacity: Math.min(allocation - header.bytes - 1, header.most), allocation };
}
