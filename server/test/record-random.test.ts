import type { Recording } from '@luascope/shared/debug';
import { sandboxWith } from '@luascope/shared/test/golden';
import { randomProgram } from '@luascope/shared/test/random-program';
import { transcript } from '@luascope/shared/test/transcript';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, engineOn, request, targetOn } from './live.js';
import { noRedis, RealRedis, skipReason } from './real-redis.js';

/** `npm run fuzz:record` sets them for a long look. The programs are others each time; the test's name says the seed that makes them again. */
const PROGRAMS = Number(process.env['FUZZ_PROGRAMS'] ?? 100);
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1e9);

const GIVEN = [
  ['SET', 'text', 'text'],
  ['SET', 'n', '7'],
  ['RPUSH', 'l', 'a', 'b'],
];

describe.skipIf(noRedis)(`random programs${skipReason}`, () => {
  let redis: RealRedis;
  beforeAll(async () => {
    // A script on a slow machine is not taken for one that does not end.
    redis = await RealRedis.start(['--busy-reply-threshold', '5000']);
  });
  afterAll(() => redis.stop());

  test(`from seed ${SEED}: a live recording tells what the sandbox's tells, changes nothing, and replies as a plain run`, async () => {
    const live = engineOn(await targetOn(addressOf(redis.url)));
    const property = fc.asyncProperty(randomProgram, async (script) => {
      const asked = request(script, { keys: ['text'], args: ['v'] });
      const sandbox = await sandboxWith({ given: GIVEN });
      const before = (await redis.ask(['FLUSHALL'], ...GIVEN, ['DEBUG', 'DIGEST'])).at(-1);
      const here = await sandbox.record(asked);
      const there = await live.record(asked);
      expect(await transcript(live, there)).toBe(await transcript(sandbox, here));
      expect(there.strayed).toBeUndefined();
      await live.release(there.id);
      expect((await redis.ask(['DEBUG', 'DIGEST']))[0]).toEqual(before);
      for (const [engine, recording] of [
        [sandbox, here],
        [live, there],
      ] as const)
        expect(bytesOf(await engine.run(asked))).toBe(bytesOf(recording));
    });
    await fc.assert(property, { numRuns: PROGRAMS, seed: SEED });
  }, 1_800_000);
});

/** The reply's, but for the addresses of objects. */
const bytesOf = ({ wire }: Recording): string | undefined => wire?.bytes.replace(/0x[0-9a-f]{6,}/g, '0x…');
