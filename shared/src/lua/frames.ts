import { lua, type lua_Debug } from 'fengari-web/src/fengari-web.js';
import { type Bytes, fromOctets, toOctets } from '../bytes.js';
import type { LuaState } from './vm.js';

/**
 * What a debugger needs of the VM beyond the C API: the frames of a thread as the VM itself keeps them, without a copy, and the statement each
 * of them is in. The inside of fengari is named here and nowhere else.
 */

/** A function in execution. The VM uses the object again for another call when this one has returned: keep it no longer than a step. */
export interface Frame {
  readonly func: { readonly value: Closure };
  readonly previous: Frame | null;
  readonly callstatus: number;
  /** Index of the next instruction. */
  readonly l_savedpc: number;
  /** Frames below this one in its thread. */
  readonly depth: number;
}

/** A compiled function; closures of one `function` expression share it. */
export interface Prototype {
  readonly lineinfo: readonly number[];
  /** The statement of each instruction. */
  readonly stmtinfo: readonly number[];
  readonly stmtline: readonly number[];
  readonly stmtcolumn: readonly number[];
  /** The line of its `function`; 0 for a chunk. */
  readonly linedefined: number;
}

interface Closure {
  readonly p: Prototype;
}

interface ThreadInside {
  readonly ci: Frame;
  readonly base_ci: Frame;
}
const inside = (L: LuaState): ThreadInside => L as unknown as ThreadInside;

const IS_LUA = 1 << 1;

/** A Lua function rather than one of ours. */
export const isLuaFrame = (frame: Frame): boolean => (frame.callstatus & IS_LUA) !== 0;

export const prototypeOf = (frame: Frame): Prototype => frame.func.value.p;

/** The innermost Lua function of a thread; undefined when none is running. */
export function innermostLuaFrame(L: LuaState): Frame | undefined {
  const { ci, base_ci } = inside(L);
  for (let frame: Frame | null = ci; frame !== null && frame !== base_ci; frame = frame.previous)
    if (isLuaFrame(frame)) return frame;
  return undefined;
}

/** The line of the instruction that a Lua frame is at. */
export const lineOf = (frame: Frame): number => prototypeOf(frame).lineinfo[frame.l_savedpc - 1] ?? 0;

/** Where the statement starts that a Lua frame is in. Lines and columns (in bytes) count from 1. */
export function statementOf(frame: Frame): { readonly line: number; readonly column: number } {
  const { stmtinfo, stmtline, stmtcolumn } = prototypeOf(frame);
  const statement = stmtinfo[frame.l_savedpc - 1] ?? 0;
  return { line: stmtline[statement] ?? 0, column: stmtcolumn[statement] ?? 0 };
}

const names = new WeakMap<Prototype, Bytes>();

/**
 * The name of a Lua function: what its first caller seen called it, `main` for a script's own body, `function:3` for one without a name
 * that starts on line 3.
 */
export function nameOf(L: LuaState, frame: Frame): Bytes {
  const prototype = prototypeOf(frame);
  let name = names.get(prototype);
  if (name === undefined) {
    name = prototype.linedefined === 0 ? 'main' : (calledName(L, frame) ?? `function:${prototype.linedefined}`);
    names.set(prototype, name);
  }
  return name;
}

const NAME = toOctets('n');

function calledName(L: LuaState, frame: Frame): Bytes | undefined {
  const record: lua_Debug & { i_ci?: Frame; readonly name?: Uint8Array | null } = new lua.lua_Debug();
  record.i_ci = frame;
  lua.lua_getinfo(L, NAME, record);
  return record.name === null || record.name === undefined ? undefined : fromOctets(record.name);
}
