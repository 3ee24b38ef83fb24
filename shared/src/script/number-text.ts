import type { Bytes } from '../bytes.js';
import { strtod } from '../lua/strtod.js';
import { type LuaState, toBytes, toNumber } from '../lua/vm.js';
import { printDouble } from '../redis/values/double.js';

/** `%.17g` of the number at `index`; NaN keeps the sign that `tostring` shows. */
export function exactText(L: LuaState, index: number): Bytes {
  const n = toNumber(L, index) ?? 0;
  return n !== n ? (toBytes(L, index) ?? 'nan') : printDouble(n);
}

/** The value of a double's text in a reply. */
export const doubleOf = (text: Bytes): number => strtod(text, 0)?.value ?? 0;
