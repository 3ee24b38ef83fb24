import type { Bytes } from '../../bytes.js';
import { restartObjectNumbers } from '../../lua/steps.js';
import type { LuaState } from '../../lua/vm.js';
import { RedisError } from '../../redis/errors.js';
import { wireOf } from '../../resp/encode.js';
import type { RespValue } from '../../resp/value.js';
import { ScriptCrash } from '../../script/crash.js';
import { sha1Hex } from '../../script/redis-api.js';
import type { RunRequest } from '../engine.js';
import { AppError } from '../errors.js';
import type { Outcome, Recording } from '../recording.js';
import { Console } from './console.js';
import type { Emulator } from './emulator.js';
import { KeyChangeWatch } from './key-changes.js';
import { Recorder, type RecorderOptions } from './recorder.js';

/** What a run itself tells; the rest of a recording is about where and when it ran. */
export type RunFacts = Omit<Recording, 'version' | 'id' | 'source' | 'startedAt' | 'request' | 'server' | 'dryRun'>;

export interface RunWatch extends RecorderOptions {
  /** Called when data and connection are where the script starts from; the script runs next. */
  readonly onReady?: (recorder: Recorder, changes: KeyChangeWatch) => void;
}

/**
 * Runs a script as a client of its own. In the middle of another script it tells that the server is busy, as a server does.
 *
 * @throws AppError `bad-input` for a database there is not, or a Given command that fails
 */
export function performRun(emulator: Emulator, request: RunRequest, watch: RunWatch): RunFacts {
  const { server, scripts } = emulator;
  const client = new Console(server);
  let keyChanges: KeyChangeWatch | undefined;
  try {
    const nested = server.script !== undefined;
    if (!nested) prepare(emulator, client, request);
    const sha1 = sha1Hex(request.script);
    const wasCached = scripts.find(sha1) !== undefined;
    const refused = nested ? undefined : loadLibrary(client, request);
    if (!nested) compile(emulator, request);
    const recorder = new Recorder(emulator.host, watch);
    keyChanges = new KeyChangeWatch(server.keyspace);
    watch.onReady?.(recorder, keyChanges);
    const result = refused ?? observe(emulator, client, commandOf(request, sha1), recorder);
    const duration = recorder.elapsed;
    return {
      script: { sha1, wasCached },
      ...result,
      ...(result.reply !== undefined && { wire: wireOf(result.reply, request.resp) }),
      duration,
      calls: recorder.calls,
      logs: recorder.logs,
      errors: recorder.errors,
      changes: keyChanges.changes(),
      conversions: recorder.conversions,
      totals: recorder.totals,
      detail: {
        ...recorder.detail,
        changes: keyChanges.limited ? 'limited' : 'known',
        conversions: 'known',
        steps: 'unknown',
      },
    };
  } finally {
    keyChanges?.stop();
    server.disconnect(client.session);
  }
}

export const callsFunction = ({ mode }: RunRequest): boolean => mode === 'FCALL' || mode === 'FCALL_RO';

/** The Lua state that a request runs in. */
export const stateOf = ({ scripts, libraryEngine }: Emulator, request: RunRequest): LuaState =>
  callsFunction(request) ? libraryEngine.L : scripts.L;

/** Loads the library that a request brings along; gives what it came to when that fails: then nothing is called. */
function loadLibrary(client: Console, request: RunRequest): Pick<Recording, 'outcome' | 'reply'> | undefined {
  if (!callsFunction(request) || request.functionName === undefined) return undefined;
  const reply = client.executeNow(['FUNCTION', 'LOAD', 'REPLACE', request.script]);
  if (reply?.type !== 'error') return undefined;
  const line = /user_function:(\d+):/.exec(reply.text)?.[1];
  return { outcome: { kind: 'error', ...(line !== undefined && { line: Number(line) }), compile: true }, reply };
}

/** Compiles ahead what EVAL would compile the first time only, and numbers objects from the start: so each run is like every other. */
function compile(emulator: Emulator, request: RunRequest): void {
  if (request.mode === 'EVAL' || request.mode === 'EVAL_RO')
    try {
      emulator.scripts.define(request.script, 'eval');
    } catch (failure) {
      // EVAL will fail in the same way, and say so.
      if (!(failure instanceof RedisError)) throw failure;
    }
  restartObjectNumbers(stateOf(emulator, request));
}

/** Brings data and connection to where the request starts from. */
function prepare({ server }: Emulator, client: Console, request: RunRequest): void {
  const db = server.keyspace.databases[request.db];
  if (db === undefined) throw new AppError('bad-input', { field: 'db', problem: 'ERR DB index is out of range' });
  client.session.db = db;
  if (request.data === 'fresh') {
    client.executeNow(['FLUSHALL']);
    request.given.forEach((command, i) => {
      const reply = client.executeNow(command);
      if (reply?.type === 'error') throw new AppError('bad-input', { field: `given.${i}`, problem: reply.text });
    });
    client.session.db = db;
  }
  client.session.resp = request.resp;
}

function observe(
  { host, server }: Emulator,
  client: Console,
  command: readonly Bytes[],
  recorder: Recorder,
): Pick<Recording, 'outcome' | 'reply'> {
  const observer = host.observer;
  if (server.script === undefined) host.observer = recorder;
  try {
    const reply = client.executeNow(command);
    if (reply === undefined) throw new AppError('internal', { message: `${command[0]} gave no reply` });
    return { outcome: outcomeOf(reply, recorder), reply };
  } catch (failure) {
    if (!(failure instanceof ScriptCrash)) throw failure;
    return { outcome: { kind: 'crash', ...(failure.line !== undefined && { line: failure.line }) } };
  } finally {
    host.observer = observer;
  }
}

function outcomeOf(reply: RespValue, recorder: Recorder): Outcome {
  if (recorder.killed) return { kind: 'killed' };
  if (reply.type !== 'error') return { kind: 'finished' };
  const compile = reply.text.startsWith('ERR Error compiling script');
  const named = compile ? /user_script:(\d+):/.exec(reply.text)?.[1] : undefined;
  const line = named === undefined ? recorder.failedLine : Number(named);
  return { kind: 'error', ...(line !== undefined && { line }), compile };
}

function commandOf(request: RunRequest, sha1: Bytes): readonly Bytes[] {
  const { mode, script, functionName, keys, args } = request;
  const byName = callsFunction(request) ? functionName : undefined;
  const subject = mode === 'EVALSHA' || mode === 'EVALSHA_RO' ? sha1 : (byName ?? script);
  return [mode, subject, String(keys.length), ...keys, ...args];
}
