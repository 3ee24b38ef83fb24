import type { Bytes } from '@luascope/shared/bytes';
import { lookupCommand } from '@luascope/shared/commands';
import {
  AppError,
  type Capabilities,
  type ConsoleId,
  type Engine,
  type EngineEvent,
  type FrameWindow,
  type KillOutcome,
  type LuaView,
  type Recording,
  type RecordingId,
  type RunRequest,
  type ScanHit,
  type ScanQuery,
} from '@luascope/shared/debug';
import type { RespValue } from '@luascope/shared/resp';
import { turnsOf } from '../ldb/turn.js';
import type { Target } from '../redis/target.js';
import { sha1Of } from './commands.js';
import { Confirmation } from './confirmation.js';
import { Consoles } from './consoles.js';
import { findHazards } from './hazards.js';
import { LiveRecorder } from './record.js';
import { runOn } from './run.js';

const PROGRESS_MS = 200;
/** Versions that die of an uncaught table without `err`. */
const MORTAL = /^7\.0\./;

/** A live Redis as one visit sees it: its own consoles, its own answer to the question before the first script, the target of all. */
export class LiveEngine implements Engine {
  readonly #target: Target;
  readonly #consoles: Consoles;
  readonly #confirmation: Confirmation;
  readonly #recorder: LiveRecorder;
  /** What was tried in a fork, and did no harm there. */
  readonly #survived = new Set<string>();
  readonly #listeners = new Set<(event: EngineEvent) => void>();

  constructor(target: Target) {
    this.#target = target;
    this.#consoles = new Consoles(target, (event) => this.#tell(event));
    this.#confirmation = new Confirmation(target);
    this.#recorder = new LiveRecorder(target, turnsOf(target));
    void target.askDebugAgain();
  }

  get capabilities(): Capabilities {
    return this.#target.state.capabilities;
  }

  async run(request: RunRequest): Promise<Recording> {
    this.#target.checkUsable();
    this.#confirmation.require(request.script, request.confirmed === true);
    if (await this.#dies(request)) this.#confirmation.require(request.script, false);
    const since = performance.now();
    const progress = setInterval(
      () => this.#tell({ type: 'progress', elapsedMs: Math.round(performance.now() - since) }),
      PROGRESS_MS,
    );
    try {
      return await runOn(this.#target, request);
    } finally {
      clearInterval(progress);
      this.#target.tell({ type: 'changed', what: 'scripts' });
      this.#target.tell({ type: 'changed', what: 'data' });
    }
  }

  async record(request: RunRequest): Promise<Recording> {
    this.#target.checkUsable();
    const recording = await this.#recorder.record(request);
    if (recording.outcome.kind === 'crash') this.#confirmation.diesOf(request.script, recording.outcome.line);
    return recording;
  }

  async inspect(recording: RecordingId, step: number): Promise<FrameWindow> {
    return this.#recorder.inspect(recording, step);
  }

  async evaluate(recording: RecordingId, step: number, frame: number, expression: Bytes): Promise<LuaView> {
    return this.#recorder.evaluate(recording, step, frame, expression);
  }

  async *scan(recording: RecordingId, query: ScanQuery): AsyncGenerator<ScanHit> {
    yield* this.#recorder.scan(recording, query);
  }

  async release(recording: RecordingId): Promise<void> {
    this.#recorder.release(recording);
  }

  kill(): Promise<KillOutcome> {
    return this.#target.kill();
  }

  /** Rejects with `AppError('command-refused', { command })` for what the guard does not let through, inside a script too. */
  async execute(command: readonly Bytes[], console: ConsoleId = ''): Promise<RespValue> {
    this.#target.guard.check(command);
    this.#checkScript(command);
    const reply = await this.#consoles.execute(command, console);
    this.#target.heardInConsole(reply);
    const what = changedBy(command);
    if (what !== undefined) this.#target.tell({ type: 'changed', what });
    return reply;
  }

  subscribe(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    const stop = this.#target.subscribe(listener);
    return () => {
      this.#listeners.delete(listener);
      stop();
    };
  }

  /** Ends the visit: its consoles are closed. The target goes on. */
  close(): void {
    this.#listeners.clear();
    this.#consoles.close();
  }

  /**
   * Whether a run, about to be made on somebody else's server, is now known to end it: where the script may throw what a 7.0 dies of, it is
   * tried in a forked copy first, once with the same inputs.
   */
  async #dies(request: RunRequest): Promise<boolean> {
    const { capabilities, server } = this.#target.state;
    if (!capabilities.confirmWrites || !capabilities.dryRun || !MORTAL.test(server?.version ?? '')) return false;
    const { script, keys, args, db } = request;
    if (this.#confirmation.knowsDeathBy(script) || !findHazards(script, this.#target.guard).mayCrash) return false;
    const tried = JSON.stringify([sha1Of(script), db, keys, args]);
    if (this.#survived.has(tried)) return false;
    // What cannot be tried is run as everything else: the person has said yes to it.
    const crash = await this.#recorder.crash(request).catch(() => undefined);
    if (crash === undefined) this.#survived.add(tried);
    else this.#confirmation.diesOf(script, crash.line);
    return crash !== undefined;
  }

  #tell(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** A script that is typed into a console is no way around the guard, as far as a look at it can tell. */
  #checkScript(command: readonly Bytes[]): void {
    const script = scriptIn(command);
    const [refused] = script === undefined ? [] : findHazards(script, this.#target.guard).commands;
    if (refused !== undefined) throw new AppError('command-refused', { command: refused });
  }
}

/** The Lua source that a command line carries. */
function scriptIn(command: readonly Bytes[]): Bytes | undefined {
  switch (lookupCommand(command)?.name) {
    case 'eval':
    case 'eval_ro':
      return command[1];
    case 'script|load':
      return command[2];
    case 'function|load':
      return command.at(-1);
    default:
      return undefined;
  }
}

/** What a command of the console may have changed, by the command table. */
function changedBy(command: readonly Bytes[]): 'data' | 'scripts' | 'functions' | undefined {
  const spec = lookupCommand(command);
  if (spec === undefined) return undefined;
  if (spec.name === 'script|load' || spec.name === 'script|flush') return 'scripts';
  if (spec.name.startsWith('function|')) return spec.flags.includes('write') ? 'functions' : undefined;
  return spec.flags.includes('write') || spec.name === 'exec' || /^(eval|evalsha|fcall)$/.test(spec.name)
    ? 'data'
    : undefined;
}
