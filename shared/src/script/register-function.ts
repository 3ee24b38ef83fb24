import type { Bytes } from '../bytes.js';
import {
  getTable,
  getTop,
  isTable,
  type LuaState,
  LuaType,
  next,
  pop,
  pushNil,
  pushNumber,
  pushValue,
  rawSetField,
  REGISTRY_INDEX,
  setTop,
  toBytes,
  typeOf,
} from '../lua/vm.js';
import { lowerCase } from '../commands/lookup.js';
import { cString } from './error-style.js';
import { errorTables } from './error-tables.js';
import { type Declared, isScriptFlag, type ScriptFlag } from './flags.js';
import type { Library } from './library.js';

const refuse = (L: LuaState, text: Bytes): never => errorTables.refuse(L, text);

/** Gives registry fields for callbacks; a name is never used twice. */
export type References = () => Bytes;

/** `redis.register_function(name, callback)` or, with named arguments, `redis.register_function{…}` (`luaRegisterFunction`). */
export function registerFunction(L: LuaState, library: Library | undefined, references: References): number {
  if (library === undefined) return refuse(L, 'redis.register_function can only be called on FUNCTION LOAD command');
  const count = getTop(L);
  if (count < 1 || count > 2) refuse(L, 'wrong number of arguments to redis.register_function');
  const reference = references();
  const definition = count === 1 ? readNamed(L, reference) : readPositional(L, reference);
  const problem = library.add({ ...definition, reference });
  if (problem !== undefined) refuse(L, problem);
  return 0;
}

interface Definition {
  readonly name: Bytes;
  readonly description: Bytes | undefined;
  readonly declared: Declared;
}

function readPositional(L: LuaState, reference: Bytes): Definition {
  const name = toBytes(L, 1) ?? refuse(L, 'first argument to redis.register_function must be a string');
  if (typeOf(L, 2) !== LuaType.function) refuse(L, 'second argument to redis.register_function must be a function');
  rawSetField(L, REGISTRY_INDEX, reference);
  return { name, description: undefined, declared: new Set() };
}

/** The order in which the table is traversed decides which of several mistakes is named. */
function readNamed(L: LuaState, reference: Bytes): Definition {
  if (!isTable(L, 1))
    refuse(
      L,
      'calling redis.register_function with a single argument is only applicable to Lua table (representing named arguments).',
    );
  let name: Bytes | undefined;
  let description: Bytes | undefined;
  let declared: Declared = new Set();
  let hasCallback = false;
  pushNil(L);
  while (next(L, 1)) {
    const key = toBytes(L, -2) ?? refuse(L, 'named argument key given to redis.register_function is not a string');
    switch (lowerCase(cString(key))) {
      case 'function_name':
        name = toBytes(L, -1) ?? refuse(L, 'function_name argument given to redis.register_function must be a string');
        break;
      case 'description':
        description =
          toBytes(L, -1) ?? refuse(L, 'description argument given to redis.register_function must be a string');
        break;
      case 'callback':
        if (typeOf(L, -1) !== LuaType.function)
          refuse(L, 'callback argument given to redis.register_function must be a function');
        pushValue(L, -1);
        rawSetField(L, REGISTRY_INDEX, reference);
        hasCallback = true;
        break;
      case 'flags':
        if (!isTable(L, -1))
          refuse(L, 'flags argument to redis.register_function must be a table representing function flags');
        declared = readFlags(L) ?? refuse(L, 'unknown flag given');
        break;
      default:
        refuse(L, 'unknown argument given to redis.register_function');
    }
    pop(L);
  }
  if (name === undefined) return refuse(L, 'redis.register_function must get a function name argument');
  if (!hasCallback) refuse(L, 'redis.register_function must get a callback argument');
  setTop(L, 1);
  return { name, description, declared };
}

/** The flags in the list on top of the stack; undefined when one is unknown. */
function readFlags(L: LuaState): Declared | undefined {
  const declared = new Set<ScriptFlag>();
  for (let index = 1; ; index++) {
    pushNumber(L, index);
    const isEnd = getTable(L, -2) === LuaType.nil;
    const word = lowerCase(cString(toBytes(L, -1) ?? ''));
    pop(L);
    if (isEnd) return declared;
    if (!isScriptFlag(word)) return undefined;
    declared.add(word);
  }
}
