import { describe, expect, it } from 'vitest';
import { newRing, Ring } from './ring.js';

/** Two ends of one ring, as two threads have them. */
function ends(): { writer: Ring; reader: Ring } {
  const memory = newRing();
  return { writer: new Ring(memory), reader: new Ring(memory) };
}

describe('Ring', () => {
  it('hands frames over in order', () => {
    const { writer, reader } = ends();
    expect(reader.read()).toBeUndefined();
    writer.write({ kind: 1, connection: 7, payload: Buffer.from('abc') });
    writer.write({ kind: 2, connection: 8, payload: Buffer.alloc(0) });
    expect(reader.read()).toEqual({ kind: 1, connection: 7, payload: Buffer.from('abc') });
    expect(reader.read()).toEqual({ kind: 2, connection: 8, payload: Buffer.alloc(0) });
    expect(reader.read()).toBeUndefined();
  });

  it('takes what fits of a payload, and the rest once there is room', () => {
    const { writer, reader } = ends();
    const payload = Buffer.alloc(5 << 20, 'x');
    const taken = writer.write({ kind: 1, connection: 1, payload });
    expect(taken).toBeGreaterThan(4_000_000);
    const rest = { kind: 1, connection: 1, payload: payload.subarray(taken) };
    expect(writer.write(rest)).toBe(-1);
    expect(reader.read()!.payload).toHaveLength(taken);
    expect(writer.write(rest)).toBe(payload.length - taken);
    expect(reader.read()!.payload).toHaveLength(payload.length - taken);
  });

  it('goes round without losing a byte', () => {
    const { writer, reader } = ends();
    for (let turn = 0; turn < 1500; turn++) {
      const payload = Buffer.from(String(turn).repeat(1 + (turn % 1997)));
      expect(writer.write({ kind: turn, connection: turn, payload })).toBe(payload.length);
      const frame = reader.read()!;
      expect([frame.kind, frame.connection, frame.payload.equals(payload)]).toEqual([turn, turn, true]);
    }
  });

  it('carries text as octets, round its end too', () => {
    const { writer, reader } = ends();
    const text = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join('');
    for (let turn = 0; turn < 300; turn++) {
      const payload = text.repeat(1 + (turn % 199));
      expect(writer.writeText({ kind: 0, connection: 3, payload })).toBe(payload.length);
      const frame = turn % 2 === 0 ? reader.readText()! : reader.read()!;
      const got = typeof frame.payload === 'string' ? frame.payload : frame.payload.toString('latin1');
      expect(got === payload).toBe(true);
    }
  });

  it('calls a reader that is away, once, and none that looks by itself', () => {
    const { writer, reader } = ends();
    const frame = { kind: 0, connection: 1, payload: 'x' };
    writer.writeText(frame);
    expect([writer.mustCall(), writer.mustCall()]).toEqual([true, false]);
    reader.attend();
    writer.writeText(frame);
    expect([writer.mustCall(), reader.leave()]).toEqual([false, false]);
    while (reader.read() !== undefined);
    expect([reader.leave(), writer.mustCall()]).toEqual([true, true]);
  });

  it('is settled once the reader has answered what it read', () => {
    const { writer, reader } = ends();
    expect(writer.waitUntilSettled(1, 0)).toBe(true);
    writer.writeText({ kind: 0, connection: 1, payload: 'x' });
    reader.readText();
    expect(writer.waitUntilSettled(1, 0)).toBe(false);
    reader.settle();
    expect(writer.waitUntilSettled(1, 0)).toBe(true);
  });
});
