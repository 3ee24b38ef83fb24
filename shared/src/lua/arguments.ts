import type { Bytes } from '../bytes.js';
import {
  LuaType,
  argumentError,
  checkStack,
  isNoneOrNil,
  pushBytes,
  raise,
  setTop,
  toBytes,
  toNumber,
  typeName,
  typeNameAt,
  typeOf,
  where,
  type LuaState,
} from './vm.js';

/** Raises `message` with the position of the running Lua function in front (`luaL_error`). On a full stack, too: what the function has there is lost anyway. */
export function fail(L: LuaState, message: Bytes): never {
  const text = where(L, 1) + message;
  if (!checkStack(L, 1)) setTop(L, 0);
  pushBytes(L, text);
  return raise(L);
}

/** What C sees of a string: everything up to the first NUL. A string that C puts in a message with `%s` is cut so. */
export function cString(s: Bytes): Bytes {
  const end = s.indexOf('\0');
  return end === -1 ? s : s.slice(0, end);
}

/** Raises `bad argument #n to 'f' (message)`, or its variants for methods (`luaL_argerror`). */
export function failArgument(L: LuaState, argument: number, message: Bytes): never {
  return fail(L, argumentError(L, argument, message));
}

/** `luaL_typerror`: `<expected> expected, got <type>`. */
export function failType(L: LuaState, argument: number, expected: Bytes): never {
  return failArgument(L, argument, `${expected} expected, got ${typeNameAt(L, argument)}`);
}

/** `luaL_checktype` */
export function checkType(L: LuaState, argument: number, type: LuaType): void {
  if (typeOf(L, argument) !== type) failType(L, argument, typeName(type));
}

/** `luaL_checkany` */
export function checkAny(L: LuaState, argument: number): void {
  if (typeOf(L, argument) === LuaType.none) failArgument(L, argument, 'value expected');
}

/** `luaL_checknumber`: numbers, and strings that convert to one. */
export function checkNumber(L: LuaState, argument: number): number {
  return toNumber(L, argument) ?? failType(L, argument, 'number');
}

/** `luaL_checklstring`: strings, and numbers as `tostring` prints them. */
export function checkBytes(L: LuaState, argument: number): Bytes {
  return toBytes(L, argument) ?? failType(L, argument, 'string');
}

const TWO_63 = 9223372036854775808;

/**
 * `luaL_checkinteger`: the number as a C `lua_Integer` (ptrdiff_t) on x86-64: cut towards zero; NaN and what does not fit are
 * the most negative integer (-2^63), which is what cvttsd2si answers.
 */
export function checkInteger(L: LuaState, argument: number): number {
  return toInteger64(checkNumber(L, argument));
}

/** `luaL_checkint`: {@link checkInteger} cut to a C int, that is to its low 32 bits. */
export function checkInt(L: LuaState, argument: number): number {
  return toInt32(checkNumber(L, argument));
}

/** What `(ptrdiff_t)n` is on x86-64. The result is exact: a double that holds an integer. */
export function toInteger64(n: number): number {
  if (!(n >= -TWO_63 && n < TWO_63)) return -TWO_63;
  return Math.trunc(n) + 0;
}

/** What `(int)(ptrdiff_t)n` is on x86-64. */
export function toInt32(n: number): number {
  return n >= -TWO_63 && n < TWO_63 ? n | 0 : 0;
}

export function optionalNumber(L: LuaState, argument: number, fallback: number): number {
  return isNoneOrNil(L, argument) ? fallback : checkNumber(L, argument);
}

export function optionalInteger(L: LuaState, argument: number, fallback: number): number {
  return isNoneOrNil(L, argument) ? fallback : checkInteger(L, argument);
}

export function optionalInt(L: LuaState, argument: number, fallback: number): number {
  return isNoneOrNil(L, argument) ? fallback : checkInt(L, argument);
}

export function optionalBytes(L: LuaState, argument: number, fallback: Bytes): Bytes {
  return isNoneOrNil(L, argument) ? fallback : checkBytes(L, argument);
}
