import type { Bytes } from '../../bytes.js';
import type { Change, Undo, ZsetChange } from '../change.js';
import { Value, type EncodingLimits } from '../value.js';
import { Dict } from './dict.js';
import { Sequence } from './sequence.js';

export interface ScoredMember {
  readonly member: Bytes;
  readonly score: number;
}

/** Scores from `min` to `max`; an exclusive end leaves out the score itself. */
export interface ScoreRange {
  readonly min: number;
  readonly max: number;
  readonly minExclusive: boolean;
  readonly maxExclusive: boolean;
}

type LexBound = { readonly value: Bytes; readonly exclusive: boolean } | '-' | '+';

/** Members from `min` to `max`, compared byte by byte; `-` and `+` are before and after everything. */
export interface LexRange {
  readonly min: LexBound;
  readonly max: LexBound;
}

export type ZsetEncoding = 'listpack' | 'skiplist';

/** A sorted set: members by score, then by their bytes. Order is a function of the content whichever encoding it reports. */
export class ZsetValue extends Value {
  readonly type = 'zset';
  readonly #seed: number;
  #encoding: ZsetEncoding = 'listpack';
  readonly #scores: Dict<number>;
  #order = new Sequence<ScoredMember>();

  constructor(seed: number) {
    super();
    this.#seed = seed;
    this.#scores = new Dict(seed);
  }

  get encoding(): ZsetEncoding {
    return this.#encoding;
  }

  get length(): number {
    return this.#scores.size;
  }

  score(member: Bytes): number | undefined {
    return this.#scores.get(member);
  }

  /** 0 for the lowest; undefined when it is no member. */
  rank(member: Bytes): number | undefined {
    const score = this.#scores.get(member);
    return score === undefined ? undefined : this.#place(member, score);
  }

  /** By rank, 0…length-1. */
  at(rank: number): ScoredMember | undefined {
    return this.#order.at(rank);
  }

  /** Members of rank `from` ≤ rank < `to`, ascending. */
  slice(from: number, to: number): ScoredMember[] {
    return this.#order.slice(from, to);
  }

  /** From a rank upwards, or downwards when `step` is -1. */
  from(rank: number, step: 1 | -1 = 1): Iterable<ScoredMember> {
    return this.#order.from(rank, step);
  }

  /** The hash table of members, for cursors and random members; undefined while it is a listpack. */
  get table(): Dict<number> | undefined {
    return this.#encoding === 'listpack' ? undefined : this.#scores;
  }

  /** Ranks `from` ≤ rank < `to` of the members within a range of scores. */
  ranksByScore(range: ScoreRange): { from: number; to: number } {
    const { min, max, minExclusive, maxExclusive } = range;
    const from = this.#order.lowerBound((item) => (minExclusive ? item.score <= min : item.score < min));
    const to = this.#order.lowerBound((item) => (maxExclusive ? item.score < max : item.score <= max));
    return { from, to: Math.max(from, to) };
  }

  /**
   * Ranks `from` ≤ rank < `to` of the members within a range of bytes. Meant for members of one score; where scores differ they are walked
   * from one end as `zzlFirstInLexRange` and `zzlLastInLexRange` walk a listpack (what a skiplist finds then is left to chance).
   */
  ranksByLex(range: LexRange, reverse = false): { from: number; to: number } {
    const none = { from: 0, to: 0 };
    const last = this.length - 1;
    if (last < 0 || !this.#isInLexRange(range)) return none;
    if (this.at(0)!.score === this.at(last)!.score) {
      const from = this.#order.lowerBound((item) => !aboveMin(item.member, range.min));
      const to = this.#order.lowerBound((item) => belowMax(item.member, range.max));
      return from < to ? { from, to } : none;
    }
    if (reverse) {
      let end = last;
      while (end >= 0 && !belowMax(this.at(end)!.member, range.max)) end--;
      let start = end;
      while (start >= 0 && aboveMin(this.at(start)!.member, range.min)) start--;
      return { from: start + 1, to: end + 1 };
    }
    let start = 0;
    while (start <= last && !aboveMin(this.at(start)!.member, range.min)) start++;
    let end = start;
    while (end <= last && belowMax(this.at(end)!.member, range.max)) end++;
    return { from: start, to: end };
  }

  override apply(change: Change, limits: EncodingLimits): Undo | undefined {
    const edit = change as ZsetChange;
    const state = this.#encoding;
    if (edit.kind === 'zset.convert') {
      this.#encoding = 'skiplist';
      return state === 'skiplist' ? undefined : { before: undefined, state };
    }
    const { member } = edit;
    const before = this.#scores.get(member);
    if (edit.kind === 'zset.remove') {
      if (before === undefined) return undefined;
      this.#delete(member, before);
      return { before, state };
    }
    if (before !== undefined) this.#order.remove(this.#place(member, before));
    else if (this.length + 1 > limits.zsetMaxListpackEntries || member.length > limits.zsetMaxListpackValue)
      this.#encoding = 'skiplist';
    // A listpack stores an integral score as an integer (`zzlInsertAt`), which has no negative zero.
    this.#insert(member, this.#encoding === 'listpack' && edit.score === 0 ? 0 : edit.score);
    return { before, state };
  }

  override revert(change: Change, undo: Undo): void {
    const edit = change as ZsetChange;
    this.#encoding = undo.state as ZsetEncoding;
    if (edit.kind === 'zset.convert') return;
    const score = this.#scores.get(edit.member);
    if (score !== undefined) this.#delete(edit.member, score);
    if (undo.before !== undefined) this.#insert(edit.member, undo.before as number);
  }

  override copy(): ZsetValue {
    const copy = new ZsetValue(this.#seed);
    copy.#encoding = this.#encoding;
    copy.#order = Sequence.from([...this.#order]);
    for (const [member, score] of this.#scores.unorderedEntries()) copy.#scores.set(member, score);
    return copy;
  }

  #insert(member: Bytes, score: number): void {
    this.#order.insert(this.#place(member, score), { member, score });
    this.#scores.set(member, score);
  }

  #delete(member: Bytes, score: number): void {
    this.#order.remove(this.#place(member, score));
    this.#scores.delete(member);
  }

  /** The rank that a member with a score has or would have. */
  #place(member: Bytes, score: number): number {
    return this.#order.lowerBound((item) => item.score < score || (item.score === score && item.member < member));
  }

  /** `zzlIsInLexRange`: something may lie within the range. */
  #isInLexRange({ min, max }: LexRange): boolean {
    if (min === '+' || max === '-') return false;
    if (min !== '-' && max !== '+') {
      if (min.value > max.value || (min.value === max.value && (min.exclusive || max.exclusive))) return false;
    }
    return aboveMin(this.at(this.length - 1)!.member, min) && belowMax(this.at(0)!.member, max);
  }
}

function aboveMin(member: Bytes, min: LexBound): boolean {
  if (min === '-' || min === '+') return min === '-';
  return min.exclusive ? member > min.value : member >= min.value;
}

function belowMax(member: Bytes, max: LexBound): boolean {
  if (max === '-' || max === '+') return max === '+';
  return max.exclusive ? member < max.value : member <= max.value;
}
