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
  type RunRequest,
  type ScanHit,
} from '@luascope/shared/debug';
import type { RespValue } from '@luascope/shared/resp';
import type { Target } from '../redis/target.js';
import { Confirmation } from './confirmation.js';
import { Consoles } from './consoles.js';
import { findHazards } from './hazards.js';
import { runOn } from './run.js';

const PROGRESS_MS = 200;

/** A live Redis as one visit sees it: its own consoles, its own answer to the question before the first script, the target of all. */
export class LiveEngine implements Engine {
  readonly #target: Target;
  readonly #consoles: Consoles;
  readonly #confirmation: Confirmation;
  readonly #listeners = new Set<(event: EngineEvent) => void>();

  constructor(target: Target) {
    this.#target = target;
    this.#consoles = new Consoles(target, (event) => this.#tell(event));
    this.#confirmation = new Confirmation(target);
  }

  get capabilities(): Capabilities {
    return this.#target.state.capabilities;
  }

  async run(request: RunRequest): Promise<Recording> {
    const { health } = this.#target.state;
    if (health === 'off' || health === 'lost') throw this.#target.unavailable();
    this.#confirmation.require(request.script, request.confirmed === true);
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

  async record(): Promise<Recording> {
    throw new AppError('not-supported', { what: 'record' });
  }

  async inspect(): Promise<FrameWindow> {
    throw new AppError('not-supported', { what: 'inspect' });
  }

  async evaluate(): Promise<LuaView> {
    throw new AppError('not-supported', { what: 'evaluate' });
  }

  scan(): AsyncIterable<ScanHit> {
    const next = () => Promise.reject(new AppError('not-supported', { what: 'scan' }));
    return { [Symbol.asyncIterator]: () => ({ next }) };
  }

  async release(): Promise<void> {}

  kill(): Promise<KillOutcome> {
    return this.#target.kill();
  }

  /** Rejects with `AppError('command-refused', { command })` for what the guard does not let through, inside a script too. */
  async execute(command: readonly Bytes[], console: ConsoleId = ''): Promise<RespValue> {
    this.#target.guard.check(command);
    this.#checkScript(command);
    const reply = await this.#consoles.execute(command, console);
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
