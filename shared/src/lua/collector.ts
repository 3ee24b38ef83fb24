import { cString, failArgument, optionalBytes, optionalInt } from './arguments.js';
import { collect, countBytes } from './memory.js';
import { pushBoolean, pushNumber, type LuaFunction, type LuaState } from './vm.js';

const OPTIONS = ['stop', 'restart', 'collect', 'count', 'step', 'setpause', 'setstepmul'];
/** Bytes for whose allocation the collector does one step of work, at a multiplier of 100 per cent. */
const STEP = 1024;

/** What outlives a script of a collector: it belongs to the Lua state. */
export interface Collector {
  /** What `setpause` and `setstepmul` set, per cent. */
  pause: number;
  multiplier: number;
  /** Bytes that the cycle which has begun has yet to look at; 0 between cycles. */
  left: number;
}

/** `LUAI_GCPAUSE` and `LUAI_GCMUL`. */
export const newCollector = (): Collector => ({ pause: 200, multiplier: 200, left: 0 });

/**
 * `collectgarbage`. The collector is the host's: what is counted is what the C structures of the live values would take, and a collection
 * clears the weak tables, which is all of it that a script can tell. Of a cycle in steps, this keeps how far it is.
 */
export function garbageCollector(collector: Collector): LuaFunction {
  const finish = (L: LuaState): void => {
    collect(L);
    collector.left = 0;
  };
  /** `lua_gc(LUA_GCSTEP)`: as much as allocating so many kilobytes would cause; true when that ends a cycle. */
  const step = (L: LuaState, kilobytes: number): boolean => {
    const { multiplier } = collector;
    const before = collector.left === 0 ? countBytes(L) : collector.left;
    const work = ((Math.max(kilobytes, 0) * 1024 + STEP) * Math.max(multiplier, 1)) / 100;
    // Asked to work without a measure, it takes all there is.
    collector.left = kilobytes < 0 || multiplier === 0 ? 0 : Math.max(0, before - work);
    if (collector.left === 0) finish(L);
    return collector.left === 0;
  };

  return (L) => {
    const option = optionalBytes(L, 1, 'collect');
    if (!OPTIONS.includes(option)) failArgument(L, 1, `invalid option '${cString(option)}'`);
    const argument = optionalInt(L, 2, 0);
    switch (option) {
      case 'collect':
        finish(L);
        pushNumber(L, 0);
        break;
      case 'count':
        pushNumber(L, countBytes(L) / 1024);
        break;
      case 'step':
        pushBoolean(L, step(L, argument));
        break;
      case 'setpause':
        pushNumber(L, collector.pause);
        collector.pause = argument;
        break;
      case 'setstepmul':
        pushNumber(L, collector.multiplier);
        collector.multiplier = argument;
        break;
      default:
        pushNumber(L, 0);
    }
    return 1;
  };
}

/** `gcinfo`: whole kilobytes in use. */
export function gcInfo(L: LuaState): number {
  pushNumber(L, Math.floor(countBytes(L) / 1024));
  return 1;
}
