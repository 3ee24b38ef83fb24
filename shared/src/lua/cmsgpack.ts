import { checkBytes, checkInteger, fail, failArgument, optionalInteger } from './arguments.js';
import { Decoder } from './cmsgpack-decode.js';
import { encodeValue } from './cmsgpack-encode.js';
import { ensureStack } from './library.js';
import {
  checkStack,
  getTop,
  insert,
  type LuaFunction,
  type LuaState,
  newTable,
  pushBytes,
  pushFunction,
  pushNumber,
  pushValue,
  rawSetField,
  setTop,
} from './vm.js';

/** Pushes the table of lua-cmsgpack 0.4.0 (lua_cmsgpack.c): MessagePack as Redis ships it. */
export function pushCmsgpack(L: LuaState): void {
  newTable(L);
  for (const [name, fn] of Object.entries(FUNCTIONS)) {
    pushFunction(L, fn);
    rawSetField(L, -2, name);
  }
  for (const [name, text] of Object.entries(METADATA)) {
    pushBytes(L, text);
    rawSetField(L, -2, name);
  }
}

/** Packs all arguments, one after the other. */
function pack(L: LuaState): number {
  const count = getTop(L);
  if (count === 0) failArgument(L, 0, 'MessagePack pack needs input.');
  if (!checkStack(L, count)) failArgument(L, 0, 'Too many arguments for MessagePack pack.');
  let packed = '';
  for (let argument = 1; argument <= count; argument++) {
    pushValue(L, argument);
    packed += encodeValue(L);
  }
  pushBytes(L, packed);
  return 1;
}

/**
 * `mp_unpack_full`: at most `limit` values from `offset` on. Without both it unpacks everything; otherwise the first result is the
 * offset of the next value, or -1 at the end of the input.
 */
function unpackFrom(L: LuaState, limit: number, offset: number): number {
  const everything = limit === 0 && offset === 0;
  const bytes = checkBytes(L, 1);
  if (offset < 0 || limit < 0)
    fail(L, `Invalid request to unpack with offset of ${offset | 0} and limit of ${bytes.length}.`);
  if (offset > bytes.length) fail(L, `Start offset ${offset | 0} greater than input length ${bytes.length}.`);
  const decoder = new Decoder(L, bytes, offset);
  let results = 0;
  for (; !decoder.atEnd && (everything || results < limit); results++) decoder.value();
  if (!everything) {
    ensureStack(L, 1, 'in function mp_unpack_full');
    pushNumber(L, decoder.atEnd ? -1 : decoder.position);
    insert(L, 2);
    results++;
  }
  return results;
}

const FUNCTIONS: Readonly<Record<string, LuaFunction>> = {
  pack,
  unpack: (L) => unpackFrom(L, 0, 0),
  unpack_one: (L) => {
    const offset = optionalInteger(L, 2, 0);
    setTop(L, Math.min(getTop(L), 1));
    return unpackFrom(L, 1, offset);
  },
  unpack_limit: (L) => {
    const limit = checkInteger(L, 2);
    const offset = optionalInteger(L, 3, 0);
    setTop(L, 1);
    return unpackFrom(L, limit, offset);
  },
};

const METADATA = {
  _NAME: 'cmsgpack',
  _VERSION: 'lua-cmsgpack 0.4.0',
  _COPYRIGHT: 'Copyright (C) 2012, Salvatore Sanfilippo',
  _DESCRIPTION: 'MessagePack C implementation for Lua',
};
