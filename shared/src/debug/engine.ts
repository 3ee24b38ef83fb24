import type { Bytes } from '../bytes.js';
import type { RespValue, RespVersion } from '../resp/value.js';
import type { AppErrorData } from './errors.js';
import type { CallIndex, KeyChange, LongStringPlace, Recording, RecordingId } from './recording.js';

/**
 * The one interface between the screen and whatever runs scripts. Two implementations: the sandbox (an emulator in a worker) and a live
 * Redis (through the server). The screen never asks which one it has; it asks {@link Engine.capabilities}.
 *
 * Rejections are always one of the three families of errors.ts: `RedisError`, `ScriptError`, `AppError`. What Redis answers to a script
 * (an error reply included) is not a rejection: it is the `reply` of the recording.
 */
export interface Engine {
  readonly capabilities: Capabilities;
  /** Runs the script with real effects. Calls, changes and times as far as the engine can know them; `detail` says how far. */
  run(request: RunRequest): Promise<Recording>;
  /** Runs with steps and without effects: on a snapshot (sandbox), in a forked debug session (live). */
  record(request: RunRequest): Promise<Recording>;
  /** The frames at a step and at its neighbours. */
  inspect(recording: RecordingId, step: number): Promise<FrameWindow>;
  /** The value of a Lua expression in a frame (0 is the innermost) at a step, evaluated on a throw-away state. */
  evaluate(recording: RecordingId, step: number, frame: number, expression: Bytes): Promise<LuaView>;
  /** One pass over a recording that answers log points, conditions, hit counts and changes of variables. */
  scan(recording: RecordingId, query: ScanQuery): AsyncIterable<ScanHit>;
  /** Frees what the engine keeps for a recording. Unknown ids are ignored. */
  release(recording: RecordingId): Promise<void>;
  /** Asks for the running script to be stopped; resolves with what SCRIPT KILL answered. */
  kill(): Promise<KillOutcome>;
  /** One command of a second client. Each console has its own connection state (db, MULTI, RESP version); without one, a shared client. */
  execute(command: readonly Bytes[], console?: ConsoleId): Promise<RespValue>;
  /** Events until the returned function is called. A new listener at once receives the current `state`. */
  subscribe(listener: (event: EngineEvent) => void): () => void;
}

/** What an engine can do, so that the screen offers only that. Fixed for the life of the engine; changes come as a `state` event. */
export interface Capabilities {
  /** `record`, `inspect`, `evaluate` and `scan` work. */
  readonly record: boolean;
  /** Recordings of this engine can be walked backwards. */
  readonly stepBack: boolean;
  /** A run can be tried with nothing changed. */
  readonly dryRun: boolean;
  /** Why a target that could record and try runs cannot do it: `tls`, or `refused` with what the server answered to SCRIPT DEBUG. */
  readonly noRecord?: { readonly code: 'tls' | 'refused'; readonly reply?: Bytes };
  /** The data can be emptied before a run (`RunRequest.data: 'fresh'`) and Given commands run without asking. */
  readonly freshData: boolean;
  /** A plain run knows the calls the script made. */
  readonly calls: boolean;
  /** A plain run knows exactly which keys changed, and how. */
  readonly keyChanges: boolean;
  /** A run affects data that somebody else may own: ask before the first one that writes. */
  readonly confirmWrites: boolean;
  readonly kill: boolean;
  /** SHUTDOWN may be sent: the way out of a script that has written and does not end. */
  readonly shutdown: boolean;
  /** A Redis Cluster: keys of one script must hash to one slot. */
  readonly cluster: boolean;
  /** Whose clock the times are. `page`: this page's own; `server`: a real server's, measured here. */
  readonly times: 'page' | 'server';
  /** Servers that can be chosen (`7.0.15 upstream`), the current one first; a live server has exactly its own version. */
  readonly versions: readonly string[];
}

/** Everything that decides a run. Text has become bytes by UTF-8 before it gets here; the script has LF line ends. */
export interface RunRequest {
  readonly mode: RunMode;
  /** With FCALL and a `functionName`: the source of a library; without one: the name of a function that the server has. */
  readonly script: Bytes;
  /** FCALL only: the library in `script` is loaded (FUNCTION LOAD REPLACE), then this function of it is called. */
  readonly functionName?: Bytes;
  readonly keys: readonly Bytes[];
  readonly args: readonly Bytes[];
  /** Commands that set up the data. With `fresh` they run before every run on emptied data; with `keep` not at all. */
  readonly given: readonly (readonly Bytes[])[];
  readonly data: 'fresh' | 'keep';
  readonly resp: RespVersion;
  /** Database number. */
  readonly db: number;
  /** Ends recordings: steps past this are not kept. Default 1 000 000. */
  readonly maxSteps?: number;
  /**
   * For `record`: the finished run of this id once more, from what it started from, so that it has steps; the other fields are not looked at.
   * `AppError('unknown-recording')` when the engine no longer knows it, `diverged` when it does not come out the same.
   */
  readonly rerun?: RecordingId;
  /**
   * For `record`: this request on the data, and at the time, that the run of this id started from, whatever has happened since: a finished run,
   * or what `rerun` or `again` made of one.
   * `unknown-recording` when the engine no longer knows it, as one that other people write to never does.
   */
  readonly startOf?: RecordingId;
  /**
   * For `record`: a recording or run that was made elsewhere or before a reload, to be taken up so that it can be asked here; the other fields
   * are not looked at. `unknown-recording` when it holds nothing to make frames from, `diverged` when it does not come out the same.
   */
  readonly again?: Recording;
  /**
   * The person was asked and wants this script to run. An engine with `confirmWrites` rejects the first script of a visit, and each later one
   * with hazards not confirmed before, with `AppError('needs-confirmation', data)` until the same request comes with this set. The data names
   * what there is to know: `address`; `commands`, the names (`FLUSHALL CONFIG|SET`) of dangerous commands in the script; `crashLines`, the
   * lines (`3 7`) of `error({…})` without `err`, of which a Redis 7.0 dies; `died`, 1 when a forked copy of the server did die of it.
   */
  readonly confirmed?: boolean;
}

export type RunMode = 'EVAL' | 'EVALSHA' | 'EVAL_RO' | 'EVALSHA_RO' | 'FCALL' | 'FCALL_RO';

/** Names a console of this visit; its connection state lives as long as the engine. */
export type ConsoleId = string;

/** `killed`: SCRIPT KILL answered OK. The others: its error, and `terminated`: the engine replaced the worker, as the script did not return. */
export interface KillOutcome {
  readonly outcome: 'killed' | 'notbusy' | 'unkillable' | 'terminated';
  /** What the server answered, byte for byte; absent when nothing was asked. */
  readonly reply?: RespValue;
}

export type EngineEvent =
  | { readonly type: 'state'; readonly state: EngineState }
  /** A run goes on. At most ten a second. Counts are absent where the engine cannot know them. */
  | {
      readonly type: 'progress';
      readonly elapsedMs: number;
      readonly calls?: number;
      readonly writes?: number;
      readonly steps?: number;
    }
  /** Data, scripts or functions changed by somebody: keys shown may be stale. */
  | { readonly type: 'changed'; readonly what: 'data' | 'scripts' | 'functions' }
  /**
   * What arrived on a console without being the answer to a command, in order: messages of subscriptions, further confirmations of one
   * SUBSCRIBE, lines of MONITOR, invalidations. A fast stream is thinned: `dropped` values after these were thrown away.
   */
  | {
      readonly type: 'pushed';
      readonly console: ConsoleId;
      readonly values: readonly RespValue[];
      readonly dropped?: number;
    };

/** The health of an engine, as the target switch and the banners show it. */
export interface EngineState {
  readonly health: 'starting' | 'ready' | 'busy' | 'lost' | 'off';
  /** Why it is lost, off or starting again: code and data, put into words by the client. */
  readonly reason?: { readonly code: string; readonly data: Readonly<Record<string, string | number>> };
  /** Since when, milliseconds of the epoch. */
  readonly since: number;
  readonly capabilities: Capabilities;
  /** Absent until known. */
  readonly server?: ServerFacts;
  /** Set while `busy`: the time the script has run, and whether it can still be killed (absent when the engine cannot know). */
  readonly busy?: { readonly elapsedMs: number; readonly wrote?: boolean };
}

export interface ServerFacts {
  /** `redis` or `valkey`. */
  readonly product: string;
  /** Of the sandbox: which one it is of `Capabilities.versions`. */
  readonly version: string;
  /** `127.0.0.1:6379`, a socket path; never a password. Absent for the sandbox. */
  readonly address?: string;
  readonly db: number;
  /** This program started the server itself, so nothing of anybody's is on it. */
  readonly ours: boolean;
  readonly user?: string;
}

/** A Lua value as shown: exact numbers (as text), strings as bytes, tables by identity so that shared and cyclic ones can be told. */
export type LuaView =
  | { readonly type: 'nil' }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'number'; readonly text: string }
  | { readonly type: 'string'; readonly value: Bytes; readonly length: number }
  | {
      readonly type: 'table';
      readonly id: number;
      readonly length: number;
      readonly entries?: readonly (readonly [LuaView, LuaView])[];
      readonly more?: number;
      /** `more` is what is known of, and there may be more yet. */
      readonly moreAtLeast?: true;
    }
  | { readonly type: 'function'; readonly id: number; readonly name?: string; readonly line?: number }
  | { readonly type: 'thread' | 'userdata'; readonly id: number };

export interface FrameWindow {
  /** The first step of the window; `frames[i]` belongs to step `first + i`. */
  readonly first: number;
  /** The stack of each step, innermost frame first. */
  readonly frames: readonly (readonly Frame[])[];
  /** The keys that were changed before each step, as they were at the start and as they are at the step. Absent where unknown. */
  readonly changes?: readonly (readonly KeyChange[])[];
}

export interface Frame {
  readonly functionName: string;
  readonly line: number;
  readonly column: number;
  /** It runs in a coroutine, not in the script's own thread. */
  readonly coroutine?: true;
  readonly scopes: readonly Scope[];
}

export interface Scope {
  readonly kind: 'locals' | 'upvalues' | 'varargs' | 'inputs';
  readonly variables: readonly { readonly name: string; readonly value: LuaView; readonly changed: boolean }[];
}

/** What {@link Engine.scan} looks for; each probe is answered by hits that name its id. */
export interface ScanQuery {
  readonly probes: readonly ScanProbe[];
  /** Strings of calls of which the recording has only the beginning (`Call.long`); each found is a hit whose value is the whole. */
  readonly strings?: readonly StringQuestion[];
}
export interface StringQuestion extends LongStringPlace {
  readonly id: string;
  readonly call: CallIndex;
}
export interface ScanProbe {
  readonly id: string;
  /** Where it is looked at: a statement (line and column), a line, or every step. */
  readonly at: { readonly line: number; readonly column?: number } | 'everywhere';
  /** A Lua expression: a condition, or what a log point shows. */
  readonly expression?: Bytes;
  readonly kind: 'condition' | 'log' | 'change';
  /**
   * For `change`: the expression is looked at in one call of a function alone, the one that stands at `depth` (0 the outermost) at `step`, and
   * up to that step; to come into being is a change too. Without it, at each step in the innermost frame.
   */
  readonly call?: { readonly step: number; readonly depth: number };
}
/** Of a change, `step` is where it shows first: what made it ran before. */
export interface ScanHit {
  readonly probe: string;
  readonly step: number;
  readonly value?: LuaView;
  /** The expression itself failed there. */
  readonly error?: Bytes;
  /** The expression does not end (`too-long`), or asks for what the recording does not tell (`not-recorded`). */
  readonly failure?: AppErrorData;
}
