import type { Bytes } from '@luascope/shared/bytes';
import { NO_CAPABILITIES, type ConsoleId, type Engine, type EngineState } from '@luascope/shared/debug';
import type { EngineSource, VisitEngine } from './engines.js';

/** An engine that is one for all visits, and can be ended. */
export interface SharedEngine extends Engine {
  close(): void;
}

/**
 * The sandbox of the HTTP API: one emulator for the life of this process, on a worker thread that is started by the first request for it.
 * Every visit gets consoles of its own, which are reset and used again by later visits.
 */
export class SandboxSource implements EngineSource {
  readonly #start: () => SharedEngine;
  readonly #freeConsoles: ConsoleId[] = [];
  #engine: SharedEngine | undefined;
  #consoles = 0;
  #state: EngineState = {
    health: 'starting',
    reason: { code: 'on-demand', data: {} },
    since: Date.now(),
    capabilities: NO_CAPABILITIES,
  };

  constructor(start: () => SharedEngine) {
    this.#start = start;
  }

  get state(): EngineState {
    return this.#state;
  }

  open(): VisitEngine {
    const engine = this.#started();
    const mine = new Map<ConsoleId, ConsoleId>();
    const close = (): void => {
      for (const console of mine.values()) void this.#free(engine, console);
      mine.clear();
    };
    const execute = (command: readonly Bytes[], console: ConsoleId = '') => {
      let own = mine.get(console);
      if (own === undefined) mine.set(console, (own = this.#freeConsoles.pop() ?? `visit ${++this.#consoles}`));
      return engine.execute(command, own);
    };
    return {
      get capabilities() {
        return engine.capabilities;
      },
      run: (request) => engine.run(request),
      record: (request) => engine.record(request),
      inspect: (recording, step) => engine.inspect(recording, step),
      evaluate: (recording, step, frame, expression) => engine.evaluate(recording, step, frame, expression),
      scan: (recording, query) => engine.scan(recording, query),
      release: (recording) => engine.release(recording),
      kill: () => engine.kill(),
      subscribe: (listener) => engine.subscribe(listener),
      execute,
      close,
    };
  }

  close(): void {
    this.#engine?.close();
  }

  #started(): SharedEngine {
    if (this.#engine !== undefined) return this.#engine;
    const engine = this.#start();
    this.#engine = engine;
    engine.subscribe((event) => {
      if (event.type === 'state') this.#state = event.state;
    });
    return engine;
  }

  /** RESET takes back SELECT, MULTI, WATCH, HELLO and subscriptions. */
  async #free(engine: Engine, console: ConsoleId): Promise<void> {
    try {
      await engine.execute(['RESET'], console);
      this.#freeConsoles.push(console);
    } catch {
      // The worker is gone, and its consoles with it.
    }
  }
}
