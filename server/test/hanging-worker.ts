import { parentPort } from 'node:worker_threads';
import { hostSandbox } from '@luascope/shared/sandbox';

// The worker of a sandbox in which no run ever returns. It does not look up either: nothing but its end can stop it.
const port = parentPort!;
hostSandbox(
  {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', listener),
    onEnd: () => {},
  },
  {
    clock: () => Date.now() * 1000,
    stopwatch: () => performance.now() * 1000,
    seed: 1,
    newId: () => {
      for (;;);
    },
  },
);
