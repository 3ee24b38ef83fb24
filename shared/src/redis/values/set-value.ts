import type { Bytes } from '../../bytes.js';
import type { Change, SetChange, Undo } from '../change.js';
import { Value, type EncodingLimits } from '../value.js';
import { Dict } from './dict.js';
import { parseInt64 } from './integer.js';
import { Intset } from './intset.js';

/** `setTypeAdd` never keeps more in an intset, whatever the configuration says. */
const INTSET_HARD_LIMIT = 1 << 30;

interface SetState {
  /** The intset as it was before a conversion. */
  readonly intset?: Intset;
  /** Bytes an element of the intset took. */
  readonly width?: number;
}

/** A set: an intset while all members are integers and few, then a hash table for good. */
export class SetValue extends Value {
  readonly type = 'set';
  readonly #seed: number;
  #members: Intset | Dict<true>;

  constructor(seed: number) {
    super();
    this.#seed = seed;
    this.#members = new Intset();
  }

  get encoding(): 'intset' | 'hashtable' {
    return this.#members instanceof Intset ? 'intset' : 'hashtable';
  }

  get length(): number {
    return this.#members.size;
  }

  has(member: Bytes): boolean {
    return this.#members.has(member);
  }

  members(): Iterable<Bytes> {
    return this.#members.keys();
  }

  /** The intset, while it is one. */
  get intset(): Intset | undefined {
    return this.#members instanceof Intset ? this.#members : undefined;
  }

  /** The hash table, when it is one: for cursors and random members. */
  get table(): Dict<true> | undefined {
    return this.#members instanceof Intset ? undefined : this.#members;
  }

  override apply(change: Change, limits: EncodingLimits): Undo | undefined {
    const { kind, member } = change as SetChange;
    const members = this.#members;
    if (kind === 'set.remove') return members.delete(member) ? { before: member, state: {} } : undefined;
    if (!(members instanceof Intset)) return members.set(member, true) ? { before: undefined, state: {} } : undefined;
    if (members.has(member)) return undefined;
    const most = Math.min(limits.setMaxIntsetEntries, INTSET_HARD_LIMIT);
    if (parseInt64(member) !== undefined && members.size < most) {
      const { width } = members;
      members.add(member);
      return { before: undefined, state: { width } satisfies SetState };
    }
    this.#members = new Dict<true>(this.#seed, entriesOf(members));
    this.#members.set(member, true);
    return { before: undefined, state: { intset: members } satisfies SetState };
  }

  override revert(change: Change, undo: Undo): void {
    const { kind, member } = change as SetChange;
    const { intset, width } = undo.state as SetState;
    const members = this.#members;
    if (intset !== undefined) this.#members = intset;
    else if (kind === 'set.add') {
      members.delete(member);
      if (members instanceof Intset && width !== undefined) members.width = width;
    } else if (members instanceof Intset) members.add(member);
    else members.set(member, true);
  }

  override copy(): SetValue {
    const copy = new SetValue(this.#seed);
    copy.#members =
      this.#members instanceof Intset
        ? this.#members.copy()
        : new Dict<true>(this.#seed, this.#members.unorderedEntries());
    return copy;
  }
}

function* entriesOf(intset: Intset): Generator<[Bytes, true]> {
  for (const member of intset.keys()) yield [member, true];
}
