import type { Bytes } from '../bytes.js';
import { type LuaState, newTable, pushBoolean, pushBytes, rawSetField } from '../lua/vm.js';

/**
 * Pushes the table by which Redis shows an error to a script (`luaPushErrorBuff`). A `text` that begins with `-` carries its own code
 * (`-WRONGTYPE Operation…`), any other gets `ERR`.
 */
export function pushErrorTable(L: LuaState, text: Bytes): void {
  newTable(L);
  pushBytes(L, errorText(text));
  rawSetField(L, -2, 'err');
}

/** As {@link pushErrorTable} for an error that the statistics have counted already. */
export function pushCountedErrorTable(L: LuaState, text: Bytes): void {
  pushErrorTable(L, text);
  pushBoolean(L, true);
  rawSetField(L, -2, 'ignore_error_stats_update');
}

/** The `err` field for an error buffer: code and message, line ends trimmed off the message. */
export function errorText(text: Bytes): Bytes {
  const buffer = cString(text);
  const space = buffer.indexOf(' ');
  if (!buffer.startsWith('-')) return `ERR ${trimLineEnds(buffer)}`;
  if (space < 0) return `ERR ${trimLineEnds(buffer.slice(1))}`;
  return `${buffer.slice(1, space)} ${trimLineEnds(buffer.slice(space + 1))}`;
}

/** What C code that treats `bytes` as a string sees: everything before the first NUL. */
export function cString(bytes: Bytes): Bytes {
  const end = bytes.indexOf('\0');
  return end < 0 ? bytes : bytes.slice(0, end);
}

const trimLineEnds = (bytes: Bytes): Bytes => bytes.replace(/^[\r\n]+|[\r\n]+$/g, '');
