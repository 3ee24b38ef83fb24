import { onlyReadsInputs, parseScript } from '../../analysis/index.js';
import { SHOWN } from '../../analysis/rewrite/shown.js';
import type { Bytes } from '../../bytes.js';
import type { LuaView, RunRequest, Scope } from '../engine.js';

/** What the script was sent with. */
export type Inputs = Readonly<Record<'KEYS' | 'ARGV', readonly Bytes[]>>;

export const isInput = (name: Bytes): name is keyof Inputs => name === 'KEYS' || name === 'ARGV';

/** Undefined when the script may change them: what they hold at a step is then not known. */
export function inputsOf({ script, keys, args }: RunRequest): Inputs | undefined {
  const parsed = parseScript(script);
  return parsed.ok && onlyReadsInputs(parsed.chunk) ? { KEYS: keys, ARGV: args } : undefined;
}

/** The scope of the script's own frame. */
export function viewOfInputs({ KEYS, ARGV }: Inputs): Scope {
  return {
    kind: 'inputs',
    variables: [
      { name: 'KEYS', value: listView(-1, KEYS), changed: false },
      { name: 'ARGV', value: listView(-2, ARGV), changed: false },
    ],
  };
}

/** @param id none that a table of the trace has */
function listView(id: number, items: readonly Bytes[]): LuaView {
  const more = items.length - SHOWN.entries;
  const entries = items.slice(0, SHOWN.entries).map((item, i): readonly [LuaView, LuaView] => [
    { type: 'number', text: String(i + 1) },
    { type: 'string', value: item.slice(0, SHOWN.bytes), length: item.length },
  ]);
  return { type: 'table', id, length: items.length, entries, ...(more > 0 && { more }) };
}
