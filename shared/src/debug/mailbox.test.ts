import { describe, expect, it } from 'vitest';
import { MailboxReader, MailboxWriter, newMailbox } from './mailbox.js';

describe('the mailbox', () => {
  function mailbox() {
    const memory = newMailbox();
    return { writer: new MailboxWriter(memory), reader: new MailboxReader(memory) };
  }

  it('gives messages in order, once, to another thread that never waits', () => {
    const { writer, reader } = mailbox();
    expect(reader.read()).toEqual([]);
    expect(writer.write({ id: 1, text: '\x00\xff用' })).toBe(true);
    expect(writer.write({ id: 2, value: 2n ** 60n })).toBe(true);
    expect(reader.read()).toEqual([
      { id: 1, text: '\x00\xff用' },
      { id: 2, value: 2n ** 60n },
    ]);
    expect(reader.read()).toEqual([]);
  });

  it('carries messages larger than its memory, piece by piece, and those behind them', () => {
    const { writer, reader } = mailbox();
    const large = { text: 'x'.repeat(200_000) };
    expect(writer.write(large)).toBe(false);
    expect(writer.write('behind')).toBe(false);
    const received: unknown[] = [];
    for (let pieces = 0; pieces < 10 && received.length < 2; pieces++) {
      received.push(...reader.read());
      writer.flush();
    }
    expect(received).toEqual([large, 'behind']);
    expect(writer.flush()).toBe(true);
  });

  it('goes round its ring any number of times', () => {
    const { writer, reader } = mailbox();
    for (let i = 0; i < 500; i++) {
      const message = { i, text: 'y'.repeat(i * 7) };
      expect(writer.write(message)).toBe(true);
      expect(reader.read()).toEqual([message]);
    }
  });
});
