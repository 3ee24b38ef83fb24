import type { Bytes } from '../../bytes.js';
import {
  type Frame as LuaFrame,
  luaFrames,
  localsOf,
  nameOf,
  prototypeOf,
  type Slot,
  statementOf,
  upvaluesOf,
  type Variable,
  varargsOf,
} from '../../lua/frames.js';
import { type LuaState, pop, pushGlobals, rawGetField, typeOf, LuaType } from '../../lua/vm.js';
import type { Frame, LuaView, Scope } from '../engine.js';
import { popView, viewOf } from './lua-view.js';
import { sameView } from './same-view.js';

type ScopeVariable = Scope['variables'][number];

/** The functions in execution as the VM has them, innermost first, with the thread each one runs in. */
export function* scriptFrames(
  threads: readonly LuaState[],
): Generator<{ readonly L: LuaState; readonly frame: LuaFrame }> {
  for (const L of threads.toReversed())
    for (const frame of luaFrames(L)) if (prototypeOf(frame).source.getbytes().startsWith('@user_')) yield { L, frame };
}

/** Reads the stack at one step after the other, and says what changed from one to the next. */
export class FrameCapture {
  /** Runs nothing; values are looked at on its stack. */
  readonly #viewer: LuaState;
  /** The stack at the step before, outermost frame first; with what tells its frames from others. */
  #previous: readonly Captured[] = [];
  /** The script's own thread. */
  #thread: LuaState | undefined;
  /** Tables at this step: many functions may have one in sight. */
  #tables = new Map<unknown, LuaView>();

  constructor(viewer: LuaState) {
    this.#viewer = viewer;
  }

  /** @param threads in execution, the script's own first */
  capture(threads: readonly LuaState[]): readonly Frame[] {
    const found = [...scriptFrames(threads)].toReversed();
    this.#thread = threads[0];
    this.#tables = new Map();
    const captured = found.map(({ L, frame }, i) => this.#capture(L, frame, i === 0, this.#previous[i]));
    this.#previous = captured;
    return captured.map(({ view }) => view).toReversed();
  }

  #capture(L: LuaState, frame: LuaFrame, outermost: boolean, before: Captured | undefined): Captured {
    const activation = frame.func.value;
    const known = before?.activation === activation ? before.view.scopes : undefined;
    const scopes: Scope[] = [];
    const add = (kind: Scope['kind'], variables: readonly NamedView[]): void => {
      if (variables.length === 0 && kind !== 'locals') return;
      const scope = known?.find((scope) => scope.kind === kind);
      scopes.push({ kind, variables: marked(variables, known && (scope?.variables ?? [])) });
    };
    add('locals', this.#views(visible(localsOf(L, frame))));
    add('varargs', this.#numbered(varargsOf(L, frame)));
    add('upvalues', this.#views(upvaluesOf(frame)));
    if (outermost) add('inputs', this.#inputs());
    const coroutine = L === this.#thread ? undefined : { coroutine: true as const };
    const view: Frame = { functionName: nameOf(L, frame), ...statementOf(frame), ...coroutine, scopes };
    return { activation, view };
  }

  #views(variables: readonly Variable[]): NamedView[] {
    return variables.map(({ name, slot }) => ({ name, value: this.#view(slot) }));
  }

  #numbered(slots: readonly Slot[]): NamedView[] {
    return slots.map((slot, i) => ({ name: String(i + 1), value: this.#view(slot) }));
  }

  #view(slot: Slot): LuaView {
    if (slot.type !== LuaType.table) return viewOf(this.#viewer, slot);
    let view = this.#tables.get(slot.value);
    if (view === undefined) this.#tables.set(slot.value, (view = viewOf(this.#viewer, slot)));
    return view;
  }

  /** KEYS and ARGV of a script; a function has them as its parameters. */
  #inputs(): NamedView[] {
    const L = this.#viewer;
    const inputs: NamedView[] = [];
    pushGlobals(L);
    for (const name of ['KEYS', 'ARGV']) {
      rawGetField(L, -1, name);
      if (typeOf(L, -1) === LuaType.table) inputs.push({ name, value: popView(L) });
      else pop(L);
    }
    pop(L);
    return inputs;
  }
}

interface NamedView {
  readonly name: Bytes;
  readonly value: LuaView;
}

interface Captured {
  /** The closure: the same function called again is told by its place in the stack, if at all. */
  readonly activation: unknown;
  readonly view: Frame;
}

/** Of variables of one name only the last is seen. */
const visible = (variables: readonly Variable[]): Variable[] =>
  variables.filter(({ name }, i) => !variables.some((later, k) => k > i && later.name === name));

/** @param before the same scope of the same frame one step earlier; undefined when the frame is new */
const marked = (variables: readonly NamedView[], before: readonly ScopeVariable[] | undefined): ScopeVariable[] =>
  variables.map(({ name, value }) => {
    const known = before?.find((variable) => variable.name === name);
    return { name, value, changed: before !== undefined && (known === undefined || !sameView(known.value, value)) };
  });
