import { hostSandbox, TICK } from '@luascope/shared/sandbox';
import { randomId } from './random-id.js';

const sandbox = hostSandbox(
  {
    send: (message) => postMessage(message),
    onMessage: (listener) => addEventListener('message', ({ data }) => listener(data)),
    // A worker does not see its own end.
    onEnd: () => {},
  },
  {
    clock: () => Math.floor((performance.timeOrigin + performance.now()) * 1000),
    stopwatch: () => performance.now() * 1000,
    seed: crypto.getRandomValues(new Uint32Array(1))[0]!,
    newId: randomId,
  },
);
setInterval(() => sandbox.tick(), TICK);
