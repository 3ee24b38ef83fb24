import type { Bytes } from '../bytes.js';
import { DICT_ENTRY, embeddedSize, POINTER, tableSlots } from './value-size.js';
import { EMBSTR_MAX } from './values/string-value.js';
import { exactRoom } from './values/sds-size.js';

const SCRIPT = 16;
const SHA = exactRoom(40).allocation;
/** A `functionsLibCtx`, the table with the one engine, and what that engine keeps for itself. */
const ENGINES = 200;
const LIBRARY = 32;
/** A `functionInfo` and the number by which Lua finds its function. */
const FUNCTION = 48 + 8;

/** What the cache keeps of a script besides its place in the table. */
export const scriptSize = (body: Bytes): number =>
  SHA + (body.length <= EMBSTR_MAX ? embeddedSize(body.length) : exactRoom(body.length).allocation);

const table = (entries: number, entrySize: number): number =>
  entries === 0 ? 0 : entries * entrySize + tableSlots(entries, 2) * POINTER;

/** `evalScriptsMemory`: of so many scripts of `bytes` together ({@link scriptSize}). */
export const scriptsMemory = (scripts: number, bytes: number): number => bytes + table(scripts, DICT_ENTRY + SCRIPT);

/** A library or a function of it, as far as its memory goes. */
export interface SizedLibrary {
  readonly name: Bytes;
  readonly code: Bytes;
  readonly functions: ReadonlyMap<Bytes, { readonly name: Bytes; readonly description: Bytes | undefined }>;
}

const textSize = (text: Bytes): number => exactRoom(text.length).allocation;

export function librarySize({ name, code, functions }: SizedLibrary): number {
  let size = LIBRARY + textSize(name) + textSize(code);
  for (const { name: own, description } of functions.values())
    size += FUNCTION + textSize(own) + (description === undefined ? 0 : textSize(description));
  return size;
}

/** `functionsMemoryOverhead`: of so many functions, in libraries of `bytes` together ({@link librarySize}). */
export const functionsMemory = (functions: number, bytes: number): number =>
  ENGINES + bytes + table(functions, DICT_ENTRY);
