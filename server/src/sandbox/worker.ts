import { randomInt, randomUUID } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { hostSandbox, TICK } from '@luascope/shared/sandbox';

if (parentPort === null) throw new Error('This is the code of a worker thread.');
const port = parentPort;
const sandbox = hostSandbox(
  {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', listener),
    onEnd: (listener) => void port.on('close', () => listener('closed')),
  },
  {
    clock: () => Math.floor((performance.timeOrigin + performance.now()) * 1000),
    stopwatch: () => performance.now() * 1000,
    seed: randomInt(2 ** 32),
    newId: randomUUID,
  },
);
setInterval(() => sandbox.tick(), TICK).unref();
