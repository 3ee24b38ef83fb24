import type { Thread } from '@luascope/shared/debug';

/** A worker that runs `worker.ts`. It ends when it is terminated, or when its code cannot be loaded. */
export function startThread(): Thread {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'sandbox' });
  const ends: ((reason: string) => void)[] = [];
  const end = (reason: string): void => {
    worker.terminate();
    for (const listener of ends.splice(0)) listener(reason);
  };
  // Of an exception that nobody caught the sandbox may be in any state: it is as good as dead.
  worker.addEventListener('error', ({ message }) => end(message === '' ? 'crashed' : message));
  return {
    send: (message) => worker.postMessage(message),
    onMessage: (listener) => worker.addEventListener('message', ({ data }) => listener(data)),
    onEnd: (listener) => void ends.push(listener),
    terminate: () => end('terminated'),
  };
}
