import { randomUUID } from 'node:crypto';
import { newMailbox, Supervisor } from '@luascope/shared/debug';
import { startThread } from './thread.js';

/** What a sandbox in a worker thread may use. */
export interface SandboxLimits {
  /** Milliseconds of one run. */
  readonly maxRunMs: number;
  /** Megabytes of heap. */
  readonly maxHeapMb: number;
}

/** A sandbox in a worker thread, nothing of which is kept when it is closed. */
export function startSandbox({ maxRunMs, maxHeapMb }: SandboxLimits, entry?: URL): Supervisor {
  return new Supervisor({
    startThread: () => startThread({ maxHeapMb, ...(entry !== undefined && { entry }) }),
    clock: {
      now: () => Date.now(),
      after: (ms, action) => {
        const timer = setTimeout(action, ms);
        return () => clearTimeout(timer);
      },
    },
    newId: randomUUID,
    newMailbox,
    maxRunMs,
  });
}
