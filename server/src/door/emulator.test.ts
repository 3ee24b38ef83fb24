import { describe, expect, it } from 'vitest';
import { encodeCommand } from '@luascope/shared/resp';
import { Emulator } from './emulator.js';
import type { ToEmulator, ToSockets } from './messages.js';

const opened = (connection: number): ToEmulator => ({ kind: 'open', connection, address: 'a:1', localAddress: 'a:2' });
const asked = (connection: number, ...argv: string[]): ToEmulator => {
  return { kind: 'data', connection, bytes: encodeCommand(argv) };
};

describe('Emulator', () => {
  it('sends what was answered just before a script began, while the script is busy', () => {
    const inbox = [opened(1), opened(2), asked(1, 'PING'), asked(2, 'EVAL', 'while true do end', '0')];
    const sent: ToSockets[] = [];
    const send = (message: ToSockets): void => {
      sent.push(message);
      // Nothing else would end the script.
      if (sent.length === 1) inbox.push(asked(1, 'SCRIPT', 'KILL'));
    };
    const settings = { 'busy-reply-threshold': '1' };
    new Emulator({ receive: () => inbox.shift(), send }, { settings, seed: 1 }).work();
    expect(sent).toEqual([
      { kind: 'data', connection: 1, bytes: '+PONG\r\n' },
      { kind: 'data', connection: 1, bytes: '+OK\r\n' },
      { kind: 'data', connection: 2, bytes: expect.stringMatching(/^-ERR .*killed by user/) },
    ]);
  });
});
