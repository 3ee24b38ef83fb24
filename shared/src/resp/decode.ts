import type { Bytes } from '../bytes.js';
import { Inbox } from './inbox.js';
import { integer, NIL, NIL_ARRAY, type RespValue } from './value.js';

/** What arrived is no RESP; the connection can only be closed. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

type AggregateType = 'array' | 'set' | 'push' | 'map' | 'attribute';

/** An aggregate whose elements are still arriving. An attribute waits for one more: the value it belongs to. */
interface Open {
  readonly type: AggregateType;
  readonly items: RespValue[];
  readonly expected: number;
}

const AGGREGATES: Readonly<Record<string, AggregateType>> = {
  '*': 'array',
  '~': 'set',
  '>': 'push',
  '%': 'map',
  '|': 'attribute',
};

/** Decodes a stream of replies, RESP2 and RESP3, that arrives in chunks. Nesting is kept on a stack of its own: any depth, any size. */
export class Decoder {
  private readonly inbox = new Inbox();
  private readonly open: Open[] = [];
  private added = 0;
  private bulk: { readonly length: number; readonly kind: '$' | '=' | '!' } | undefined;

  /** Adds what arrived and gives the replies that are complete now. Throws {@link ProtocolError}. */
  feed(chunk: Uint8Array | Bytes): RespValue[] {
    this.add(chunk);
    const replies: RespValue[] = [];
    for (let reply = this.reply(); reply !== undefined; reply = this.reply()) replies.push(reply);
    return replies;
  }

  /** Adds what arrived. */
  add(chunk: Uint8Array | Bytes): void {
    this.inbox.add(chunk);
    this.added += chunk.length;
  }

  /** The next reply that is complete, or undefined. Throws {@link ProtocolError}. */
  reply(): RespValue | undefined {
    for (let value = this.next(); value !== undefined; value = this.next()) {
      const whole = this.close(value);
      if (whole !== undefined) return whole;
    }
    return undefined;
  }

  /** Bytes of all replies given so far; exact right after {@link reply} has given one, so that its own bytes can be told apart. */
  get consumed(): number {
    return this.added - this.inbox.size;
  }

  /** True between replies: nothing incomplete waits. */
  get idle(): boolean {
    return this.open.length === 0 && this.bulk === undefined && this.inbox.size === 0;
  }

  /** The next value without elements of its own; opens aggregates on the way. */
  private next(): RespValue | undefined {
    for (;;) {
      if (this.bulk !== undefined) return this.string(this.bulk.length, this.bulk.kind);
      // A server sends what it is asked to repeat in an error as it came, a lone carriage return too.
      const line = this.inbox.line('\r\n', 2);
      if (line === undefined) return undefined;
      const kind = line[0] ?? '';
      const rest = line.slice(1);
      const aggregate = AGGREGATES[kind];
      if (aggregate === undefined) {
        if (kind !== '$' && kind !== '=' && kind !== '!') return simple(kind, rest);
        const length = count(rest);
        if (length < 0) return NIL;
        this.bulk = { length, kind };
        continue;
      }
      const length = count(rest);
      if (length < 0) return NIL_ARRAY;
      const expected = aggregate === 'map' ? length * 2 : aggregate === 'attribute' ? length * 2 + 1 : length;
      if (expected === 0) return aggregated({ type: aggregate, items: [], expected });
      this.open.push({ type: aggregate, items: [], expected });
    }
  }

  private string(length: number, kind: '$' | '=' | '!'): RespValue | undefined {
    const value = this.inbox.string(length);
    if (value === undefined) return undefined;
    this.bulk = undefined;
    if (kind === '$') return { type: 'bulk', value };
    if (kind === '!') return { type: 'error', text: value };
    return { type: 'verbatim', format: value.slice(0, 3), value: value.slice(4) };
  }

  /** Puts a value into the aggregate that waits for it; gives the reply when that completes the outermost. */
  private close(value: RespValue): RespValue | undefined {
    for (;;) {
      const parent = this.open.at(-1);
      if (parent === undefined) return value;
      parent.items.push(value);
      if (parent.items.length < parent.expected) return undefined;
      this.open.pop();
      value = aggregated(parent);
    }
  }
}

function simple(kind: string, rest: Bytes): RespValue {
  switch (kind) {
    case '+':
      return { type: 'status', text: rest };
    case '-':
      return { type: 'error', text: rest };
    case ':':
      if (!/^[+-]?\d+$/.test(rest)) throw new ProtocolError(`Not an integer: ${rest.slice(0, 40)}`);
      return rest.length < 16 ? { type: 'integer', value: Number(rest) } : integer(BigInt(rest));
    case '_':
      return NIL;
    case ',':
      return { type: 'double', text: rest };
    case '#':
      return { type: 'boolean', value: rest === 't' };
    case '(':
      return { type: 'bignumber', text: rest };
    default:
      throw new ProtocolError(`Unknown reply type: ${JSON.stringify(kind)}`);
  }
}

function count(text: Bytes): number {
  if (!/^(?:-1|\d{1,10})$/.test(text)) throw new ProtocolError(`Not a length: ${text.slice(0, 40)}`);
  return Number(text);
}

function aggregated({ type, items }: Open): RespValue {
  if (type !== 'map' && type !== 'attribute') return { type, items };
  const entries: [RespValue, RespValue][] = [];
  for (let i = 0; i + 1 < items.length; i += 2) entries.push([items[i]!, items[i + 1]!]);
  return type === 'map' ? { type, entries } : { type, entries, value: items.at(-1)! };
}
