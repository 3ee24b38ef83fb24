import type { Probe, ProbedFunction } from '../analysis/rewrite/instrument.js';
import type { Bytes } from '../bytes.js';
import type { RespValue } from '../resp/value.js';
import type { Loss, Source } from '../script/to-resp.js';
import type { ProfileName } from '../script/profile-names.js';
import type { RunRequest, ServerFacts } from './engine.js';
import type { Image } from './image/image.js';

/**
 * What one run left behind: plain, append-only data of a known version, complete enough that panels are pure functions of it and that a
 * saved one opens without its engine. Nothing in it is guessed: `detail` says of each part whether it is known.
 *
 * Times are microseconds since the start of the script. Lines and columns count from 1. Indices have names:
 * a {@link CallIndex} is the ordinal of a call, a {@link StepIndex} points into the columns of `steps`, a {@link FunctionIndex} into
 * `steps.functions`, a {@link KeyIndex} into `writes.keys`; a {@link ThreadIndex} counts the threads of `switches`.
 */
export interface Recording {
  readonly version: typeof RECORDING_VERSION;
  readonly id: RecordingId;
  /** How frames at a step are made: by running again from the inputs, from values captured at each step, or not at all. */
  readonly source: 'reexecution' | 'captured' | 'none';
  /** Milliseconds of the epoch. */
  readonly startedAt: number;
  readonly request: RunRequest;
  readonly server: ServerFacts;
  /** True when nothing was really changed (a dry run, a recording on a snapshot). */
  readonly dryRun: boolean;
  readonly script: ScriptFacts;
  readonly outcome: Outcome;
  /** The reply to the EVAL (or EVALSHA …) itself; absent only when none came (`outcome` says why). */
  readonly reply?: RespValue;
  /**
   * `captured` only, where the run that has the steps went another way than the one that gave the reply: how it ended itself. They are two runs,
   * and time, chance, other clients and a few things that tell a probed script from a plain one may part them.
   */
  readonly strayed?: { readonly reply?: RespValue };
  /** The reply's bytes on the wire, in the protocol of the request; a very long one is cut and `total` says how long it is. */
  readonly wire?: { readonly bytes: Bytes; readonly total: number };
  /** Whole run in microseconds. */
  readonly duration: number;
  readonly calls: readonly Call[];
  readonly logs: readonly Log[];
  readonly errors: readonly ErrorEvent[];
  readonly changes: readonly KeyChange[];
  /** What the conversion of the returned Lua value to RESP did, one entry for each kind of conversion that occurred. */
  readonly conversions: readonly Conversion[];
  readonly steps?: Steps;
  /** Where another coroutine went on. Absent where unknown. */
  readonly switches?: ThreadSwitches;
  /** Each change of a key, in order. Absent where unknown. */
  readonly writes?: KeyWrites;
  /** Keys of the database as the script found them, where a recording knows them better than whoever looks now. */
  readonly keysAtStart?: KeysAtStart;
  /** `reexecution` only: what it can be executed again from, elsewhere and later. */
  readonly origin?: Origin;
  /** `captured` only: what was captured, unless it is too much to be handed on. */
  readonly trace?: CapturedTrace;
  readonly totals: Totals;
  readonly detail: Detail;
}

export const RECORDING_VERSION = 1;

/** What a run of the sandbox started from besides its request. From both it comes out the same, wherever it is executed. */
export interface Origin {
  readonly version: ProfileName;
  readonly image: Image;
  /** What its clock told, whole microseconds of the epoch. */
  readonly times: readonly number[];
}

/** What an instrumented script told, as it came; `TraceReader` reads it. */
export interface CapturedTrace {
  readonly probes: readonly Probe[];
  readonly functions: readonly ProbedFunction[];
  /** What it said of its end. */
  readonly reply: Bytes;
  readonly said: readonly Bytes[];
  /** It is of a function, whose library was loaded first. */
  readonly ofCall?: boolean;
  /** With the probes it took longer than the server lets a script take, and was ended there. */
  readonly aborted?: boolean;
}

export interface KeysAtStart {
  /** By name, at most 200 of them. */
  readonly keys: readonly { readonly db: number; readonly key: Bytes; readonly state: KeyState }[];
  /** There are more. */
  readonly more: boolean;
}

export type RecordingId = string;
export type CallIndex = number;
export type StepIndex = number;
export type FunctionIndex = number;
export type KeyIndex = number;
/** 0 is the script's own thread; coroutines have numbers in the order in which they first ran. */
export type ThreadIndex = number;

export interface ScriptFacts {
  /** Of the exact bytes sent, lower-case hexadecimal. */
  readonly sha1: string;
  /** Whether the server had it before this run; EVALSHA would have answered NOSCRIPT if not. Absent when not asked or not knowable. */
  readonly wasCached?: boolean;
}

export type Outcome =
  | { readonly kind: 'finished' }
  /** The reply is an error. `line` is where the script raised it, when the error says so. */
  | { readonly kind: 'error'; readonly line?: number; readonly compile: boolean }
  | { readonly kind: 'killed' }
  /** No reply: the connection or the worker ended first. `code` is put into words by the client. */
  | { readonly kind: 'lost'; readonly code: string }
  /** A table error without `err`: redis-server 7.0.15 dies of it. */
  | { readonly kind: 'crash'; readonly line?: number };

export interface Call {
  /** Position among all calls, from 0; differs from the array index only past the kept limit. */
  readonly ordinal: number;
  readonly line: number;
  readonly column?: number;
  /** Name of the function that called, `main` for the script's own body. */
  readonly functionName: string;
  readonly via: 'call' | 'pcall';
  readonly command: readonly Bytes[];
  readonly reply: RespValue;
  /** Start and length in microseconds; a length of 0 means below the clock's resolution. */
  readonly at: number;
  readonly took: number;
  readonly effect: 'read' | 'write' | 'neither';
  readonly step?: StepIndex;
  /** Strings in `command` and `reply` that are too long to be kept: only their beginning is there. `Engine.scan` brings them back. */
  readonly long?: readonly LongString[];
}

/** Where a string stands in a call: its argument, or its way through the reply (items in order; keys and values of a map in turn). */
export interface LongStringPlace {
  readonly part: 'command' | 'reply';
  readonly path: readonly number[];
}

/** What is known of a string of which only the beginning is kept. */
export interface LongString extends LongStringPlace {
  /** Bytes of the whole. */
  readonly length: number;
  /** Of the whole, lower-case hexadecimal: two with the same are the same. */
  readonly sha1: string;
}

export interface Log {
  readonly ordinal: number;
  readonly line: number;
  readonly level: 'debug' | 'verbose' | 'notice' | 'warning';
  readonly message: Bytes;
  readonly at: number;
  /** How many calls came before it, so that logs and calls can be shown in one order. */
  readonly afterCalls: number;
  readonly step?: StepIndex;
}

/** How an error travelled: raised where, by what, caught by whom. */
export interface ErrorEvent {
  readonly kind: 'raised' | 'caught';
  readonly line: number;
  readonly message: Bytes;
  /** What raised it: a failed redis.call (with its index), error(), or the Lua runtime; what caught it otherwise. */
  readonly by: 'redis.call' | 'redis.pcall' | 'error' | 'runtime' | 'pcall' | 'xpcall' | 'coroutine.resume' | 'host';
  /** The `ordinal` of the call. */
  readonly call?: CallIndex;
  readonly step?: StepIndex;
  /** How many Lua functions were in execution below the one that raised or caught it; resumed coroutines count on. */
  readonly depth?: number;
  /** Of a raised one: the functions in execution, innermost first, at most {@link MOST_ERROR_FRAMES}. Of one that Lua itself raised known where `xpcall` has a handler. */
  readonly frames?: readonly ErrorFrame[];
  /** What was raised, or handed to whoever caught it. Of a table, `message` is its `err`. */
  readonly value?: 'string' | 'table' | 'other';
}

/** Functions that are kept of an error's way. */
export const MOST_ERROR_FRAMES = 50;

/** A function that was in execution when an error was raised, and the line on which the statement starts that it was at. */
export interface ErrorFrame {
  readonly functionName: string;
  readonly line: number;
}

/** A key before and after the run. Values are shown through `preview`; long ones are read again from the engine when opened. */
export interface KeyChange {
  readonly db: number;
  readonly key: Bytes;
  readonly before?: KeyState;
  readonly after?: KeyState;
}

export interface KeyState {
  readonly type: 'string' | 'hash' | 'list' | 'set' | 'zset' | 'stream';
  readonly encoding: string;
  /** Elements, or bytes of a string. */
  readonly length: number;
  /** Milliseconds of the epoch. */
  readonly expiresAt?: number;
  /**
   * The value as far as it is kept (at most 100 elements of at most 4096 bytes): a string; a list's or set's items; a hash's or zset's pairs, flat;
   * a stream's entries, one item each: `1-1 "field" "value"`.
   */
  readonly preview: readonly Bytes[];
}

/** For instance `{ from: 'number', to: 'integer', count: 5, lost: 'fraction', lostCount: 1 }`. */
export interface Conversion {
  readonly from: Source;
  readonly to: RespValue['type'];
  readonly count: number;
  readonly lost?: Loss;
  readonly lostCount?: number;
}

/** Columns, one entry a step: a statement that is about to run. */
export interface Steps {
  /** Where the statement starts. */
  readonly line: Uint32Array;
  /** In bytes. */
  readonly column: Uint16Array;
  /** How many Lua functions are in execution below the statement's own; 0 in the script's body. Resumed coroutines count on. */
  readonly depth: Uint16Array;
  /** Each a {@link FunctionIndex}. */
  readonly functionId: Uint16Array;
  /** `main` for the script's body. */
  readonly functions: readonly string[];
}

/** Columns, one entry each time another thread goes on: one that is resumed, or that another gives way to. */
export interface ThreadSwitches {
  /** Each a {@link StepIndex}: the first step in that thread. */
  readonly step: Uint32Array;
  /** Each a {@link ThreadIndex}. */
  readonly thread: Uint32Array;
}

/** Columns, one entry for each key that a call changed. */
export interface KeyWrites {
  readonly keys: readonly { readonly db: number; readonly key: Bytes }[];
  /** Each a {@link KeyIndex}. */
  readonly key: Uint32Array;
  /** Each a {@link StepIndex}: the step during which it was changed. */
  readonly step: Uint32Array;
  /** Each a {@link CallIndex}. */
  readonly call: Uint32Array;
}

export interface Totals {
  readonly calls: number;
  readonly writes: number;
  readonly reads: number;
  /** Errors that were raised, or that `redis.pcall` gave back. */
  readonly errors: number;
  readonly logs: number;
  readonly steps?: number;
}

/** `known`: complete. `limited`: the first and last ones are kept, totals are exact. `unknown`: this engine cannot know. */
export interface Detail {
  readonly calls: 'known' | 'limited' | 'unknown';
  readonly logs: 'known' | 'limited' | 'unknown';
  readonly changes: 'known' | 'limited' | 'unknown';
  readonly conversions: 'known' | 'unknown';
  readonly steps: 'known' | 'limited' | 'unknown';
}

/** How much of a run is kept; exact totals always are. */
export const KEPT = { firstCalls: 10_000, lastCalls: 1_000, bytes: 64 * 1024 * 1024 } as const;
