import { describe, expect, test } from 'vitest';
import { Guard } from './guard.js';

const words = (line: string) => line.split(' ');

describe("on somebody else's server", () => {
  const guard = new Guard(false, new Set(['KEYS', 'CONFIG|GET', 'CLIENT']));
  test.each([
    'FLUSHALL',
    'flushdb ASYNC',
    'Config Set a b',
    'SHUTDOWN NOSAVE',
    'DEBUG SLEEP 1',
    'MONITOR',
    'ACL SETUSER x',
    'REPLICAOF a 1',
    'SAVE',
    'SORT k',
  ])('%s is refused', (line) => expect(() => guard.check(words(line))).toThrow(/command-refused/));
  test.each([
    'GET k',
    'EVAL x 0',
    'SCRIPT FLUSH',
    'SCRIPT KILL',
    'SUBSCRIBE c',
    'KEYS *',
    'CONFIG GET x',
    'CLIENT KILL x',
    'NOSUCHCOMMAND',
    'CONFIG NOSUCH',
  ])('%s may be sent', (line) => expect(guard.refused(words(line))).toBeUndefined());
  test('the refusal names the command', () => {
    expect(guard.refused(['config', 'set', 'a', 'b'])).toBe('CONFIG|SET');
  });
});

describe('on a server of our own', () => {
  const guard = new Guard(true, new Set());
  test.each(['FLUSHALL', 'CONFIG SET a b', 'SHUTDOWN NOSAVE', 'DEBUG SLEEP 1', 'SCRIPT DEBUG NO', 'MONITOR'])(
    '%s may be sent',
    (line) => expect(guard.refused(words(line))).toBeUndefined(),
  );
  test.each(['SYNC', 'PSYNC ? -1', 'CLIENT REPLY OFF', 'SCRIPT DEBUG YES', 'script debug sync'])(
    '%s would break the connection it is sent on',
    (line) => expect(guard.refused(words(line))).toBeDefined(),
  );
  test('the refusal says that it is so on every server', () => {
    expect(() => guard.check(words('SCRIPT DEBUG YES'))).toThrow(
      expect.objectContaining({ data: { command: 'SCRIPT|DEBUG', why: 'connection' } }),
    );
  });
});
