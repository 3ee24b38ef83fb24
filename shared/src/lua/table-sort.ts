import type { Bytes } from '../bytes.js';
import { fail } from './arguments.js';
import {
  arrayValues,
  call,
  isNil,
  lessThan,
  pop,
  pushValue,
  rawGetIndex,
  rawSetIndex,
  setArrayValues,
  spend,
  toBoolean,
  type LuaState,
} from './vm.js';

/**
 * Sorts the first `count` elements of the table at index 1 by the function at index 2, or by `<` when that is nil. A list of numbers or of
 * strings without a function is sorted outside the VM: nothing of it shows but the result.
 */
export function sort(L: LuaState, count: number): void {
  const byFunction = !isNil(L, 2);
  const values = byFunction ? undefined : arrayValues(L, 1, count);
  if (values === undefined) sortElements(L, 1, count, byFunction);
  else {
    spend(L, count);
    sortPlain(values);
    setArrayValues(L, 1, values);
  }
}

function sortPlain(values: number[] | Bytes[]): void {
  if (typeof values[0] === 'number')
    new Float64Array(values as number[]).sort().forEach((value, i) => (values[i] = value));
  else (values as Bytes[]).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/**
 * `auxsort` of ltablib.c (after Sedgewick) for elements `from`…`to`. The sequence of comparisons shows to scripts, so it is exactly C's.
 */
function sortElements(L: LuaState, from: number, to: number, byFunction: boolean): void {
  let l = from;
  let u = to;
  while (l < u) {
    // sort elements a[l], a[(l+u)/2] and a[u]
    rawGetIndex(L, 1, l);
    rawGetIndex(L, 1, u);
    if (less(L, -1, -2, byFunction)) set2(L, l, u);
    else pop(L, 2);
    if (u - l === 1) break; // only 2 elements
    let i = (l + u) >> 1;
    rawGetIndex(L, 1, i);
    rawGetIndex(L, 1, l);
    if (less(L, -2, -1, byFunction)) set2(L, i, l);
    else {
      pop(L);
      rawGetIndex(L, 1, u);
      if (less(L, -1, -2, byFunction)) set2(L, i, u);
      else pop(L, 2);
    }
    if (u - l === 2) break; // only 3 elements
    spend(L, u - l); // so many comparisons until the pivot has its place
    rawGetIndex(L, 1, i); // the pivot P
    pushValue(L, -1);
    rawGetIndex(L, 1, u - 1);
    set2(L, i, u - 1);
    // a[l] <= P == a[u-1] <= a[u]: only need to sort from l+1 to u-2
    i = l;
    let j = u - 1;
    for (;;) {
      // invariant: a[l..i] <= P <= a[j..u]
      while ((rawGetIndex(L, 1, ++i), less(L, -1, -2, byFunction))) {
        if (i > u) fail(L, 'invalid order function for sorting');
        pop(L);
      }
      while ((rawGetIndex(L, 1, --j), less(L, -3, -1, byFunction))) {
        if (j < l) fail(L, 'invalid order function for sorting');
        pop(L);
      }
      if (j < i) {
        pop(L, 3);
        break;
      }
      set2(L, i, j);
    }
    rawGetIndex(L, 1, u - 1);
    rawGetIndex(L, 1, i);
    set2(L, u - 1, i); // swap pivot (a[u-1]) with a[i]
    // a[l..i-1] <= a[i] == P <= a[i+1..u]: the smaller half recursively, the larger one in the loop
    if (i - l < u - i) {
      sortElements(L, l, i - 1, byFunction);
      l = i + 1;
    } else {
      sortElements(L, i + 1, u, byFunction);
      u = i - 1;
    }
  }
}

/** `a[i] = top, a[j] = below top` */
function set2(L: LuaState, i: number, j: number): void {
  rawSetIndex(L, 1, i);
  rawSetIndex(L, 1, j);
}

function less(L: LuaState, a: number, b: number, byFunction: boolean): boolean {
  if (!byFunction) return lessThan(L, a, b);
  pushValue(L, 2);
  pushValue(L, a - 1); // to compensate the function
  pushValue(L, b - 2); // to compensate the function and a
  call(L, 2, 1);
  const result = toBoolean(L, -1);
  pop(L);
  return result;
}
