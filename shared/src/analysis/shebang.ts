import type { Bytes } from '../bytes.js';
import { splitArguments } from '../resp/index.js';
import type { Span } from './syntax/ast.js';

export const SCRIPT_FLAGS = ['no-writes', 'allow-oom', 'allow-stale', 'no-cluster', 'allow-cross-slot-keys'] as const;
export type ScriptFlag = (typeof SCRIPT_FLAGS)[number];

export type Shebang =
  | { readonly ok: true; readonly length: number; readonly flags?: readonly ScriptFlag[] }
  | { readonly ok: false; readonly message: Bytes; readonly span: Span };

/** Reads the `#!lua flags=…` line as `evalExtractShebangFlags` does; `length` is how much of the script it takes, line feed not included. */
export function readShebang(script: Bytes): Shebang {
  if (!script.startsWith('#!')) return { ok: true, length: 0 };
  const length = script.split('\0', 1)[0]!.indexOf('\n');
  const refuse = (message: Bytes): Shebang => ({
    ok: false,
    message,
    span: { start: 0, end: length < 0 ? script.length : length },
  });
  if (length < 0) return refuse('Invalid script shebang');
  const [engine, ...options] = splitArguments(script.slice(0, length)) ?? [];
  if (engine === undefined) return refuse('Invalid engine in script shebang');
  if (engine !== '#!lua') return refuse(`Unexpected engine in script shebang: ${engine}`);
  const flags: ScriptFlag[] = [];
  for (const option of options) {
    if (!option.startsWith('flags=')) return refuse(`Unknown lua shebang option: ${option}`);
    const list = option.slice('flags='.length);
    // sdssplitlen finds no element in an empty string.
    for (const name of list === '' ? [] : list.split(',')) {
      const flag = SCRIPT_FLAGS.find((known) => known === name);
      if (flag === undefined) return refuse(`Unexpected flag in script shebang: ${name}`);
      flags.push(flag);
    }
  }
  return { ok: true, length, flags };
}

/** What FUNCTION LOAD answers to the first line of a library (`functionExtractLibMetaData`); undefined when it is right. */
export function readLibraryHeader(library: Bytes): Bytes | undefined {
  if (!library.startsWith('#!')) return 'ERR Missing library metadata';
  const end = library.split('\0', 1)[0]!.indexOf('\n');
  const [engine, ...values] = end < 0 ? [] : (splitArguments(library.slice(0, end)) ?? []);
  if (engine === undefined) return 'ERR Invalid library metadata';
  let name: Bytes | undefined;
  for (const value of values) {
    if (!/^name=/i.test(value)) return `ERR Invalid metadata value given: ${value}`;
    if (name !== undefined) return 'ERR Invalid metadata value, name argument was given multiple times';
    name = value.slice('name='.length);
  }
  if (name === undefined) return 'ERR Library name was not given';
  if (!/^[a-zA-Z0-9_]+$/.test(name))
    return 'ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long';
  return engine.slice(2).toLowerCase() === 'lua' ? undefined : `ERR Engine '${engine.slice(2)}' not found`;
}
