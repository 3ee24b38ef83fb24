import type { Bytes } from '../bytes.js';
import { isTable, type LuaState, newTable, pushBoolean, pushBytes, raise, rawSetField, toBytes } from '../lua/vm.js';
import { cString, type ErrorStyle, flagField, readFields, stringField, type UncaughtError } from './error-style.js';

/** Errors as tables with a field `err`, that carry their code and, once nobody catches them, source and line: 7.0 and later. */
export const errorTables: ErrorStyle = {
  push: (L, text) => pushTable(L, `ERR ${trimLineEnds(cString(text))}`),
  pushReply: (L, text) => {
    pushTable(L, withCode(`-${cString(text)}`));
    pushBoolean(L, true);
    rawSetField(L, -2, 'ignore_error_stats_update');
  },
  pushMade: (L, text) => pushTable(L, withCode(text.startsWith('-') ? cString(text) : `-${cString(text)}`)),
  raise,
  refuse: (L, text) => {
    pushTable(L, `ERR ${text}`);
    return raise(L);
  },
  handler: [
    'local frame = ...',
    '',
    'return function(err)',
    '  local what, source, line = frame(2)',
    "  if what == 'C' then",
    '    what, source, line = frame(3)',
    '  end',
    "  if type(err) ~= 'table' then",
    "    err = {err='ERR ' .. tostring(err)} end if what then",
    "    err['source'] = source",
    "    err['line'] = line end",
    '  return err',
    'end',
  ].join('\n'),
  read,
  killed: (name, source, line) =>
    `ERR Script killed by user with SCRIPT KILL... script: ${name}, on ${source}:${line}.`,
};

function pushTable(L: LuaState, err: Bytes): void {
  newTable(L);
  pushBytes(L, err);
  rawSetField(L, -2, 'err');
}

/** The `err` field of an error that begins with `-` and its code; without a second word it gets the code `ERR`. */
function withCode(buffer: Bytes): Bytes {
  const space = buffer.indexOf(' ');
  if (space < 0) return `ERR ${trimLineEnds(buffer.slice(1))}`;
  return `${buffer.slice(1, space)} ${trimLineEnds(buffer.slice(space + 1))}`;
}

const trimLineEnds = (bytes: Bytes): Bytes => bytes.replace(/^[\r\n]+|[\r\n]+$/g, '');

/** `luaExtractErrorInformation` and the text made of it (`luaCallFunction`). */
function read(L: LuaState, name: Bytes): UncaughtError {
  if (!isTable(L, -1)) {
    const message = toBytes(L, -1) ?? 'execution failure';
    const text = `ERR Error running script ${name}, ${cString(message.slice(0, 100))}`;
    return { message, line: undefined, text, counted: false };
  }
  const { message, source, line, counted } = readFields(L, (state) => ({
    message: stringField(state, 'err'),
    source: stringField(state, 'source'),
    line: stringField(state, 'line'),
    counted: flagField(state, 'ignore_error_stats_update'),
  }));
  const position = source === undefined || line === undefined ? '' : ` script: ${name}, on ${source}:${line}.`;
  return { message, line: line === undefined ? undefined : Number(line), text: `${message ?? ''}${position}`, counted };
}
