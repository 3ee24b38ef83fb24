type Compare<T> = (a: T, b: T) => number;

/** Positions that shall hold what they would hold if all were sorted: `first` ≤ i ≤ `last`. */
interface Wanted {
  readonly first: number;
  readonly last: number;
}

/**
 * `pqsort`: Bentley and McIlroy's quicksort, which leaves alone the stretches that have no wanted position. Equal items end in the order in
 * which Redis leaves them, which is not the order they came in.
 */
export function partialSort<T>(items: T[], compare: Compare<T>, wanted: Wanted): void {
  sortStretch(items, compare, 0, items.length, wanted);
}

function sortStretch<T>(items: T[], compare: Compare<T>, start: number, count: number, wanted: Wanted): void {
  for (;;) {
    if (count < 7) return insertionSort(items, compare, start, count);
    swap(items, start, pivot(items, compare, start, count));
    const { smaller, larger } = partition(items, compare, start, count);
    if (smaller > 1 && isWanted(start, smaller, wanted)) sortStretch(items, compare, start, smaller, wanted);
    start += count - larger;
    count = larger;
    if (larger <= 1 || !isWanted(start, larger, wanted)) return;
  }
}

const isWanted = (start: number, count: number, { first, last }: Wanted): boolean =>
  !((first < start && last < start) || (first >= start + count && last >= start + count));

function insertionSort<T>(items: T[], compare: Compare<T>, start: number, count: number): void {
  for (let i = start + 1; i < start + count; i++)
    for (let j = i; j > start && compare(items[j - 1]!, items[j]!) > 0; j--) swap(items, j, j - 1);
}

function pivot<T>(items: T[], compare: Compare<T>, start: number, count: number): number {
  const middle = start + (count >> 1);
  if (count === 7) return middle;
  const last = start + count - 1;
  if (count <= 40) return median(items, compare, start, middle, last);
  const d = count >> 3;
  const low = median(items, compare, start, start + d, start + 2 * d);
  const centre = median(items, compare, middle - d, middle, middle + d);
  return median(items, compare, low, centre, median(items, compare, last - 2 * d, last - d, last));
}

function median<T>(items: T[], compare: Compare<T>, i: number, j: number, k: number): number {
  const [a, b, c] = [items[i]!, items[j]!, items[k]!];
  if (compare(a, b) < 0) return compare(b, c) < 0 ? j : compare(a, c) < 0 ? k : i;
  return compare(b, c) > 0 ? j : compare(a, c) < 0 ? i : k;
}

/** Splits by the item at `start`: how many come before it and how many after; those equal are moved to the middle. */
function partition<T>(
  items: T[],
  compare: Compare<T>,
  start: number,
  count: number,
): { smaller: number; larger: number } {
  const end = start + count;
  let a = start + 1;
  let b = a;
  let c = end - 1;
  let d = c;
  for (;;) {
    for (let order; b <= c && (order = compare(items[b]!, items[start]!)) <= 0; b++)
      if (order === 0) swap(items, a++, b);
    for (let order; b <= c && (order = compare(items[c]!, items[start]!)) >= 0; c--)
      if (order === 0) swap(items, c, d--);
    if (b > c) break;
    swap(items, b++, c--);
  }
  const left = Math.min(a - start, b - a);
  for (let i = 0; i < left; i++) swap(items, start + i, b - left + i);
  const right = Math.min(d - c, end - d - 1);
  for (let i = 0; i < right; i++) swap(items, b + i, end - right + i);
  return { smaller: b - a, larger: d - c };
}

function swap<T>(items: T[], i: number, j: number): void {
  const item = items[i]!;
  items[i] = items[j]!;
  items[j] = item;
}
