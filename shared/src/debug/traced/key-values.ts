import { NoPayload, Noted } from '../../analysis/rewrite/trace-format.js';
import type { Bytes } from '../../bytes.js';
import type { RespVersion } from '../../resp/value.js';
import type { Packed } from './unpack.js';
import { isList, textOf } from './values.js';

/** A key as it was at a step. */
export type KeyAt =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'value';
      /** As DUMP wrote it on the server. */
      readonly payload: () => Bytes;
      readonly encoding: Bytes;
      /** Milliseconds of the epoch; undefined when it does not expire. */
      readonly expiresAt: number | undefined;
    }
  /**
   * `unseen`: the script did not touch it, and it is none of KEYS; `large`: too large to be told; `ended`: written too often; `old`: the trace
   * is from before keys were told.
   */
  | { readonly kind: 'unknown'; readonly why: 'unseen' | 'large' | 'ended' | 'old' };

/** What decides, besides keys, how a command is answered at a step. */
export interface Surroundings {
  readonly db: number;
  readonly resp: RespVersion;
  /** Microseconds of the epoch, of the last call that had returned. */
  readonly time: number;
}

/** Something that holds from a step on. */
interface From<T> {
  readonly step: number;
  readonly is: T;
}

const UNSEEN: KeyAt = { kind: 'unknown', why: 'unseen' };
const OLD: KeyAt = { kind: 'unknown', why: 'old' };
const NONE: KeyAt = { kind: 'none' };
const NOTE_LENGTH = 6;

/**
 * The keys that a traced script declared, read or wrote, with their values at each step.
 */
export class KeyValues {
  readonly #keys = new Map<string, { readonly told: From<KeyAt>[]; readonly payloads: Payloads }>();
  readonly #databases: From<number>[] = [];
  readonly #protocols: From<RespVersion>[] = [];
  /** From these steps on, what was told before says nothing: a command may have written any key. */
  readonly #forgets: number[] = [];
  /** When the calls of a step had returned. */
  readonly #times: From<number>[] = [];
  #begin: number | undefined;

  /**
   * @param notes what the tracer told, six items a note
   * @param db on which the script starts
   * @param skipped steps of the trace that come before the first of the recording
   */
  constructor(notes: readonly Packed[], db: number, skipped: number) {
    this.#databases.push({ step: 0, is: db });
    this.#protocols.push({ step: 0, is: 2 });
    for (let i = 0; i + NOTE_LENGTH <= notes.length; i += NOTE_LENGTH) {
      const [step, kind, key, payload, expiresAt, encoding] = notes.slice(i, i + NOTE_LENGTH);
      this.#note(
        Math.max(0, Number(step) - skipped),
        Number(kind),
        textOf(key),
        payload!,
        expiresAt!,
        textOf(encoding),
      );
    }
  }

  #note(step: number, kind: number, key: Bytes, payload: Packed, expiresAt: Packed, encoding: Bytes): void {
    switch (kind) {
      case Noted.begin:
        this.#begin = Number(payload);
        return;
      case Noted.database:
        this.#databases.push({ step, is: Number(payload) });
        return;
      case Noted.protocol:
        this.#protocols.push({ step, is: payload === 3 ? 3 : 2 });
        return;
      case Noted.anything:
        this.#forgets.push(step);
        return;
      default: {
        const name = nameOf(kind, key);
        let story = this.#keys.get(name);
        if (story === undefined) this.#keys.set(name, (story = { told: [], payloads: new Payloads() }));
        story.told.push({ step, is: keyAt(payload, story.payloads, Number(expiresAt), encoding) });
      }
    }
  }

  /** A call of a step has returned, so many microseconds after the begin. Called in order. */
  returned(step: number, after: number): void {
    this.#times.push({ step: step + 1, is: after });
  }

  /** A key when a step is about to run. */
  at(step: number, db: number, key: Bytes): KeyAt {
    if (this.#begin === undefined) return OLD;
    const told = lastUpTo(this.#keys.get(nameOf(db, key))?.told ?? [], step);
    if (told === undefined) return UNSEEN;
    return this.#forgets.some((forget) => told.step < forget && forget <= step) ? UNSEEN : told.is;
  }

  /** Undefined when the trace does not say. */
  surroundings(step: number): Surroundings | undefined {
    if (this.#begin === undefined) return undefined;
    return {
      db: lastUpTo(this.#databases, step)!.is,
      resp: lastUpTo(this.#protocols, step)!.is,
      time: this.#begin + (lastUpTo(this.#times, step)?.is ?? 0),
    };
  }
}

const nameOf = (db: number, key: Bytes): string => `${db}:${key}`;

function keyAt(told: Packed, payloads: Payloads, expiresAt: number, encoding: Bytes): KeyAt {
  const payload = payloads.add(told);
  if (payload !== undefined)
    return { kind: 'value', payload, encoding, expiresAt: expiresAt > 0 ? Math.round(expiresAt) : undefined };
  if (told === NoPayload.missing) return NONE;
  return { kind: 'unknown', why: told === NoPayload.large ? 'large' : 'ended' };
}

/** The payloads of one key, of which most are told by what differs from the one before. */
class Payloads {
  readonly #told: (Bytes | { readonly first: number; readonly last: number; readonly middle: Bytes })[] = [];
  /** The one that was put together last: the next one asked for is often near. */
  #known = { number: -1, payload: '' };

  /** Undefined when it is no payload. */
  add(told: Packed): (() => Bytes) | undefined {
    const number = this.#told.length;
    if (typeof told === 'string') this.#told.push(told);
    else if (isList(told)) this.#told.push({ first: Number(told[0]), last: Number(told[1]), middle: textOf(told[2]) });
    else return undefined;
    return () => this.#payload(number);
  }

  #payload(number: number): Bytes {
    let at = number;
    while (at > 0 && at !== this.#known.number && typeof this.#told[at] !== 'string') at--;
    let payload = at === this.#known.number ? this.#known.payload : '';
    for (; at <= number; at++) {
      const told = this.#told[at]!;
      if (at === this.#known.number) continue;
      if (typeof told === 'string') payload = told;
      else payload = payload.slice(0, told.first) + told.middle + payload.slice(payload.length - told.last);
    }
    this.#known = { number, payload };
    return payload;
  }
}

/** The last of what holds at a step; steps never go down. */
function lastUpTo<T>(list: readonly From<T>[], step: number): From<T> | undefined {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.step <= step) low = middle + 1;
    else high = middle;
  }
  return list[low - 1];
}
