import { expect, it } from 'vitest';
import { goldenSessions, play, sandboxWith } from './golden.js';

const sessions = goldenSessions();

/** What a real server says of the same sessions: server/test/golden.test.ts. */
it.each(sessions.map((session) => [session.name, session] as const))('%s', async (_, session) => {
  expect(await play(await sandboxWith(session), session)).toBe(session.expected);
});

it('has at least forty sessions', () => {
  expect(sessions.length).toBeGreaterThanOrEqual(40);
});
