import type { Bytes } from '../bytes.js';
import { fail } from '../redis/errors.js';
import { splitArguments } from '../resp/request.js';
import type { Declared } from './flags.js';

/** A function of a library. */
export interface LibraryFunction {
  readonly name: Bytes;
  readonly library: Library;
  readonly description: Bytes | undefined;
  readonly declared: Declared;
  /** Where the callback is kept in the registry of the functions' Lua state. */
  readonly reference: Bytes;
}

/** What FUNCTION LOAD made. */
export class Library {
  readonly name: Bytes;
  /** With the first line. */
  readonly code: Bytes;
  readonly functions = new Map<Bytes, LibraryFunction>();

  constructor(name: Bytes, code: Bytes) {
    this.name = name;
    this.code = code;
  }

  /** `functionLibCreateFunction`: the text of what is wrong, or undefined. */
  add(definition: Omit<LibraryFunction, 'library'>): Bytes | undefined {
    if (!isValidName(definition.name)) return INVALID_NAME;
    if (this.functions.has(definition.name)) return 'Function already exists in the library';
    this.functions.set(definition.name, { ...definition, library: this });
    return undefined;
  }
}

export const INVALID_NAME =
  'Library names can only contain letters, numbers, or underscores(_) and must be at least one character long';
export const isValidName = (name: Bytes): boolean => /^[a-zA-Z0-9_]+$/.test(name);

export interface LibraryMetadata {
  readonly engine: Bytes;
  readonly name: Bytes;
  /** The code from the end of the first line on, so that line numbers stay. */
  readonly body: Bytes;
}

/** Reads the first line of a library (`functionExtractLibMetaData`). Throws `RedisError`. */
export function readMetadata(code: Bytes): LibraryMetadata {
  if (!code.startsWith('#!')) fail('ERR Missing library metadata');
  const end = code.indexOf('\n');
  if (end < 0 || code.slice(0, end).includes('\0')) fail('ERR Invalid library metadata');
  const [engine, ...values] = splitArguments(code.slice(0, end)) ?? [];
  if (engine === undefined) return fail('ERR Invalid library metadata');
  let name: Bytes | undefined;
  for (const value of values) {
    if (!/^name=/i.test(value)) fail(`ERR Invalid metadata value given: ${value}`);
    if (name !== undefined) fail('ERR Invalid metadata value, name argument was given multiple times');
    name = value.slice('name='.length);
  }
  return { engine: engine.slice(2), name: name ?? fail('ERR Library name was not given'), body: code.slice(end) };
}
