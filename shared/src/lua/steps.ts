import { lua } from 'fengari-web/src/fengari-web.js';
import { type Frame, inside } from './inside.js';
import type { LuaState } from './vm.js';

/**
 * Called before each statement, and each time a jump back reaches it again; not in the middle of one, after a call in it has returned.
 * `statement` is its number in the function of `frame`. What it throws ends the script, past every `pcall`.
 */
export type StepHook = (L: LuaState, frame: Frame, statement: number) => void;

/** Watches the statements of all threads of a state, in functions entered or returned to from now on; undefined stops that. */
export const setStepHook = (L: LuaState, hook: StepHook | undefined): void => lua.lua_setstephook(L, hook ?? null);

/** Runs `action`, whose statements nobody watches. */
export function withoutSteps<T>(L: LuaState, action: () => T): T {
  const global = inside(L).l_G;
  const { stephook } = global;
  global.stephook = null;
  try {
    return action();
  } finally {
    global.stephook = stephook;
  }
}

/**
 * From where the objects of each run are numbered. Addresses (`table: 0x…`), and the order of tables with objects as keys, are made from the
 * numbers: so they do not depend on what ran before. Compiled functions have lower ones.
 */
const FIRST_OBJECT = 2 ** 24;

/** Numbers the objects of a run as in every other run. */
export function restartObjectNumbers(L: LuaState): void {
  const global = inside(L).l_G;
  global.id_counter = FIRST_OBJECT;
  global.ids = new WeakMap();
}

/** The table, function, thread or userdata at an index: good for telling whether two are the same. */
export const objectAt = (L: LuaState, index: number): unknown => lua.lua_topointer(L, index);

const hostObjects = new WeakMap<object, number>();
let lastHostObject = 0;

/** A number by which to tell an object from others: from 0 since {@link restartObjectNumbers}, negative for those that were there before. */
export function objectNumber(object: unknown): number {
  if ((typeof object !== 'object' && typeof object !== 'function') || object === null) return 0;
  if ('id' in object && typeof object.id === 'number') return object.id - FIRST_OBJECT;
  // Functions of ours carry no number.
  let number = hostObjects.get(object);
  if (number === undefined) hostObjects.set(object, (number = --lastHostObject - FIRST_OBJECT));
  return number;
}

/** Runs `action` so that the objects made afterwards are numbered as if it had not run. */
export function withoutObjectNumbers<T>(L: LuaState, action: () => T): T {
  const global = inside(L).l_G;
  const { id_counter, ids } = global;
  global.ids = new WeakMap();
  try {
    return action();
  } finally {
    Object.assign(global, { id_counter, ids });
  }
}

/** Runs `action` with an interrupt of its own, and puts back the one that was set. */
export function withInterrupt<T>(L: LuaState, turn: () => void, jumps: number, action: () => T): T {
  const global = inside(L).l_G;
  const { interrupt, fuel, refuel } = global;
  lua.lua_setinterrupt(L, turn, jumps);
  try {
    return action();
  } finally {
    Object.assign(global, { interrupt, fuel, refuel });
  }
}
