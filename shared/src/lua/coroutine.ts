import type { Bytes } from '../bytes.js';
import { fail, failArgument } from './arguments.js';
import { pushLibrary } from './library.js';
import {
  LuaStatus,
  checkStack,
  getTop,
  hasFrames,
  insert,
  isLuaFunction,
  moveValues,
  newThread,
  pushBoolean,
  pushBytes,
  pushFunction,
  pushNil,
  pushThread,
  pushValue,
  raise,
  resume,
  threadStatus,
  toBytes,
  toThread,
  upvalueIndex,
  where,
  yieldThread,
  type LuaState,
} from './vm.js';

/** Told when `coroutine.resume` hands an error of the coroutine to the script: it is on top of the stack. */
type ResumeListener = (L: LuaState) => void;

/** The coroutine library of Lua 5.1 (it is part of lbaselib.c): pushes the library. */
export function pushCoroutine(L: LuaState, onCaught?: ResumeListener): void {
  pushLibrary(L, {
    create,
    resume: (L) => resumeFunction(L, onCaught),
    running,
    status: statusFunction,
    wrap,
    yield: (L) => yieldThread(L, getTop(L)),
  });
}

type CoroutineStatus = 'running' | 'suspended' | 'normal' | 'dead';

function statusOf(L: LuaState, thread: LuaState): CoroutineStatus {
  if (L === thread) return 'running';
  switch (threadStatus(thread)) {
    case LuaStatus.yield:
      return 'suspended';
    case LuaStatus.ok:
      if (hasFrames(thread)) return 'normal';
      return getTop(thread) === 0 ? 'dead' : 'suspended';
    default:
      return 'dead'; // some error occurred
  }
}

/** Who resumed a coroutine last. */
const resumers = new WeakMap<LuaState, LuaState>();

/** The thread that resumed this one; undefined for a script's own. */
export const resumerOf = (thread: LuaState): LuaState | undefined => resumers.get(thread);

const checkThread = (L: LuaState): LuaState => toThread(L, 1) ?? failArgument(L, 1, 'coroutine expected');

function statusFunction(L: LuaState): number {
  pushBytes(L, statusOf(L, checkThread(L)));
  return 1;
}

/** Resumes with the top `args` values. Answers the number of results pushed, or one of the two below with the error on top of the stack. */
function resumeWith(L: LuaState, thread: LuaState, args: number): number {
  const status = statusOf(L, thread);
  if (!checkStack(thread, args)) fail(L, 'too many arguments to resume');
  if (status !== 'suspended') return failed(L, `cannot resume ${status} coroutine`);
  moveValues(L, thread, args);
  resumers.set(thread, L);
  const outcome = resume(thread, L, args);
  if (outcome !== LuaStatus.ok && outcome !== LuaStatus.yield) {
    moveValues(thread, L, 1);
    return RAISED;
  }
  const results = getTop(thread);
  if (!checkStack(L, results + 1)) fail(L, 'too many results to resume');
  moveValues(thread, L, results);
  return results;
}

/** It was not resumed at all. */
const REFUSED = -1;
/** An error ended it. */
const RAISED = -2;

function failed(L: LuaState, message: Bytes): number {
  pushBytes(L, message);
  return REFUSED;
}

function resumeFunction(L: LuaState, onCaught: ResumeListener | undefined): number {
  const results = resumeWith(L, checkThread(L), getTop(L) - 1);
  if (results < 0) {
    if (results === RAISED) onCaught?.(L);
    pushBoolean(L, false);
    insert(L, -2);
    return 2;
  }
  pushBoolean(L, true);
  insert(L, -(results + 1));
  return results + 1;
}

function resumeWrapped(L: LuaState): number {
  const results = resumeWith(L, toThread(L, upvalueIndex(1))!, getTop(L));
  if (results >= 0) return results;
  const message = toBytes(L, -1);
  if (message !== undefined) pushBytes(L, where(L, 1) + message); // add position information
  return raise(L);
}

function create(L: LuaState): number {
  if (!isLuaFunction(L, 1)) failArgument(L, 1, 'Lua function expected');
  const thread = newThread(L);
  pushValue(L, 1);
  moveValues(L, thread, 1);
  return 1;
}

function wrap(L: LuaState): number {
  create(L);
  pushFunction(L, resumeWrapped, 1);
  return 1;
}

function running(L: LuaState): number {
  if (pushThread(L)) pushNil(L); // the main thread is not a coroutine
  return 1;
}
