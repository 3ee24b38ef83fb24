import { SHOWN } from '../../analysis/rewrite/shown.js';
import { definitionLine, pushSlot, type Slot } from '../../lua/frames.js';
import { objectAt, objectNumber } from '../../lua/steps.js';
import {
  checkStack,
  isPositiveNan,
  type LuaState,
  LuaType,
  next,
  pop,
  pushNil,
  rawLength,
  toBoolean,
  toBytes,
  toNumber,
  typeOf,
} from '../../lua/vm.js';
import type { LuaView } from '../engine.js';

/**
 * A Lua value as plain data. A table that comes up a second time, in itself or beside itself, is shown by its id alone.
 *
 * @param viewer a thread of the value's state that runs nothing
 */
export function viewOf(viewer: LuaState, slot: Slot): LuaView {
  pushSlot(viewer, slot);
  return popView(viewer);
}

/** Takes the value off the top of the stack. */
export function popView(viewer: LuaState): LuaView {
  checkStack(viewer, 2 * SHOWN.depth + 4);
  const view = new Viewer(viewer).top(0);
  pop(viewer);
  return view;
}

class Viewer {
  readonly #L: LuaState;
  readonly #shown = new Set<unknown>();
  #left: number = SHOWN.values;

  constructor(L: LuaState) {
    this.#L = L;
  }

  /** The value on top of the stack, which stays. */
  top(depth: number): LuaView {
    const L = this.#L;
    this.#left--;
    switch (typeOf(L, -1)) {
      case LuaType.nil:
        return { type: 'nil' };
      case LuaType.boolean:
        return { type: 'boolean', value: toBoolean(L, -1) };
      case LuaType.number:
        return { type: 'number', text: numberText(L) };
      case LuaType.string: {
        const value = toBytes(L, -1)!;
        return { type: 'string', value: value.slice(0, SHOWN.bytes), length: value.length };
      }
      case LuaType.table:
        return this.#table(depth);
      case LuaType.function:
        return this.#function();
      case LuaType.thread:
        return { type: 'thread', ...this.#identity() };
      default:
        return { type: 'userdata', ...this.#identity() };
    }
  }

  #identity(): { readonly id: number } {
    return { id: objectNumber(objectAt(this.#L, -1)) };
  }

  #function(): LuaView {
    const line = definitionLine(objectAt(this.#L, -1));
    return { type: 'function', ...this.#identity(), ...(line !== undefined && { line }) };
  }

  #table(depth: number): LuaView {
    const L = this.#L;
    const table = { type: 'table', ...this.#identity(), length: rawLength(L, -1) } as const;
    const object = objectAt(L, -1);
    if (this.#shown.has(object) || depth === SHOWN.depth || this.#left <= 0) return table;
    this.#shown.add(object);
    const entries: (readonly [LuaView, LuaView])[] = [];
    let more = 0;
    pushNil(L);
    while (next(L, -2)) {
      if (entries.length < SHOWN.entries && this.#left > 0) {
        const value = this.top(depth + 1);
        pop(L);
        entries.push([this.top(depth + 1), value]);
      } else {
        more++;
        pop(L);
      }
    }
    return { ...table, entries, ...(more > 0 && { more }) };
  }
}

/** All the digits it takes to tell the number from every other. */
function numberText(L: LuaState): string {
  const value = toNumber(L, -1)!;
  if (Number.isNaN(value)) return isPositiveNan(L, -1) ? 'nan' : '-nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0' : String(value);
}
