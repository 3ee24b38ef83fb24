import type { Bytes } from '../bytes.js';
import type { RespValue, RespVersion } from '../resp/value.js';
import {
  type LuaState,
  newTable,
  pushBoolean,
  pushBytes,
  pushNil,
  pushNumber,
  rawSet,
  rawSetField,
  rawSetIndex,
  setTable,
} from '../lua/vm.js';
import type { ErrorStyle } from './error-style.js';
import { doubleOf } from './number-text.js';

/**
 * Pushes the Lua value of a command's reply (`redisProtocolToLuaType`). In version 2 it goes by what a RESP2 client receives, as the
 * script's own client is one until `redis.setresp(3)`.
 */
export function pushReply(L: LuaState, reply: RespValue, version: RespVersion, errors: ErrorStyle): void {
  switch (reply.type) {
    case 'bulk':
      pushBytes(L, reply.value);
      return;
    case 'integer':
      pushNumber(L, Number(reply.value));
      return;
    case 'nil':
      if (version === 3) pushNil(L);
      else pushBoolean(L, false);
      return;
    case 'status':
      pushRecord(L, 'ok', reply.text);
      return;
    case 'error':
      errors.pushReply(L, reply.text);
      return;
    case 'array':
    case 'push':
      pushList(L, reply.items, version, errors);
      return;
    case 'attribute':
      pushReply(L, reply.value, version, errors);
      return;
    default:
      if (version === 3) pushTyped(L, reply, errors);
      else pushDowngraded(L, reply, errors);
  }
}

/** Pushes a table of one field, made with room for it: a status is what most writes answer. */
function pushRecord(L: LuaState, name: Bytes, value: Bytes): void {
  newTable(L, 0, 1);
  pushBytes(L, name);
  pushBytes(L, value);
  rawSet(L, -3);
}

type TypedReply = Extract<RespValue, { type: 'double' | 'boolean' | 'bignumber' | 'map' | 'set' | 'verbatim' }>;

/** The shapes that only RESP3 has: tables with one named field. */
function pushTyped(L: LuaState, reply: TypedReply, errors: ErrorStyle): void {
  if (reply.type === 'boolean') {
    pushBoolean(L, reply.value);
    return;
  }
  newTable(L);
  switch (reply.type) {
    case 'double':
      pushNumber(L, doubleOf(reply.text));
      rawSetField(L, -2, 'double');
      return;
    case 'bignumber':
      pushBytes(L, reply.text);
      rawSetField(L, -2, 'big_number');
      return;
    case 'verbatim':
      newTable(L);
      pushBytes(L, reply.value);
      rawSetField(L, -2, 'string');
      pushBytes(L, reply.format);
      rawSetField(L, -2, 'format');
      rawSetField(L, -2, 'verbatim_string');
      return;
    case 'map':
      newTable(L);
      for (const [key, value] of reply.entries) {
        pushReply(L, key, 3, errors);
        pushReply(L, value, 3, errors);
        setTable(L, -3);
      }
      rawSetField(L, -2, 'map');
      return;
    case 'set':
      newTable(L);
      for (const item of reply.items) {
        pushReply(L, item, 3, errors);
        pushBoolean(L, true);
        setTable(L, -3);
      }
      rawSetField(L, -2, 'set');
  }
}

/** The same shapes as RESP2 writes them. */
function pushDowngraded(L: LuaState, reply: TypedReply, errors: ErrorStyle): void {
  switch (reply.type) {
    case 'boolean':
      pushNumber(L, reply.value ? 1 : 0);
      return;
    case 'double':
    case 'bignumber':
      pushBytes(L, reply.text);
      return;
    case 'verbatim':
      pushBytes(L, reply.value);
      return;
    case 'map':
      pushList(L, reply.entries.flat(), 2, errors);
      return;
    case 'set':
      pushList(L, reply.items, 2, errors);
  }
}

/** Elements go in one by one, as in C: how the table has grown shows in `#` when there are nils in it. */
function pushList(L: LuaState, items: readonly RespValue[], version: RespVersion, errors: ErrorStyle): void {
  newTable(L);
  for (let i = 0; i < items.length; i++) {
    pushReply(L, items[i]!, version, errors);
    rawSetIndex(L, -2, i + 1);
  }
}
