import { callAsScript, type LibraryCall } from '@luascope/shared/analysis';
import type { Bytes } from '@luascope/shared/bytes';
import type { RunRequest } from '@luascope/shared/debug';
import { encode, error, type RespValue } from '@luascope/shared/resp';
import type { Answer } from '../redis/connection.js';
import { sha1Of } from './commands.js';

/** A call of a function that can be made in a debug session; else what the server would answer instead. */
export type Callable =
  | { readonly ok: true; readonly call: LibraryCall; readonly script: Bytes }
  | { readonly ok: false; readonly reply: RespValue };

/**
 * The script to run for an FCALL. Whether the library can be loaded, and which flags the function has, is found out on an emulated server: on
 * the real one a library that is loaded is there for everybody.
 */
export async function callableOf({ script: library, functionName = '' }: RunRequest): Promise<Callable> {
  const { Sandbox } = await import('@luascope/shared/sandbox');
  const sandbox = new Sandbox({
    clock: () => Date.now() * 1000,
    stopwatch: () => performance.now() * 1000,
    seed: 0,
    newId: () => '',
  });
  const loaded = await sandbox.execute(['FUNCTION', 'LOAD', 'REPLACE', library]);
  if (loaded.type === 'error') return { ok: false, reply: loaded };
  const flags = flagsOf(await sandbox.execute(['FUNCTION', 'LIST']), functionName);
  if (flags === undefined) return { ok: false, reply: error('ERR Function not found') };
  const call = { library, functionName, flags };
  return { ok: true, call, script: callAsScript(call) };
}

/** In the reply of FUNCTION LIST; undefined when there is no such function. */
function flagsOf(list: RespValue, functionName: Bytes): readonly Bytes[] | undefined {
  for (const library of itemsOf(list))
    for (const one of itemsOf(field(library, 'functions'))) {
      const name = field(one, 'name');
      if (name?.type === 'bulk' && name.value === functionName) return itemsOf(field(one, 'flags')).map(textOf);
    }
  return undefined;
}

const itemsOf = (value: RespValue | undefined): readonly RespValue[] =>
  value?.type === 'array' || value?.type === 'set' ? value.items : [];

/** Of a map as RESP2 sends it. */
function field(map: RespValue, name: Bytes): RespValue | undefined {
  const items = itemsOf(map);
  const at = items.findIndex((item, i) => i % 2 === 0 && textOf(item) === name);
  return at < 0 ? undefined : items[at + 1];
}

const textOf = (value: RespValue): Bytes =>
  value.type === 'bulk' ? value.value : value.type === 'status' ? value.text : '';

/** The answer to the script as the function would give it: its texts name the function and `user_function`. */
export function asFunctionReply(answer: Answer, source: Bytes, { functionName }: LibraryCall, resp: 2 | 3): Answer {
  const script = `script: ${sha1Of(source)}, on @user_script:`;
  const rename = (text: Bytes): Bytes =>
    text.replaceAll(script, `script: ${functionName}, on @user_function:`).replaceAll('user_script:', 'user_function:');
  const value = renamed(answer.value, rename);
  if (JSON.stringify(value) === JSON.stringify(answer.value)) return answer;
  const bytes = encode(value, resp);
  return { ...answer, value, wire: { bytes, total: bytes.length } };
}

function renamed(value: RespValue, rename: (text: Bytes) => Bytes): RespValue {
  switch (value.type) {
    case 'error':
    case 'status':
      return { ...value, text: rename(value.text) };
    case 'bulk':
      return { ...value, value: rename(value.value) };
    case 'array':
    case 'set':
    case 'push':
      return { ...value, items: value.items.map((item) => renamed(item, rename)) };
    case 'map':
      return { ...value, entries: value.entries.map(([k, v]) => [renamed(k, rename), renamed(v, rename)] as const) };
    default:
      return value;
  }
}
