import { remoteEngine, serve } from '../src/debug/index.js';
import { Sandbox, TICK, type SandboxMachine } from '../src/debug/sandbox/index.js';
import { runEngineCases } from './run-cases.js';
import { transportPair } from './transport-pair.js';

const machine: SandboxMachine = {
  clock: () => Math.floor((performance.timeOrigin + performance.now()) * 1000),
  stopwatch: () => performance.now() * 1000,
  seed: 1,
  newId: () => crypto.randomUUID(),
};

/** A sandbox that looks at its clock as its worker makes it do. */
function ticking(): { readonly engine: Sandbox; readonly stop: () => void } {
  const engine = new Sandbox(machine);
  const timer = setInterval(() => engine.tick(), TICK);
  return { engine, stop: () => clearInterval(timer) };
}

runEngineCases({
  name: 'the sandbox in this thread',
  open: async () => {
    const { engine, stop } = ticking();
    return { engine, close: stop };
  },
});

runEngineCases({
  name: 'the sandbox behind a transport',
  open: async () => {
    const [near, far] = transportPair();
    const { engine, stop } = ticking();
    serve(engine, far);
    return {
      engine: remoteEngine(near, () => Date.now()),
      close: () => {
        stop();
        near.end('closed');
      },
    };
  },
});
