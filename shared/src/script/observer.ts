import type { Bytes } from '../bytes.js';
import type { Catcher } from '../lua/base.js';
import type { LuaState } from '../lua/vm.js';
import type { RespValue } from '../resp/value.js';
import type { ConversionListener } from './to-resp.js';

export type LogLevel = 'debug' | 'verbose' | 'notice' | 'warning';

/** A script (or function) that is about to run. */
export interface StartedScript {
  readonly kind: 'script' | 'function';
  /** SHA1 of the script, or the function's name. */
  readonly name: Bytes;
  /** Whether the server had the script before this call. A function always was there. */
  readonly wasCached: boolean;
  /** The state it runs in; the frames of the call at hand are read from it. */
  readonly L: LuaState;
}

/** A finished `redis.call` or `redis.pcall`. The caller's frame is level 1 of `L` while the observer is told. */
export interface ObservedCall {
  readonly L: LuaState;
  readonly via: 'call' | 'pcall';
  readonly argv: readonly Bytes[];
  /** In the protocol that the script had chosen, before it became a Lua value. An error that `redis.call` raises is an error reply here. */
  readonly reply: RespValue;
  readonly effect: 'read' | 'write' | 'neither';
  /** Stopwatch, µs, before and after. */
  readonly began: number;
  readonly ended: number;
}

/** An error as Lua carries it: a string, or the `err` field of a table; undefined for any other value. */
export type ErrorMessage = Bytes | undefined;

/**
 * Watches scripts run: what the recorder is. Members that are absent cost nothing, and without an observer the host takes no measurements at
 * all. Observers only look: they may read the Lua state, never change it.
 */
export interface ScriptObserver {
  started?(script: StartedScript): void;
  called?(call: ObservedCall): void;
  /** `redis.log`. `written` says whether the server's log level let it through to the log. */
  logged?(L: LuaState, level: LogLevel, message: Bytes, written: boolean): void;
  /** `redis.debug`: the arguments as the debugger prints them. */
  debugged?(L: LuaState, message: Bytes): void;
  /** `error` raises what is on top of the stack. The caller's frame is level 1 of `L`. */
  raised?(L: LuaState, message: ErrorMessage): void;
  /** An error, on top of the stack, is about to be handed to the handler of `xpcall`, which may make another of it. The raiser's frame is level 1 of `L`. */
  handled?(L: LuaState, message: ErrorMessage): void;
  /** The script caught an error, which is on top of the stack as it gets it. */
  caught?(L: LuaState, by: Catcher, message: ErrorMessage): void;
  /** The error handler saw an uncaught error; `line` is the one the reply will name. */
  failed?(L: LuaState, message: ErrorMessage, line: number | undefined): void;
  /** The returned value is being converted. */
  readonly converted?: ConversionListener;
  finished?(reply: RespValue): void;
}
