import type { Bytes } from '../bytes.js';
import {
  getField,
  getMetatable,
  type LuaState,
  LuaStatus,
  LuaType,
  pcall,
  pop,
  pushFunction,
  pushValue,
  toBoolean,
  toBytes,
} from '../lua/vm.js';

/** What the reply to an uncaught error says; a `message` of undefined is what a server of that version dies of. */
export interface UncaughtError {
  readonly message: Bytes | undefined;
  readonly line: number | undefined;
  /** The whole text of the error reply. */
  readonly text: Bytes;
  /** The statistics know of the error already: it came from a command. */
  readonly counted: boolean;
}

/** How errors of the host reach a script and the client: tables since 7.0, strings before. */
export interface ErrorStyle {
  /** Pushes the table that shows an error of the host's own to the script (`luaPushError`). `text` has no code. */
  push(L: LuaState, text: Bytes): void;
  /** Pushes the table for the error reply of a command, or of the refusal to call it. */
  pushReply(L: LuaState, text: Bytes): void;
  /** Pushes the table that `redis.error_reply` makes. */
  pushMade(L: LuaState, text: Bytes): void;
  /** Raises the error in the table on top of the stack. */
  raise(L: LuaState): never;
  /** Raises an error about the use of a function of `redis`, other than `call`. */
  refuse(L: LuaState, text: Bytes): never;
  /** The source of the error handler: a chunk that gets {@link frameOfLevel} and returns the handler. */
  readonly handler: Bytes;
  /** Reads the error on top of the stack. `name` is the script's SHA1 or the function's name, as the text has it. */
  read(L: LuaState, name: Bytes): UncaughtError;
  /** The text for a script that was killed. */
  killed(name: Bytes, source: Bytes, line: number): Bytes;
}

/** What C code that treats `bytes` as a string sees: everything before the first NUL. */
export function cString(bytes: Bytes): Bytes {
  const end = bytes.indexOf('\0');
  return end < 0 ? bytes : bytes.slice(0, end);
}

/** Reading a table raised an error where nothing would catch it. */
export class UnprotectedError extends Error {
  override readonly name = 'UnprotectedError';
}

/**
 * Lets `read` look at the fields of the table on top of the stack, which may have metamethods: what these raise becomes an
 * {@link UnprotectedError}.
 */
export function readFields<T>(L: LuaState, read: (L: LuaState) => T): T {
  if (!getMetatable(L, -1)) return read(L);
  pop(L);
  let result: { readonly value: T } | undefined;
  pushFunction(L, (state) => {
    result = { value: read(state) };
    return 0;
  });
  pushValue(L, -2);
  if (pcall(L, 1, 0) === LuaStatus.ok && result !== undefined) return result.value;
  throw new UnprotectedError(toBytes(L, -1) ?? 'an error that is no string');
}

/** The text of a field of the table on top of the stack, if that is a string or number; metamethods are honoured. */
export function stringField(L: LuaState, name: Bytes): Bytes | undefined {
  const type = getField(L, -1, name);
  const text = type === LuaType.string || type === LuaType.number ? toBytes(L, -1) : undefined;
  pop(L);
  return text === undefined ? undefined : cString(text);
}

/** A field of the table on top of the stack that is a boolean. */
export function flagField(L: LuaState, name: Bytes): boolean {
  const flag = getField(L, -1, name) === LuaType.boolean && toBoolean(L, -1);
  pop(L);
  return flag;
}
