import { lua } from 'fengari-web/src/fengari-web.js';
import { type Frame, inside, type Prototype } from './inside.js';
import type { LuaState } from './vm.js';

/**
 * Called before each statement, and each time a jump back reaches it again; not in the middle of one, after a call in it has returned.
 * `statement` is its number in the function of `frame`. What it throws ends the script, past every `pcall`.
 */
export type StepHook = (L: LuaState, frame: Frame, statement: number) => void;

const NO_STATEMENTS = new Uint32Array(0);
const NO_DEPTHS = new Uint16Array(0);

/**
 * Where the VM notes statements as it reaches them. While `frame` is in execution, in the function `prototype`, and the columns have room, a
 * step is one more entry in them; all others are told to `reach`. The VM knows the fields by their names, and works with this class alone: it
 * would be slower with two.
 */
export class StepLog {
  frame: Frame | null = null;
  prototype: Prototype | null = null;
  /** What the numbers of statements are counted from, and how deep the function is. */
  first = 0;
  depth = 0;
  statements = NO_STATEMENTS;
  depths = NO_DEPTHS;
  /** Entries in the columns. */
  length = 0;

  constructor(readonly reach: StepHook) {}
}

/** Watches the statements of all threads of a state, in functions entered or returned to from now on; undefined stops that. */
export const setStepLog = (L: LuaState, log: StepLog | undefined): void => lua.lua_setsteplog(L, log ?? null);

/** Runs `action`, whose statements nobody watches. */
export function withoutSteps<T>(L: LuaState, action: () => T): T {
  const global = inside(L).l_G;
  const { steplog } = global;
  global.steplog = null;
  try {
    return action();
  } finally {
    global.steplog = steplog;
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
