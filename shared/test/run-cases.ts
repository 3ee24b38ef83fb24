import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../src/debug/index.js';
import { engineCases, untilState } from './engine-suite.js';

/** An engine for the whole suite, ready or about to be. */
export interface EngineHome {
  readonly name: string;
  open(): Promise<{ readonly engine: Engine; close(): Promise<void> | void }>;
}

/** The suite of {@link engineCases} as vitest tests, on one engine. Cases that need what the engine cannot do pass at once. */
export function runEngineCases(home: EngineHome): void {
  describe(`the engine suite on ${home.name}`, () => {
    let opened: Awaited<ReturnType<EngineHome['open']>>;
    beforeAll(async () => {
      opened = await home.open();
      await untilState(opened.engine, ({ health }) => health === 'ready');
    });
    afterAll(() => opened.close());

    it.each(engineCases)('$name', async (testCase) => {
      const asked = testCase.needs === undefined || testCase.needs(opened.engine.capabilities);
      await expect(asked ? testCase.check(opened.engine) : Promise.resolve()).resolves.toBeUndefined();
    });
  });
}
