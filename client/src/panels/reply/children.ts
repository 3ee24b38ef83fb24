import type { RespValue } from '@luascope/shared/resp';

/** The value under an attribute; everything else is itself. */
export const bare = (value: RespValue): RespValue => (value.type === 'attribute' ? bare(value.value) : value);

/** How many elements (pairs, for a map) are inside; undefined for a value that has none by its type. */
export function childCount(value: RespValue): number | undefined {
  switch (value.type) {
    case 'array':
    case 'set':
    case 'push':
      return value.items.length;
    case 'map':
      return value.entries.length;
    default:
      return undefined;
  }
}

/** The element at an index from 0; for a map the value of that pair, with its key. */
export function childAt(value: RespValue, index: number): { readonly value: RespValue; readonly key?: RespValue } {
  switch (value.type) {
    case 'array':
    case 'set':
    case 'push':
      return { value: bare(value.items[index]!) };
    case 'map': {
      const [key, item] = value.entries[index]!;
      return { value: bare(item), key };
    }
    default:
      throw new RangeError(`${value.type} has no element ${index}`);
  }
}
