import { goldenSessions, play, rewrite, sandboxWith, type GoldenSession } from '@luascope/shared/test/golden';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, engineOn, targetOn } from './live.js';
import { noRedis, RealRedis, skipReason } from './real-redis.js';

/** `npm run golden` writes the files anew; the test fails where a real server says something else. */
const writing = process.env['LUASCOPE_GOLDEN'] === 'write';

describe.skipIf(noRedis)(`golden sessions on a real server${skipReason}`, () => {
  let redis: RealRedis;
  beforeAll(async () => {
    // A script on a slow machine is not taken for one that does not end.
    redis = await RealRedis.start(['--busy-reply-threshold', '5000']);
  });
  afterAll(() => redis.stop());

  const sessions = goldenSessions().map((session) => [session.name, session] as const);
  const recorded = sessions.filter(([, { onlySandbox }]) => !onlySandbox);
  const called = sessions.filter(([, { onlySandbox }]) => onlySandbox);

  test.each(recorded)('%s', async (_, session) => {
    await redis.ask(['FLUSHALL'], ...session.given);
    const there = await play(engineOn(await targetOn(addressOf(redis.url))), session);
    if (writing) rewrite(session, await onSandbox(session));
    const expected = writing ? await onSandbox(session) : session.expected;
    expect(there).toBe(there.includes(CHANGES_UNKNOWN) ? withoutChanges(expected) : expected);
  });

  test.each(called)('%s: a function, which Redis does not debug, replies as in the file', async (_, session) => {
    await redis.ask(['FLUSHALL'], ...session.given);
    const run = await engineOn(await targetOn(addressOf(redis.url))).run(session.request);
    if (writing) rewrite(session, await onSandbox(session));
    const sandbox = await sandboxWith(session);
    expect((await sandbox.record(session.request)).wire).toEqual(run.wire);
  });
});

/** A server does not tell which keys FLUSHALL has changed. */
const CHANGES_UNKNOWN = 'changes unknown';
const withoutChanges = (text: string): string => `${text.replace(/\nchanges .*/g, '')}\n${CHANGES_UNKNOWN}`;

const onSandbox = async (session: GoldenSession): Promise<string> => play(await sandboxWith(session), session);
