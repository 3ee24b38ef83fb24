import type { Bytes } from '../../bytes.js';
import type { Change, HashChange, Undo } from '../change.js';
import { Value, type EncodingLimits } from '../value.js';
import { Dict } from './dict.js';

/** Insertion-ordered, as a listpack is: a field keeps its place when its value changes. */
type Listpack = Map<Bytes, Bytes>;

interface HashState {
  /** The listpack as it was before a conversion. */
  readonly listpack?: Listpack;
  /** Where in the listpack a removed field stood. */
  readonly position?: number;
}

const SAME_ENCODING: HashState = {};

/** A hash: a listpack while it is small, then a hash table for good. */
export class HashValue extends Value {
  readonly type = 'hash';
  readonly #seed: number;
  #fields: Listpack | Dict<Bytes> = new Map();

  constructor(seed: number) {
    super();
    this.#seed = seed;
  }

  get encoding(): 'listpack' | 'hashtable' {
    return this.#fields instanceof Map ? 'listpack' : 'hashtable';
  }

  get length(): number {
    return this.#fields.size;
  }

  get(field: Bytes): Bytes | undefined {
    return this.#fields.get(field);
  }

  has(field: Bytes): boolean {
    return this.#fields.has(field);
  }

  entries(): Iterable<[Bytes, Bytes]> {
    return this.#fields.entries();
  }

  /** The hash table, when it is one: for cursors and random fields. */
  get table(): Dict<Bytes> | undefined {
    return this.#fields instanceof Map ? undefined : this.#fields;
  }

  override apply(change: Change, limits: EncodingLimits): Undo | undefined {
    const edit = change as HashChange;
    const { field } = edit;
    const before = this.#fields.get(field);
    if (edit.kind === 'hash.put') return { before, state: this.#put(field, edit.value, before === undefined, limits) };
    if (before === undefined) return undefined;
    const state = this.#fields instanceof Map ? { position: positionOf(this.#fields, field) } : SAME_ENCODING;
    this.#fields.delete(field);
    return { before, state };
  }

  override revert(change: Change, undo: Undo): void {
    const { field } = change as HashChange;
    const { listpack, position } = undo.state as HashState;
    if (listpack !== undefined) this.#fields = listpack;
    else if (undo.before === undefined) this.#fields.delete(field);
    else if (position !== undefined && this.#fields instanceof Map)
      this.#fields = withEntryAt(this.#fields, position, field, undo.before as Bytes);
    else this.#fields.set(field, undo.before as Bytes);
  }

  override copy(): HashValue {
    const copy = new HashValue(this.#seed);
    copy.#fields =
      this.#fields instanceof Map ? new Map(this.#fields) : new Dict(this.#seed, this.#fields.unorderedEntries());
    return copy;
  }

  /** `hashTypeSet`: converts before a field or value too long for a listpack, and after one field too many. */
  #put(field: Bytes, value: Bytes, isNew: boolean, limits: EncodingLimits): HashState {
    const fields = this.#fields;
    if (!(fields instanceof Map)) {
      fields.set(field, value);
      return SAME_ENCODING;
    }
    const tooLong = field.length > limits.hashMaxListpackValue || value.length > limits.hashMaxListpackValue;
    const size = isNew ? fields.size + 1 : fields.size;
    if (!tooLong && size <= limits.hashMaxListpackEntries) {
      fields.set(field, value);
      return SAME_ENCODING;
    }
    this.#fields = new Dict(this.#seed, fields);
    this.#fields.set(field, value);
    return { listpack: fields };
  }
}

function positionOf(listpack: Listpack, field: Bytes): number {
  let position = 0;
  for (const key of listpack.keys()) {
    if (key === field) break;
    position++;
  }
  return position;
}

function withEntryAt(listpack: Listpack, position: number, field: Bytes, value: Bytes): Listpack {
  const entries = [...listpack];
  entries.splice(position, 0, [field, value]);
  return new Map(entries);
}
