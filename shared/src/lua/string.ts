import type { Bytes } from '../bytes.js';
import {
  checkBytes,
  checkInt,
  checkInteger,
  checkType,
  fail,
  failArgument,
  optionalInt,
  optionalInteger,
} from './arguments.js';
import { ensureStack, pushLibrary } from './library.js';
import { Matcher } from './pattern.js';
import { formatString } from './string-format.js';
import {
  LuaType,
  call,
  dump,
  failMemory,
  getTable,
  getTop,
  newTable,
  pop,
  pushBytes,
  pushFunction,
  pushNil,
  pushNumber,
  pushValue,
  rawGetField,
  rawSetField,
  setMetatable,
  setReadonly,
  setTop,
  toBoolean,
  toBytes,
  typeNameAt,
  typeOf,
  type LuaState,
  MAX_LENGTH,
} from './vm.js';

/** `luaopen_string`: pushes the library, and makes it the methods of strings, for good when `readonly`. */
export function pushString(L: LuaState, readonly: boolean): void {
  pushLibrary(L, {
    byte,
    char,
    dump: dumpFunction,
    find: (L) => findOrMatch(L, true),
    format: formatString,
    gfind: noFunction,
    gmatch,
    gsub,
    len,
    lower,
    match: (L) => findOrMatch(L, false),
    rep,
    reverse,
    sub,
    upper,
  });
  // LUA_COMPAT_GFIND
  rawGetField(L, -1, 'gmatch');
  rawSetField(L, -2, 'gfind');
  newTable(L, 0, 1);
  pushBytes(L, '');
  pushValue(L, -2);
  setMetatable(L, -2);
  pop(L);
  pushValue(L, -2);
  rawSetField(L, -2, '__index');
  if (readonly) setReadonly(L, -1, true);
  pop(L);
}

/** A slot of the table, filled twice as in C. */
function noFunction(L: LuaState): number {
  return fail(L, "'string.gfind' was renamed to 'string.gmatch'");
}

/** A position from the start (from 1), negative ones being from the end; 0 for one before the start. */
function fromStart(position: number, length: number): number {
  const relative = position < 0 ? position + length + 1 : position;
  return Math.max(relative, 0);
}

function len(L: LuaState): number {
  pushNumber(L, checkBytes(L, 1).length);
  return 1;
}

function sub(L: LuaState): number {
  const s = checkBytes(L, 1);
  const start = Math.max(fromStart(checkInteger(L, 2), s.length), 1);
  const end = Math.min(fromStart(optionalInteger(L, 3, -1), s.length), s.length);
  pushBytes(L, start <= end ? s.slice(start - 1, end) : '');
  return 1;
}

function reverse(L: LuaState): number {
  const s = checkBytes(L, 1);
  const units: string[] = [];
  for (let i = s.length - 1; i >= 0; i--) units.push(s[i]!);
  pushBytes(L, units.join(''));
  return 1;
}

/** The C locale: only ASCII letters have a case. */
function lower(L: LuaState): number {
  pushBytes(
    L,
    checkBytes(L, 1).replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
  );
  return 1;
}

function upper(L: LuaState): number {
  pushBytes(
    L,
    checkBytes(L, 1).replace(/[a-z]+/g, (letters) => letters.toUpperCase()),
  );
  return 1;
}

function rep(L: LuaState): number {
  const s = checkBytes(L, 1);
  const count = Math.max(checkInt(L, 2), 0);
  if (s.length * count > MAX_LENGTH) failMemory(L);
  pushBytes(L, s.repeat(count));
  return 1;
}

function byte(L: LuaState): number {
  const s = checkBytes(L, 1);
  const first = fromStart(optionalInteger(L, 2, 1), s.length);
  const start = Math.max(first, 1);
  const end = Math.min(fromStart(optionalInteger(L, 3, first), s.length), s.length);
  if (start > end) return 0;
  const count = end - start + 1;
  ensureStack(L, count, 'string slice too long');
  for (let i = 0; i < count; i++) pushNumber(L, s.charCodeAt(start + i - 1));
  return count;
}

function char(L: LuaState): number {
  const count = getTop(L);
  let s = '';
  for (let i = 1; i <= count; i++) {
    const c = checkInt(L, i);
    if (c < 0 || c > 255) failArgument(L, i, 'invalid value');
    s += String.fromCharCode(c);
  }
  pushBytes(L, s);
  return 1;
}

/** The chunk has Lua's signature and no more in common with C's: Redis loads neither. */
function dumpFunction(L: LuaState): number {
  checkType(L, 1, LuaType.function);
  setTop(L, 1);
  pushBytes(L, dump(L) ?? fail(L, 'unable to dump given function'));
  return 1;
}

const SPECIALS = /[\^$*+?.([%-]/;

function findOrMatch(L: LuaState, find: boolean): number {
  const s = checkBytes(L, 1);
  const pattern = checkBytes(L, 2);
  const start = Math.min(Math.max(fromStart(optionalInteger(L, 3, 1), s.length) - 1, 0), s.length);
  if (find && (toBoolean(L, 4) || !hasSpecials(pattern))) {
    const at = s.indexOf(pattern, start);
    if (at !== -1) {
      pushNumber(L, at + 1);
      pushNumber(L, at + pattern.length);
      return 2;
    }
  } else {
    const anchored = pattern.startsWith('^');
    const matcher = new Matcher(L, s, pattern);
    let from = start;
    do {
      const end = matcher.matchAt(from, anchored ? 1 : 0);
      if (end !== -1) {
        if (!find) return matcher.pushCaptures(from, end, true);
        pushNumber(L, from + 1);
        pushNumber(L, end);
        return matcher.pushCaptures(from, end, false) + 2;
      }
    } while (from++ < s.length && !anchored);
  }
  pushNil(L);
  return 1;
}

/** `strpbrk`, which stops at the first NUL. */
function hasSpecials(pattern: Bytes): boolean {
  const at = pattern.search(SPECIALS);
  if (at === -1) return false;
  const end = pattern.indexOf('\0');
  return end === -1 || at < end;
}

function gmatch(L: LuaState): number {
  const s = checkBytes(L, 1);
  const pattern = checkBytes(L, 2);
  const matcher = new Matcher(L, s, pattern);
  let position = 0;
  pushFunction(L, (thread) => {
    matcher.runIn(thread);
    for (let from = position; from <= s.length; from++) {
      const end = matcher.matchAt(from, 0);
      if (end === -1) continue;
      position = end === from ? end + 1 : end; // an empty match goes at least one position on
      return matcher.pushCaptures(from, end, true);
    }
    return 0;
  });
  return 1;
}

function gsub(L: LuaState): number {
  const s = checkBytes(L, 1);
  const pattern = checkBytes(L, 2);
  const kind = typeOf(L, 3);
  const most = optionalInt(L, 4, s.length + 1);
  if (kind !== LuaType.number && kind !== LuaType.string && kind !== LuaType.function && kind !== LuaType.table)
    failArgument(L, 3, 'string/function/table expected');
  const anchored = pattern.startsWith('^');
  const matcher = new Matcher(L, s, pattern);
  const replacement = toBytes(L, 3);
  const parts: Bytes[] = [];
  let length = 0;
  let count = 0;
  let from = 0;
  let kept = from; // start of the text that is not in `parts` yet
  while (count < most) {
    const end = matcher.matchAt(from, anchored ? 1 : 0);
    if (end !== -1) {
      count++;
      const value =
        replacement === undefined ? replaced(L, matcher, from, end) : expanded(L, matcher, replacement, from, end);
      parts.push(s.slice(kept, from), value ?? s.slice(from, end));
      length += from - kept + (value?.length ?? end - from);
      if (length > MAX_LENGTH) failMemory(L);
      kept = end;
    }
    if (end > from)
      from = end; // a non-empty match: skip it
    else if (from < s.length) from++;
    else break;
    if (anchored) break;
  }
  parts.push(s.slice(kept));
  pushBytes(L, parts.join(''));
  pushNumber(L, count);
  return 2;
}

/** `add_s`: the replacement string with its captures filled in. */
function expanded(L: LuaState, matcher: Matcher, replacement: Bytes, from: number, end: number): Bytes {
  if (!replacement.includes('%')) return replacement;
  let value = '';
  for (let i = 0; i < replacement.length; i++) {
    if (replacement[i] !== '%') {
      value += replacement[i];
      continue;
    }
    i++;
    const c = i < replacement.length ? replacement[i]! : '\0';
    if (c < '0' || c > '9') value += c;
    else if (c === '0') value += matcher.slice(from, end);
    else {
      matcher.pushCapture(c.charCodeAt(0) - 0x31, from, end);
      value += toBytes(L, -1)!;
      pop(L);
    }
  }
  return value;
}

/** What a function or table answers for a match; undefined keeps the original text. */
function replaced(L: LuaState, matcher: Matcher, from: number, end: number): Bytes | undefined {
  if (typeOf(L, 3) === LuaType.function) {
    pushValue(L, 3);
    call(L, matcher.pushCaptures(from, end, true), 1);
  } else {
    matcher.pushCapture(0, from, end);
    getTable(L, 3);
  }
  let value: Bytes | undefined;
  if (toBoolean(L, -1)) {
    value = toBytes(L, -1);
    if (value === undefined) fail(L, `invalid replacement value (a ${typeNameAt(L, -1)})`);
  }
  pop(L);
  return value;
}
