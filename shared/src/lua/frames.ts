import { lua, type lua_Debug } from 'fengari-web/src/fengari-web.js';
import { type Bytes, fromOctets, toOctets } from '../bytes.js';
import { type Closure, type Frame, inside, IS_LUA, type Prototype, type Slot } from './inside.js';
import { objectAt } from './steps.js';
import { checkStack, type LuaState } from './vm.js';

export type { Frame, Prototype, Slot } from './inside.js';

/** A Lua function rather than one of ours. */
export const isLuaFrame = (frame: Frame): boolean => (frame.callstatus & IS_LUA) !== 0;

export const prototypeOf = (frame: Frame): Prototype => frame.func.value.p;

/** The Lua functions of a thread, the innermost first. */
export function* luaFrames(L: LuaState): Generator<Frame> {
  const { ci, base_ci } = inside(L);
  for (let frame: Frame | null = ci; frame !== null && frame !== base_ci; frame = frame.previous)
    if (isLuaFrame(frame)) yield frame;
}

/** The innermost Lua function of a thread; undefined when none is running. */
export function innermostLuaFrame(L: LuaState): Frame | undefined {
  const { ci, base_ci } = inside(L);
  for (let frame: Frame | null = ci; frame !== null && frame !== base_ci; frame = frame.previous)
    if (isLuaFrame(frame)) return frame;
  return undefined;
}

/** The line of the instruction that a Lua frame is at. */
export const lineOf = (frame: Frame): number => prototypeOf(frame).lineinfo[frame.l_savedpc - 1] ?? 0;

/** The line that a Lua frame goes on with: in a turn of the host, the last instruction may have been a jump from elsewhere. */
export const nextLineOf = (frame: Frame): number => prototypeOf(frame).lineinfo[frame.l_savedpc] ?? lineOf(frame);

/** Where the statement starts that a Lua frame is in. Lines and columns (in bytes) count from 1. */
export function statementOf(frame: Frame): { readonly line: number; readonly column: number } {
  const { stmtinfo, stmtline, stmtcolumn } = prototypeOf(frame);
  const statement = stmtinfo[frame.l_savedpc - 1] ?? 0;
  return { line: stmtline[statement] ?? 0, column: stmtcolumn[statement] ?? 0 };
}

const names = new WeakMap<Prototype, Bytes>();

/** A function of a chunk, and those written inside it in their order. */
interface NamedFunction {
  /** What it is called where it is written. */
  readonly name: Bytes | undefined;
  readonly inner: readonly NamedFunction[];
}

/** Gives the functions in the chunk on top of the stack the names that they have where they are written. */
export function nameFunctions(L: LuaState, functions: readonly NamedFunction[]): void {
  const visit = ({ p }: Prototype, inner: readonly NamedFunction[]): void =>
    p.forEach((prototype, i) => {
      const named = inner[i];
      names.set(prototype, named?.name ?? `function:${prototype.linedefined}`);
      visit(prototype, named?.inner ?? []);
    });
  visit((objectAt(L, -1) as Closure).p, functions);
}

/**
 * The name of a Lua function: what it is called where it is written; of one compiled by the script itself, what its first caller seen called
 * it. `main` for a script's own body, `function:3` for one without a name that starts on line 3.
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

/** A named value that code at a frame's current instruction can see. */
export interface Variable {
  readonly name: Bytes;
  readonly slot: Slot;
}

/** The line where a function was written; undefined for a function of ours. (What it is called depends on who calls it.) */
export const definitionLine = (object: unknown): number | undefined =>
  (object as Partial<Closure> | null)?.p?.linedefined;

/** The local variables of a Lua frame in the order of their declaration; a later one hides an earlier one of its name. */
export function localsOf(L: LuaState, frame: Frame): readonly Variable[] {
  const { stack } = inside(L);
  const { locvars } = prototypeOf(frame);
  const pc = frame.l_savedpc - 1;
  const found: Variable[] = [];
  let register = frame.l_base;
  for (const { varname, startpc, endpc } of locvars) {
    if (startpc > pc) break;
    if (pc >= endpc) continue;
    const name = varname.getbytes();
    // The compiler's own variables are called `(for index)` and the like.
    if (!name.startsWith('(')) found.push({ name, slot: stack[register]! });
    register++;
  }
  return found;
}

/** The variables of enclosing functions that a Lua frame uses. */
export function upvaluesOf(frame: Frame): readonly Variable[] {
  const { p, upvals } = frame.func.value;
  return p.upvalues.flatMap(({ name }, i) => {
    const text = name?.getbytes() ?? '?';
    // The table of globals is `(environment)`.
    return text.startsWith('(') ? [] : [{ name: text, slot: upvals[i]! }];
  });
}

/** What a Lua frame has in `...`. */
export function varargsOf(L: LuaState, frame: Frame): readonly Slot[] {
  const { is_vararg, numparams } = prototypeOf(frame);
  if (!is_vararg) return [];
  return inside(L).stack.slice(frame.funcOff + 1 + numparams, frame.l_base);
}

/** Pushes a copy of a value onto the stack of a thread of the same state. */
export function pushSlot(L: LuaState, slot: Slot): void {
  checkStack(L, 1);
  const thread = inside(L);
  thread.stack[thread.top]!.setfrom(slot);
  thread.top++;
}
