import type { Bytes } from '../bytes.js';
import type { SingleReply } from './encode.js';
import { extentOf, noteExtent, type Extent } from './extent.js';
import { integer, NIL, NIL_ARRAY, type RespValue } from './value.js';

/**
 * A reply as one string and three columns, which cross to another thread, or into a database, as four blocks of memory: a million objects
 * would take seconds. Values are numbered breadth first, so that the elements of a container have numbers that follow each other.
 */
export interface PackedReply {
  readonly type: 'packed';
  /** For each value the byte that RESP3 begins it with; of an array nil 0. */
  readonly kinds: Uint8Array;
  /** The texts of all values, one after the other: the bytes of a string, after its format if it is verbatim; `t` or `f`; nothing of a container or nil. */
  readonly texts: Bytes;
  /** For each value where its text starts; then the end. */
  readonly starts: Uint32Array;
  /** For each container, in order, {@link FIELDS}. */
  readonly containers: Uint32Array;
}

/** Its number, that of its first element, how many elements (a pair is one), and its {@link Extent}. */
const FIELDS = ['id', 'first', 'count', 'values', 'keyless', 'filled', 'breaks'] as const;
const STRIDE = FIELDS.length;
const KIND = {
  status: 0x2b, // +
  error: 0x2d, // -
  integer: 0x3a, // :
  nil: 0x5f, // _
  double: 0x2c, // ,
  boolean: 0x23, // #
  bignumber: 0x28, // (
  bulk: 0x24, // $
  verbatim: 0x3d, // =
  array: 0x2a, // *
  set: 0x7e, // ~
  push: 0x3e, // >
  map: 0x25, // %
} as const;
const ARRAY_NIL = 0;
type Kind = keyof typeof KIND;
const TYPES: Readonly<Partial<Record<number, Kind>>> = Object.fromEntries(
  Object.entries(KIND).map(([type, kind]) => [kind, type as Kind]),
);

/** The packed form of what {@link unpack} gave. */
const origins = new WeakMap<RespValue, PackedReply>();

const PORTION = 8192;

/** Undefined for a reply with attributes, which stays as it is. */
export function pack(reply: RespValue): PackedReply | undefined {
  const origin = origins.get(reply);
  if (origin !== undefined) return origin;
  const { values: total } = extentOf(reply);
  const kinds = new Uint8Array(total);
  const starts = new Uint32Array(total + 1);
  const texts = new Texts();
  /** Containers in order, each with its number; their elements are numbered as they come. */
  const queue: { readonly value: Container; readonly id: number }[] = [];
  let id = 0;
  /** False for an attribute. */
  const write = (value: RespValue): boolean => {
    switch (value.type) {
      case 'bulk':
        texts.add(value.value);
        break;
      case 'array':
      case 'set':
      case 'push':
      case 'map':
        queue.push({ value, id });
        break;
      case 'attribute':
        return false;
      default:
        texts.add(textOf(value));
    }
    kinds[id] = value.type === 'nil' && value.shape === 'array' ? ARRAY_NIL : KIND[value.type];
    starts[++id] = texts.length;
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
  return { type: 'packed', kinds, texts: texts.joined(), starts, containers: Uint32Array.from(containers) };
}

type Container = Extract<RespValue, { type: 'array' | 'set' | 'push' | 'map' }>;

const countOf = (value: Container): number => (value.type === 'map' ? value.entries.length : value.items.length);

/** Joins millions of texts in portions: a list of them all is slow to collect. */
class Texts {
  length = 0;
  #joined: Bytes[] = [];
  #portion: Bytes[] = [];

  add(text: Bytes): void {
    this.length += text.length;
    if (this.#portion.push(text) < PORTION) return;
    this.#joined.push(this.#portion.join(''));
    this.#portion = [];
  }

  joined(): Bytes {
    return this.#joined.join('') + this.#portion.join('');
  }
}

function textOf(value: SingleReply): Bytes {
  switch (value.type) {
    case 'bulk':
      return value.value;
    case 'integer':
      return String(value.value);
    case 'nil':
      return '';
    case 'boolean':
      return value.value ? 't' : 'f';
    case 'verbatim':
      return value.format + value.value;
    default:
      return value.text;
  }
}

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
    const { kinds, texts, starts } = this.#packed;
    const text = texts.slice(starts[id], starts[id + 1]);
    const type = TYPES[kinds[id]!];
    switch (type) {
      case undefined:
        return NIL_ARRAY;
      case 'nil':
        return NIL;
      case 'integer':
        return text.length < 16 ? { type, value: Number(text) } : integer(BigInt(text));
      case 'boolean':
        return { type, value: text === 't' };
      case 'bulk':
        return { type, value: text };
      case 'verbatim':
        return { type, format: text.slice(0, 3), value: text.slice(3) };
      case 'status':
      case 'error':
      case 'double':
      case 'bignumber':
        return { type, text };
      default:
        return this.#container(id, type);
    }
  }

  #container(id: number, type: Container['type']): RespValue {
    const made = this.#made.get(id);
    if (made !== undefined) return made;
    const { containers } = this.#packed;
    const at = this.#find(id);
    const first = containers[at + 1]!;
    const count = containers[at + 2]!;
    const value: RespValue =
      type === 'map'
        ? {
            type,
            entries: lazyList(count, (i) => [this.at(first + 2 * i), this.at(first + 2 * i + 1)] as const),
          }
        : { type, items: lazyList(count, (i) => this.at(first + i)) };
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
