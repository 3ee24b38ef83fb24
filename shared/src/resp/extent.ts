import type { RespValue } from './value.js';

/** How much there is in a value, known without looking at it again. What notations make of it follows from these numbers alone. */
export interface Extent {
  /** Values in it, itself included; keys of maps are values too. An attribute counts as what it belongs to. */
  readonly values: number;
  /** The same without keys and what is inside keys. */
  readonly keyless: number;
  /** How many of the keyless values have elements. */
  readonly filled: number;
  /** Line feeds in verbatim strings among the keyless values. */
  readonly breaks: number;
}

const SINGLE: Extent = { values: 1, keyless: 1, filled: 0, breaks: 0 };

/** Of containers only: what is in one never changes. */
const known = new WeakMap<RespValue, Extent>();

/** Notes what is known of a container already. */
export const noteExtent = (value: RespValue, extent: Extent): void => void known.set(value, extent);

/** Looks at each value inside once, the first time it is asked for. */
export function extentOf(value: RespValue): Extent {
  switch (value.type) {
    case 'array':
    case 'set':
    case 'push':
      return known.get(value) ?? noted(value, itemsExtent(value.items));
    case 'map':
      return known.get(value) ?? noted(value, entriesExtent(value.entries));
    case 'attribute':
      return extentOf(value.value);
    case 'verbatim':
      return { ...SINGLE, breaks: value.value.split('\n').length - 1 };
    default:
      return SINGLE;
  }
}

function noted(value: RespValue, extent: Extent): Extent {
  known.set(value, extent);
  return extent;
}

function itemsExtent(items: readonly RespValue[]): Extent {
  const sum = { values: 1, keyless: 1, filled: items.length > 0 ? 1 : 0, breaks: 0 };
  let singles = 0;
  for (const item of items) {
    const extent = extentOf(item);
    if (extent === SINGLE) singles++;
    else add(sum, extent);
  }
  sum.values += singles;
  sum.keyless += singles;
  return sum;
}

function entriesExtent(entries: readonly (readonly [RespValue, RespValue])[]): Extent {
  const sum = { values: 1, keyless: 1, filled: entries.length > 0 ? 1 : 0, breaks: 0 };
  for (const [key, item] of entries) {
    sum.values += extentOf(key).values;
    add(sum, extentOf(item));
  }
  return sum;
}

function add(sum: { -readonly [K in keyof Extent]: Extent[K] }, part: Extent): void {
  sum.values += part.values;
  sum.keyless += part.keyless;
  sum.filled += part.filled;
  sum.breaks += part.breaks;
}
