import { remoteEngine, serve } from '../src/debug/index.js';
import { Sandbox, type SandboxMachine } from '../src/debug/sandbox/index.js';
import { runEngineCases } from './run-cases.js';
import { transportPair } from './transport-pair.js';

const machine: SandboxMachine = {
  clock: () => Math.floor((performance.timeOrigin + performance.now()) * 1000),
  stopwatch: () => performance.now() * 1000,
  seed: 1,
  newId: () => crypto.randomUUID(),
};

runEngineCases({
  name: 'the sandbox in this thread',
  open: async () => ({ engine: new Sandbox(machine), close: () => {} }),
});

runEngineCases({
  name: 'the sandbox behind a transport',
  open: async () => {
    const [near, far] = transportPair();
    serve(new Sandbox(machine), far);
    return { engine: remoteEngine(near, () => Date.now()), close: () => near.end('closed') };
  },
});
