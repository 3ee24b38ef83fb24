import { Worker } from 'node:worker_threads';
import type { Thread } from '@luascope/shared/debug';

export interface ThreadOptions {
  /** The compiled `worker.js`. */
  readonly entry?: URL;
  /** Megabytes of heap; a thread that needs more ends with `out-of-memory`. */
  readonly maxHeapMb: number;
}

/** A worker thread that runs `worker.ts`. It does not keep the process alive. */
export function startThread({ entry = new URL('./worker.js', import.meta.url), maxHeapMb }: ThreadOptions): Thread {
  const worker = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: maxHeapMb }, name: 'sandbox' });
  worker.unref();
  let reason = 'crashed';
  worker.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') reason = 'out-of-memory';
  });
  return {
    send: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on('message', listener),
    onEnd: (listener) => void worker.once('exit', () => listener(reason)),
    terminate() {
      reason = 'terminated';
      void worker.terminate();
    },
  };
}
