import type { Bytes } from '../bytes.js';
import { encodeSingle } from './encode.js';
import { extentOf, noteExtent, type Extent } from './extent.js';
import { integer, NIL, NIL_ARRAY, type RespValue } from './value.js';

/**
 * A reply as one string and two columns, which cross to another thread, or into a database, as three blocks of memory: a million objects
 * would take seconds. Values are numbered breadth first, so that the elements of a container have numbers that follow each other.
 */
export interface PackedReply {
  readonly type: 'packed';
  /** Every value as RESP3 writes it, in order; of a container its head alone. An array nil is `*-1`. */
  readonly bytes: Bytes;
  /** For each value where it starts in `bytes`; then the end. */
  readonly starts: Uint32Array;
  /** For each container, in order, {@link FIELDS}. */
  readonly containers: Uint32Array;
}

/** Its number, that of its first element, how many elements (a pair is one), and its {@link Extent}. */
const FIELDS = ['id', 'first', 'count', 'values', 'keyless', 'filled', 'breaks'] as const;
const STRIDE = FIELDS.length;
const HEAD = { array: '*', set: '~', push: '>', map: '%' } as const;
const KIND = { '*': 'array', '~': 'set', '>': 'push' } as const;

/** The packed form of what {@link unpack} gave. */
const origins = new WeakMap<RespValue, PackedReply>();

/** Strings are joined when there are so many of them: a million that live on are slow to collect. */
const PIECES = 8192;

/** Undefined for a reply with attributes, which stays as it is. */
export function pack(reply: RespValue): PackedReply | undefined {
  const origin = origins.get(reply);
  if (origin !== undefined) return origin;
  const starts = new Uint32Array(extentOf(reply).values + 1);
  /** Containers in order, each with its number; their elements are numbered as they come. */
  const queue: { readonly value: Container; readonly id: number }[] = [];
  const joined: Bytes[] = [];
  let pieces: Bytes[] = [];
  let id = 0;
  /** False for an attribute. */
  const write = (value: RespValue): boolean => {
    if (value.type === 'attribute') return false;
    let piece: Bytes;
    if (isContainer(value)) {
      piece = `${HEAD[value.type]}${countOf(value)}\r\n`;
      queue.push({ value, id });
    } else piece = value.type === 'nil' && value.shape === 'array' ? '*-1\r\n' : encodeSingle(value, 3);
    starts[id + 1] = starts[id]! + piece.length;
    id++;
    if (pieces.push(piece) === PIECES) {
      joined.push(pieces.join(''));
      pieces = [];
    }
    return true;
  };
  if (!write(reply)) return undefined;
  const containers: number[] = [];
  for (let i = 0; i < queue.length; i++) {
    const { value, id: own } = queue[i]!;
    const { values, keyless, filled, breaks } = extentOf(value);
    containers.push(own, id, countOf(value), values, keyless, filled, breaks);
    if (value.type !== 'map') {
      for (const item of value.items) if (!write(item)) return undefined;
    } else for (const [key, item] of value.entries) if (!write(key) || !write(item)) return undefined;
  }
  joined.push(pieces.join(''));
  return { type: 'packed', bytes: joined.join(''), starts, containers: Uint32Array.from(containers) };
}

type Container = Extract<RespValue, { type: keyof typeof HEAD }>;

const isContainer = (value: RespValue): value is Container => value.type in HEAD;

const countOf = (value: Container): number => (value.type === 'map' ? value.entries.length : value.items.length);

/** The reply, of which only what is looked at is made: its lists make their elements when they are asked for them, each time anew. */
export function unpack(packed: PackedReply): RespValue {
  const reply = new Packed(packed).at(0);
  if (typeof reply === 'object') origins.set(reply, packed);
  return reply;
}

class Packed {
  readonly #packed: PackedReply;
  /** Containers that were asked for, so that each is the same object every time. */
  readonly #made = new Map<number, RespValue>();

  constructor(packed: PackedReply) {
    this.#packed = packed;
  }

  at(id: number): RespValue {
    const { bytes, starts } = this.#packed;
    const start = starts[id]!;
    const text = bytes.slice(start + 1, starts[id + 1]! - 2);
    const kind = bytes[start]!;
    switch (kind) {
      case '+':
        return { type: 'status', text };
      case '-':
        return { type: 'error', text };
      case ':':
        return text.length < 16 ? { type: 'integer', value: Number(text) } : integer(BigInt(text));
      case '_':
        return NIL;
      case ',':
        return { type: 'double', text };
      case '#':
        return { type: 'boolean', value: text === 't' };
      case '(':
        return { type: 'bignumber', text };
      case '$':
        return { type: 'bulk', value: text.slice(text.indexOf('\n') + 1) };
      case '=': {
        const value = text.slice(text.indexOf('\n') + 1);
        return { type: 'verbatim', format: value.slice(0, 3), value: value.slice(4) };
      }
      default:
        return text === '-1' ? NIL_ARRAY : this.#container(id, kind as keyof typeof KIND | '%');
    }
  }

  #container(id: number, kind: keyof typeof KIND | '%'): RespValue {
    const made = this.#made.get(id);
    if (made !== undefined) return made;
    const { containers } = this.#packed;
    const at = this.#find(id);
    const first = containers[at + 1]!;
    const count = containers[at + 2]!;
    const value: RespValue =
      kind === '%'
        ? {
            type: 'map',
            entries: lazyList(count, (i) => [this.at(first + 2 * i), this.at(first + 2 * i + 1)] as const),
          }
        : { type: KIND[kind], items: lazyList(count, (i) => this.at(first + i)) };
    const extent: Extent = {
      values: containers[at + 3]!,
      keyless: containers[at + 4]!,
      filled: containers[at + 5]!,
      breaks: containers[at + 6]!,
    };
    noteExtent(value, extent);
    this.#made.set(id, value);
    return value;
  }

  /** Where the container of that number is among the containers. */
  #find(id: number): number {
    const { containers } = this.#packed;
    let low = 0;
    let high = containers.length / STRIDE - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (containers[middle * STRIDE]! < id) low = middle + 1;
      else high = middle;
    }
    return low * STRIDE;
  }
}

/** An array whose elements are made when they are read. */
function lazyList<T>(length: number, at: (index: number) => T): readonly T[] {
  const indexOf = (key: string | symbol): number => {
    if (typeof key === 'symbol' || key === '') return -1;
    const index = Number(key);
    return Number.isInteger(index) && index < length ? index : -1;
  };
  return new Proxy<T[]>([], {
    get(target, key, receiver) {
      const index = indexOf(key);
      if (index >= 0) return at(index);
      return key === 'length' ? length : Reflect.get(target, key, receiver);
    },
    has: (target, key) => indexOf(key) >= 0 || Reflect.has(target, key),
  });
}
