// The cases of the engine suite, offered to a story that runs them in this page: against the sandbox in a real worker.
import { startSandbox } from '../../client/src/sandbox/engine.js';
import { engineCases } from '../../shared/test/engine-suite.js';

declare global {
  var engineCases: {
    readonly names: readonly string[];
    /** Resolves with `passed`, `not for this engine`, or what went wrong. */
    run(name: string): Promise<string>;
  };
}

globalThis.engineCases = {
  names: engineCases.map(({ name }) => name),
  async run(name) {
    const found = engineCases.find((each) => each.name === name);
    if (found === undefined) return `no case ${name}`;
    const engine = startSandbox('7.0.15', (failure) => {
      throw failure;
    });
    try {
      // Answered once the worker has started and has what the window kept.
      await engine.execute(['FLUSHALL']);
      if (found.needs?.(engine.capabilities) === false) return 'not for this engine';
      await found.check(engine);
      return 'passed';
    } catch (error) {
      return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    } finally {
      engine.close();
    }
  },
};
