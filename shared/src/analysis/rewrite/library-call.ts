import type { Bytes } from '../../bytes.js';
import { instrument, type Instrumented, type TraceLimits } from './instrument.js';

/** A function of a library, as FCALL calls it. */
export interface LibraryCall {
  /** As FUNCTION LOAD takes it, with its `#!lua name=…` line. */
  readonly library: Bytes;
  readonly functionName: Bytes;
  readonly flags: readonly Bytes[];
}

/** What the trace of a call logs when the library is loaded: all before it is no part of the call. */
export const CALL_BEGINS = '\x01call';

/**
 * A script that does what the call does: a debug session runs scripts only. Lines stay where they are; texts of Lua's own say `user_script`
 * where a function's say `user_function`, and KEYS and ARGV, which a function does not have, are there.
 */
export function callAsScript(call: LibraryCall): Bytes {
  const { line, code } = parts(call);
  const registered = freeName(code);
  const shadow = `local redis=(function(r) local t={} for k,v in pairs(r) do t[k]=v end ${registering('t', registered)} return t end)(redis)`;
  return `${line}\nlocal ${registered}={} ${shadow} do local load=function() ${code}\nend load() end return (${calling(call, registered)})`;
}

/** The script of {@link callAsScript} with probes, see {@link instrument}. */
export function instrumentCall(call: LibraryCall, limits: TraceLimits): Instrumented | undefined {
  const { line, code } = parts(call);
  return instrument(`${line}\n${code}`, limits, {
    prepare: (registered) => registering('redis', registered),
    before: `redis.log(0,${quoted(CALL_BEGINS)})`,
    function: (registered) => `function() return ${calling(call, registered)} end`,
  });
}

/** The line with the flags of a script, and the library's code after its own line. */
function parts({ library, flags }: LibraryCall): { readonly line: Bytes; readonly code: Bytes } {
  const lineEnd = library.indexOf('\n');
  return {
    line: `#!lua${flags.length > 0 ? ` flags=${flags.join(',')}` : ''}`,
    code: lineEnd < 0 ? '' : library.slice(lineEnd + 1),
  };
}

const registering = (redis: string, registered: string): Bytes =>
  `${redis}.register_function=function(a,b) if type(a)=='table' then ${registered}[a.function_name]=a.callback else ${registered}[a]=b end end`;

const calling = ({ functionName }: LibraryCall, registered: string): Bytes =>
  `${registered}[${quoted(functionName)}](KEYS,ARGV)`;

function freeName(code: Bytes): string {
  let name = '__registered';
  while (code.includes(name)) name += 'x';
  return name;
}

const quoted = (text: Bytes): Bytes =>
  `"${text.replace(/[^\w]/g, (char) => `\\${char.charCodeAt(0).toString().padStart(3, '0')}`)}"`;
