import type { LuaView } from '../engine.js';

/** Of tables that were compared before: a table in sight of many functions is compared for each of them, step after step. */
const texts = new WeakMap<LuaView, string>();

/** Whether two values look the same. */
export function sameView(a: LuaView, b: LuaView): boolean {
  return a === b || (a.type === b.type && textOf(a) === textOf(b));
}

function textOf(view: LuaView): string {
  if (view.type !== 'table') return JSON.stringify(view);
  let text = texts.get(view);
  if (text === undefined) texts.set(view, (text = JSON.stringify(view)));
  return text;
}
