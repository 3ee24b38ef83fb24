import type { Bytes } from '../bytes.js';
import { checkBytes, checkInt, cString, failArgument } from './arguments.js';
import { decodeJson } from './cjson-decode.js';
import { encodeJson } from './cjson-encode.js';
import { defaultJsonSettings, type JsonSettings } from './cjson-settings.js';
import {
  getTop,
  isNil,
  type LuaFunction,
  type LuaState,
  LuaType,
  newTable,
  pushBoolean,
  pushBytes,
  pushFunction,
  pushLightUserdata,
  pushNil,
  pushNumber,
  rawSetField,
  toBoolean,
  typeOf,
} from './vm.js';

/** Pushes the table of Lua CJSON 2.1.0 (lua_cjson.c) that works by, and changes, `settings`. */
export function pushCjson(L: LuaState, settings: JsonSettings): void {
  newTable(L);
  for (const [name, fn] of Object.entries(functions(settings))) {
    pushFunction(L, fn);
    rawSetField(L, -2, name);
  }
  pushLightUserdata(L, null);
  rawSetField(L, -2, 'null');
  pushBytes(L, 'cjson');
  rawSetField(L, -2, '_NAME');
  pushBytes(L, '2.1.0');
  rawSetField(L, -2, '_VERSION');
}

const INT_MAX = 2147483647;
const OFF_ON: readonly Bytes[] = ['off', 'on'];
const INVALID_NUMBERS = ['off', 'on', 'null'] as const;

/** In the order of the C table: `pairs(cjson)` shows it. */
function functions(settings: JsonSettings): Readonly<Record<string, LuaFunction>> {
  return {
    encode: (L) => {
      if (getTop(L) !== 1) failArgument(L, 1, 'expected 1 argument');
      pushBytes(L, encodeJson(L, settings));
      return 1;
    },
    decode: (L) => {
      if (getTop(L) !== 1) failArgument(L, 1, 'expected 1 argument');
      decodeJson(L, checkBytes(L, 1), settings);
      return 1;
    },
    encode_sparse_array: (L) => {
      padArguments(L, 3);
      settings.encodeSparseConvert = option(L, Number(settings.encodeSparseConvert), OFF_ON) === 1;
      settings.encodeSparseRatio = integer(L, 2, settings.encodeSparseRatio, 0, INT_MAX);
      settings.encodeSparseSafe = integer(L, 3, settings.encodeSparseSafe, 0, INT_MAX);
      return 3;
    },
    encode_max_depth: (L) => {
      padArguments(L, 1);
      settings.encodeMaxDepth = integer(L, 1, settings.encodeMaxDepth, 1, INT_MAX);
      return 1;
    },
    decode_max_depth: (L) => {
      padArguments(L, 1);
      settings.decodeMaxDepth = integer(L, 1, settings.decodeMaxDepth, 1, INT_MAX);
      return 1;
    },
    encode_number_precision: (L) => {
      padArguments(L, 1);
      settings.encodeNumberPrecision = integer(L, 1, settings.encodeNumberPrecision, 1, 14);
      return 1;
    },
    encode_keep_buffer: (L) => {
      padArguments(L, 1);
      settings.encodeKeepBuffer = option(L, Number(settings.encodeKeepBuffer), OFF_ON) === 1;
      return 1;
    },
    encode_invalid_numbers: (L) => {
      padArguments(L, 1);
      const current = INVALID_NUMBERS.indexOf(settings.encodeInvalidNumbers);
      settings.encodeInvalidNumbers = INVALID_NUMBERS[option(L, current, INVALID_NUMBERS)] ?? 'off';
      return 1;
    },
    decode_invalid_numbers: (L) => {
      padArguments(L, 1);
      settings.decodeInvalidNumbers = option(L, Number(settings.decodeInvalidNumbers), OFF_ON) === 1;
      return 1;
    },
    new: (L) => {
      pushCjson(L, defaultJsonSettings());
      return 1;
    },
  };
}

/** `json_arg_init`: at most `count` arguments, the missing ones nil. */
function padArguments(L: LuaState, count: number): void {
  if (getTop(L) > count) failArgument(L, count + 1, 'found too many arguments');
  while (getTop(L) < count) pushNil(L);
}

/** `json_integer_option`: the setting after argument `index`, which is pushed too. A number out of range blames argument 1, always. */
function integer(L: LuaState, index: number, current: number, min: number, max: number): number {
  let value = current;
  if (!isNil(L, index)) {
    value = checkInt(L, index);
    if (value < min || value > max) failArgument(L, 1, `expected integer between ${min} and ${max}`);
  }
  pushNumber(L, value);
  return value;
}

/** `json_enum_option` for argument 1: `off` and `on` may be given, and are pushed, as booleans. Answers the index in `options`. */
function option(L: LuaState, current: number, options: readonly Bytes[]): number {
  let value = current;
  if (typeOf(L, 1) === LuaType.boolean) value = toBoolean(L, 1) ? 1 : 0;
  else if (!isNil(L, 1)) {
    const name = cString(checkBytes(L, 1));
    value = options.indexOf(name);
    if (value < 0) failArgument(L, 1, `invalid option '${name}'`);
  }
  if (value <= 1) pushBoolean(L, value === 1);
  else pushBytes(L, options[value]!);
  return value;
}
