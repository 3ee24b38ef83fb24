import { SHOWN } from '../../analysis/rewrite/shown.js';
import { Special } from '../../analysis/rewrite/trace-format.js';
import type { LuaView } from '../engine.js';
import { unpack, type Packed } from './unpack.js';
import { isList, numberText, textOf } from './values.js';

type PackedTable = readonly Packed[];

/**
 * The tables of a run as they were told last, whoever told it: a variable holds a table, and what is in it may have been told by a function that
 * was given the table, too.
 */
export class Heap {
  readonly #tables = new Map<number, PackedTable>();
  /** Tables that were shown since one was told last: many functions may have one in sight. */
  readonly #views = new Map<number, LuaView>();
  /** Of values that were packed on their own. */
  readonly #contents = new Map<Packed, Packed>();
  /** Told, and not looked at yet: most steps are never shown. */
  #pending: Packed[] = [];

  /** A value that a variable has from now on. */
  tell(value: Packed): void {
    if (isList(value) && value[0] === Special.packed) this.#pending.push(value);
  }

  /** From now on, all tables in use are told again when they are not as they were told before. */
  forget(): void {
    this.#tables.clear();
    this.#views.clear();
    this.#pending = [];
  }

  /** A value as it is shown. */
  view(value: Packed): LuaView {
    if (this.#pending.length > 0) {
      for (const told of this.#pending) this.#note(this.#unpacked(told));
      this.#pending = [];
      this.#views.clear();
    }
    const plain = this.#unpacked(value);
    const id = isTable(plain) ? Number(plain[1]) : undefined;
    if (id === undefined || !this.#tables.has(id)) return new Viewer(this.#tables).view(plain, 0);
    let view = this.#views.get(id);
    if (view === undefined) this.#views.set(id, (view = new Viewer(this.#tables).view(plain, 0)));
    return view;
  }

  #unpacked(value: Packed): Packed {
    if (!isList(value) || value[0] !== Special.packed) return value;
    let plain = this.#contents.get(value);
    if (plain === undefined) this.#contents.set(value, (plain = unlisted(unpack(textOf(value[1])))));
    return plain;
  }

  #note(value: Packed): void {
    if (!isTable(value)) return;
    this.#tables.set(Number(value[1]), value);
    for (let i = FIRST_ENTRY; i < value.length; i++) this.#note(value[i]!);
  }
}

/** A list is told by its items alone, and by how many there are if those are not all. */
function unlisted(value: Packed): Packed {
  if (!isList(value) || value[0] !== Special.list) return value;
  const [, id = 0, items, length, more = 0] = value;
  const told = isList(items) ? items : [];
  return [Special.table, id, length ?? told.length, more, ...told.flatMap((item, i) => [i + 1, item])];
}

/** In a table of a trace: its kind, number, length and how many entries were not told come first. */
const FIRST_ENTRY = 4;

const isTable = (value: Packed): value is PackedTable => isList(value) && value[0] === Special.table;

/** Shows one value, each table of it once. */
class Viewer {
  readonly #tables: ReadonlyMap<number, PackedTable>;
  readonly #shown = new Set<number>();
  #left: number = SHOWN.values;

  constructor(tables: ReadonlyMap<number, PackedTable>) {
    this.#tables = tables;
  }

  view(value: Packed, depth: number): LuaView {
    this.#left--;
    if (value === null) return { type: 'nil' };
    if (typeof value === 'boolean') return { type: 'boolean', value };
    if (typeof value === 'number') return { type: 'number', text: numberText(value) };
    if (typeof value === 'string') return { type: 'string', value, length: value.length };
    if (!isList(value)) return { type: 'nil' };
    const [kind, a, b] = value;
    switch (kind) {
      case Special.negativeZero:
        return { type: 'number', text: '-0' };
      case Special.number:
        return { type: 'number', text: textOf(a) };
      case Special.longString:
        return { type: 'string', value: textOf(a), length: Number(b) };
      case Special.object: {
        const id = Number(b);
        return a === 'function' || a === 'thread' || a === 'userdata' ? { type: a, id } : { type: 'nil' };
      }
      case Special.seenTable:
        return this.#table(Number(a), Number(b), undefined, depth);
      case Special.table:
        return this.#table(Number(a), Number(b), value, depth);
      default:
        return { type: 'nil' };
    }
  }

  #table(id: number, length: number, told: PackedTable | undefined, depth: number): LuaView {
    const known = this.#tables.get(id) ?? told;
    const table = { type: 'table', id, length: known === undefined ? length : Number(known[2]) } as const;
    if (known === undefined || this.#shown.has(id) || depth === SHOWN.depth || this.#left <= 0) return table;
    this.#shown.add(id);
    const entries: (readonly [LuaView, LuaView])[] = [];
    const untold = Number(known[3]);
    let more = Math.abs(untold);
    for (let i = FIRST_ENTRY; i + 1 < known.length; i += 2) {
      if (entries.length < SHOWN.entries && this.#left > 0) {
        const value = this.view(known[i + 1]!, depth + 1);
        entries.push([this.view(known[i]!, depth + 1), value]);
      } else more++;
    }
    return { ...table, entries, ...(more > 0 && { more }), ...(untold < 0 && { moreAtLeast: true as const }) };
  }
}
