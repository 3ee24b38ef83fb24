import { expect, it } from 'vitest';
import { Sandbox } from '../src/debug/sandbox/index.js';
import { goldenSessions, play } from './golden.js';

const sessions = goldenSessions();

/** What a real server says of the same sessions: server/test/golden.test.ts. */
it.each(sessions.map((session) => [session.name, session] as const))('%s', async (_, session) => {
  const stopwatch = (): number => performance.now() * 1000;
  const engine = new Sandbox({ clock: () => Date.now() * 1000, stopwatch, seed: 1, newId: () => 'r' });
  for (const command of session.given) await engine.execute(command);
  expect(await play(engine, session)).toBe(session.expected);
});

it('has at least forty sessions', () => {
  expect(sessions.length).toBeGreaterThanOrEqual(40);
});
