import type { Bytes } from '../bytes.js';
import {
  frameAt,
  type LuaState,
  newTable,
  pushBytes,
  raise,
  rawGetField,
  rawSetField,
  remove,
  toBytes,
} from '../lua/vm.js';
import {
  NO_REPLICAS,
  OUT_OF_MEMORY,
  READ_ONLY_REPLICA,
  SCRIPT_DENIED_COMMAND,
  SCRIPT_UNKNOWN_COMMAND,
  SCRIPT_WRONG_ARITY,
} from '../redis/errors.js';
import { DENIED_IN_SCRIPT } from '../redis/acl.js';
import type { ErrorStyle } from './error-style.js';

/** Errors as strings that begin with source and line, twice where Lua has put them in front already: 6.2. */
export const errorStrings: ErrorStyle = {
  push: pushPositioned,
  pushReply: (L, text) => {
    const refusal = REFUSALS.get(text);
    if (refusal === undefined) pushTable(L, text);
    else pushPositioned(L, refusal);
  },
  pushMade: pushTable,
  raise: (L) => {
    rawGetField(L, -1, 'err');
    remove(L, -2);
    return raise(L);
  },
  refuse: (L, text) => {
    pushBytes(L, text);
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
    '  if what then',
    "    return source .. ':' .. line .. ': ' .. err",
    '  else',
    '    return err',
    '  end',
    'end',
  ].join('\n'),
  read: (L, name) => {
    const message = toBytes(L, -1) ?? '(null)';
    const line = /^@user_script:(\d+): /.exec(message)?.[1];
    return {
      message,
      line: line === undefined ? undefined : Number(line),
      text: `ERR Error running script (call to f_${name}): ${message}`,
      counted: false,
    };
  },
  killed: (name, source, line) =>
    `ERR Error running script (call to f_${name}): ${source}:${line}: Script killed by user with SCRIPT KILL...`,
};

/** What a script is told when a command is not even tried: worded differently, and never without the position. */
const REFUSALS: ReadonlyMap<Bytes, Bytes> = new Map([
  [SCRIPT_UNKNOWN_COMMAND, 'Unknown Redis command called from Lua script'],
  [SCRIPT_WRONG_ARITY, 'Wrong number of args calling Redis command From Lua script'],
  [SCRIPT_DENIED_COMMAND, 'This Redis command is not allowed from scripts'],
  ...Object.values(DENIED_IN_SCRIPT).map((text): [Bytes, Bytes] => [text, text.replace(/^ERR /, '')]),
  ...[READ_ONLY_REPLICA, OUT_OF_MEMORY, NO_REPLICAS].map((text): [Bytes, Bytes] => [text, `-${text}`]),
]);

function pushTable(L: LuaState, err: Bytes): void {
  newTable(L);
  pushBytes(L, err);
  rawSetField(L, -2, 'err');
}

function pushPositioned(L: LuaState, text: Bytes): void {
  const frame = frameAt(L, 1);
  pushTable(L, frame === undefined ? text : `${frame.source}: ${frame.line}: ${text}`);
}
