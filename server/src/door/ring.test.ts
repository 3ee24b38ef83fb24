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
    writer.write(1, 7, Buffer.from('abc'));
    writer.write(2, 8, Buffer.alloc(0));
    expect(reader.read()).toEqual({ kind: 1, connection: 7, payload: Buffer.from('abc') });
    expect(reader.read()).toEqual({ kind: 2, connection: 8, payload: Buffer.alloc(0) });
    expect(reader.read()).toBeUndefined();
  });

  it('takes what fits of a payload, and the rest once there is room', () => {
    const { writer, reader } = ends();
    const payload = Buffer.alloc(5 << 20, 'x');
    const taken = writer.write(1, 1, payload);
    expect(taken).toBeGreaterThan(4_000_000);
    expect(writer.write(1, 1, payload.subarray(taken))).toBe(-1);
    expect(reader.read()!.payload).toHaveLength(taken);
    expect(writer.write(1, 1, payload.subarray(taken))).toBe(payload.length - taken);
    expect(reader.read()!.payload).toHaveLength(payload.length - taken);
  });

  it('goes round without losing a byte', () => {
    const { writer, reader } = ends();
    for (let turn = 0; turn < 1500; turn++) {
      const payload = Buffer.from(String(turn).repeat(1 + (turn % 1997)));
      expect(writer.write(turn, turn, payload)).toBe(payload.length);
      const frame = reader.read()!;
      expect([frame.kind, frame.connection, frame.payload.equals(payload)]).toEqual([turn, turn, true]);
    }
  });
});
