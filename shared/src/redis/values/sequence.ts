/**
 * An order-statistic B+ tree: items by position, and by key where the caller keeps them sorted. One structure serves lists (quicklist),
 * sorted sets (skiplist) and pending entries, so that every position, rank and range costs O(log n) whatever the type.
 */
const LEAF_MAX = 128;
const FANOUT_MAX = 32;

interface Leaf<T> {
  readonly items: T[];
  readonly children?: undefined;
}
interface Branch<T> {
  readonly children: Node<T>[];
  /** Items below this node. */
  size: number;
}
type Node<T> = Leaf<T> | Branch<T>;

const sizeOf = <T>(node: Node<T>): number => (node.children === undefined ? node.items.length : node.size);

const width = <T>(node: Node<T>): number => (node.children === undefined ? node.items.length : node.children.length);

export class Sequence<T> {
  #root: Node<T> = { items: [] };

  static from<T>(items: readonly T[]): Sequence<T> {
    const sequence = new Sequence<T>();
    let level: Node<T>[] = chunks(items, LEAF_MAX >> 1).map((chunk) => ({ items: chunk }));
    while (level.length > 1) {
      level = chunks(level, FANOUT_MAX >> 1).map((children) => ({
        children,
        size: children.reduce((sum, child) => sum + sizeOf(child), 0),
      }));
    }
    if (level[0] !== undefined) sequence.#root = level[0];
    return sequence;
  }

  get length(): number {
    return sizeOf(this.#root);
  }

  /** The item at a position; undefined outside 0…length-1. */
  at(index: number): T | undefined {
    let node = this.#root;
    if (index < 0 || index >= sizeOf(node)) return undefined;
    while (node.children !== undefined) {
      let i = 0;
      let child = node.children[0]!;
      while (index >= sizeOf(child)) {
        index -= sizeOf(child);
        child = node.children[++i]!;
      }
      node = child;
    }
    return node.items[index];
  }

  /** Replaces the item at a valid position. */
  replace(index: number, item: T): void {
    let node = this.#root;
    while (node.children !== undefined) {
      let i = 0;
      while (index >= sizeOf(node.children[i]!)) index -= sizeOf(node.children[i++]!);
      node = node.children[i]!;
    }
    node.items[index] = item;
  }

  /** Inserts before the item at `index`, 0…length. */
  insert(index: number, item: T): void {
    const root = this.#root;
    const sibling = insertInto(root, index, item);
    if (sibling !== undefined) this.#root = { children: [root, sibling], size: sizeOf(root) + sizeOf(sibling) };
  }

  push(item: T): void {
    this.insert(this.length, item);
  }

  /** Removes and returns the item at a valid position. */
  remove(index: number): T {
    const removed = removeFrom(this.#root, index);
    let root = this.#root;
    while (root.children !== undefined && root.children.length === 1) root = root.children[0]!;
    this.#root = root.children !== undefined && root.children.length === 0 ? { items: [] } : root;
    return removed;
  }

  /** The first position whose item is not `before` the sought place; `before` must be true for a prefix and false for the rest. */
  lowerBound(before: (item: T) => boolean): number {
    let node = this.#root;
    let position = 0;
    while (node.children !== undefined) {
      const children = node.children;
      let low = 0;
      let high = children.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (before(lastOf(children[middle]!))) low = middle + 1;
        else high = middle;
      }
      for (let i = 0; i < low; i++) position += sizeOf(children[i]!);
      node = children[low]!;
    }
    let low = 0;
    let high = node.items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(node.items[middle]!)) low = middle + 1;
      else high = middle;
    }
    return position + low;
  }

  /** The items at positions `from` ≤ i < `to`. */
  slice(from: number, to: number): T[] {
    const out: T[] = [];
    if (from < to) collect(this.#root, Math.max(from, 0), Math.min(to, this.length), out);
    return out;
  }

  /** Items from a position to the end, or to the start when `step` is -1. The sequence must not change meanwhile. */
  *from(index: number, step: 1 | -1 = 1): Generator<T> {
    // Runs of positions are copied out so that each item costs O(1), not a descent.
    while (index >= 0 && index < this.length) {
      const run =
        step === 1 ? this.slice(index, index + LEAF_MAX) : this.slice(index - LEAF_MAX + 1, index + 1).reverse();
      yield* run;
      index += run.length * step;
    }
  }

  [Symbol.iterator](): Generator<T> {
    return this.from(0);
  }
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const out: T[][] = [];
  for (let i = 0; i < items.length; i += size) out.push(items.slice(i, i + size));
  return out;
}

function lastOf<T>(node: Node<T>): T {
  while (node.children !== undefined) node = node.children[node.children.length - 1]!;
  return node.items[node.items.length - 1]!;
}

function insertInto<T>(node: Node<T>, index: number, item: T): Node<T> | undefined {
  if (node.children === undefined) {
    const { items } = node;
    if (index === items.length) items.push(item);
    else if (index === 0) items.unshift(item);
    else items.splice(index, 0, item);
    if (items.length <= LEAF_MAX) return undefined;
    // A split at the end that grew keeps the full half full: appending fills leaves instead of halving them.
    const cut = index === items.length - 1 ? LEAF_MAX : index === 0 ? 1 : items.length >> 1;
    return { items: items.splice(cut) };
  }
  const { children } = node;
  let i = 0;
  for (let size = sizeOf(children[0]!); index > size && i < children.length - 1; size = sizeOf(children[i]!)) {
    index -= size;
    i++;
  }
  node.size++;
  const sibling = insertInto(children[i]!, index, item);
  if (sibling === undefined) return undefined;
  children.splice(i + 1, 0, sibling);
  if (children.length <= FANOUT_MAX) return undefined;
  const moved = children.splice(children.length >> 1);
  const size = moved.reduce((sum, child) => sum + sizeOf(child), 0);
  node.size -= size;
  return { children: moved, size };
}

function removeFrom<T>(node: Node<T>, index: number): T {
  if (node.children === undefined) {
    if (index === 0) return node.items.shift()!;
    if (index === node.items.length - 1) return node.items.pop()!;
    return node.items.splice(index, 1)[0]!;
  }
  const { children } = node;
  let i = 0;
  while (index >= sizeOf(children[i]!)) index -= sizeOf(children[i++]!);
  const child = children[i]!;
  node.size--;
  const removed = removeFrom(child, index);
  const max = child.children === undefined ? LEAF_MAX : FANOUT_MAX;
  if (sizeOf(child) === 0) children.splice(i, 1);
  else if (width(child) < max >> 2) {
    if (i > 0 && width(children[i - 1]!) + width(child) <= max >> 1) join(children, i - 1);
    else if (i + 1 < children.length && width(children[i + 1]!) + width(child) <= max >> 1) join(children, i);
  }
  return removed;
}

/** Moves the content of `children[i + 1]` into `children[i]`, which is of the same height. */
function join<T>(children: Node<T>[], i: number): void {
  const left = children[i]!;
  const right = children[i + 1]!;
  if (left.children === undefined && right.children === undefined) left.items.push(...right.items);
  else if (left.children !== undefined && right.children !== undefined) {
    left.children.push(...right.children);
    left.size += right.size;
  }
  children.splice(i + 1, 1);
}

function collect<T>(node: Node<T>, from: number, to: number, out: T[]): void {
  if (node.children === undefined) {
    for (let i = Math.max(from, 0); i < to && i < node.items.length; i++) out.push(node.items[i]!);
    return;
  }
  for (const child of node.children) {
    const size = sizeOf(child);
    if (from < size && to > 0) collect(child, from, to, out);
    from -= size;
    to -= size;
    if (to <= 0) return;
  }
}
