import type { Engine, EngineState } from '@luascope/shared/debug';
import { LiveEngine } from './live/engine.js';
import type { Target } from './redis/target.js';

/** An engine for one visit (a WebSocket, a request): consoles and confirmations are its own, the data behind it is not. */
export interface VisitEngine extends Engine {
  close(): void;
}

/** Something scripts can run on. */
export interface EngineSource {
  readonly state: EngineState;
  open(): VisitEngine;
}

export const TARGETS = ['live', 'sandbox'] as const;
export type TargetName = (typeof TARGETS)[number];
export type Engines = Readonly<Record<TargetName, EngineSource>>;

/** The live target as the routes see it. */
export function liveSource(target: Target): EngineSource {
  return {
    get state() {
      return target.state;
    },
    open: () => new LiveEngine(target),
  };
}
