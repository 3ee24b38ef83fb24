import { Special } from '../../analysis/rewrite/trace-format.js';
import { Prng } from '../../lua/prng.js';
import { createLuaState } from '../../lua/state.js';
import {
  getTop,
  newTable,
  pushBoolean,
  pushBytes,
  pushFunction,
  pushNil,
  pushNumber,
  rawSet,
  type LuaState,
} from '../../lua/vm.js';
import type { RespValue, RespVersion } from '../../resp/value.js';
import { popReply } from '../../script/to-resp.js';
import type { Bytes } from '../../bytes.js';
import { Conversions } from '../record/conversions.js';
import type { Conversion } from '../recording.js';
import { unpack, type Packed } from './unpack.js';
import { isList, itemsOf } from './values.js';

/** What became of the value that a script returned. */
export interface Returned {
  readonly reply: RespValue;
  readonly conversions: readonly Conversion[];
}

/**
 * Converts the value that a script returned as the sandbox converts its own.
 *
 * @param told as the tracer writes it: the protocol that the script chose, and the value
 * @param version of the server
 */
export function convertReturned(told: Bytes, version: string): Returned {
  const [protocol, value = null] = itemsOf(unpack(told));
  const L = createLuaState({ random: new Prng() });
  pushTold(L, value);
  const conversions = new Conversions();
  const resp: RespVersion = protocol === 3 ? 3 : 2;
  const options = { typed: !version.startsWith('6.'), listener: conversions.listener };
  const reply = popReply(L, resp, () => undefined, options);
  return { reply, conversions: conversions.list() };
}

function pushTold(L: LuaState, value: Packed): void {
  if (typeof value === 'boolean') return pushBoolean(L, value);
  if (typeof value === 'number') return pushNumber(L, value);
  if (typeof value === 'string') return pushBytes(L, value);
  switch (isList(value) ? value[0] : Special.nil) {
    case Special.negativeZero:
      return pushNumber(L, -0);
    case Special.number:
      // NaN is the only one.
      return pushNumber(L, Number.NaN);
    case Special.object:
      // Of what is no data, all that counts is that it is none.
      return pushFunction(L, () => 0);
    case Special.table:
      return pushTable(L, itemsOf(value).slice(4));
    default:
      return pushNil(L);
  }
}

function pushTable(L: LuaState, keysAndValues: readonly Packed[]): void {
  newTable(L);
  const table = getTop(L);
  for (let i = 0; i + 1 < keysAndValues.length; i += 2) {
    pushTold(L, keysAndValues[i]!);
    pushTold(L, keysAndValues[i + 1]!);
    rawSet(L, table);
  }
}
