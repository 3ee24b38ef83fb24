import type { Frame, LuaView, Scope } from '@luascope/shared/debug';
import { shown } from '../../ui/text.js';

/** A row of the tree: the head of a frame's scope, a variable, or an item of a table. */
export type VariableRow =
  | { readonly kind: 'scope'; readonly id: string; readonly frame: string; readonly scope: Scope['kind'] }
  | {
      readonly kind: 'value';
      readonly id: string;
      readonly depth: number;
      readonly name: string;
      readonly value: LuaView;
      readonly changed: boolean;
      /** It has items that are kept; undefined when there is nothing to open. */
      readonly open?: boolean;
    }
  | { readonly kind: 'more'; readonly id: string; readonly depth: number; readonly count: number };

const TEXT_LIMIT = 80;
const ITEMS_SHOWN = 4;

/** Rows of a stack from the chosen frame outwards; `opened` names the tables whose items show. */
export function variableRows(frames: readonly Frame[], chosen: number, opened: ReadonlySet<string>): VariableRow[] {
  const rows: VariableRow[] = [];
  for (let at = chosen; at < frames.length; at++) {
    const frame = frames[at]!;
    // Frames are counted from the outermost, so that a table stays open when a function is entered.
    const place = frames.length - at;
    for (const scope of frame.scopes) {
      if (scope.variables.length === 0) continue;
      const id = `${place}/${scope.kind}`;
      rows.push({ kind: 'scope', id, frame: frame.functionName, scope: scope.kind });
      for (const { name, value, changed } of scope.variables)
        addValue(
          rows,
          `${id}/${name}`,
          1,
          scope.kind === 'varargs' ? `...[${name}]` : shown(name),
          value,
          changed,
          opened,
        );
    }
  }
  return rows;
}

/** The rows of one value, for instance of a watch. */
export function valueRows(id: string, name: string, value: LuaView, opened: ReadonlySet<string>): VariableRow[] {
  const rows: VariableRow[] = [];
  addValue(rows, id, 1, name, value, false, opened);
  return rows;
}

function addValue(
  rows: VariableRow[],
  id: string,
  depth: number,
  name: string,
  value: LuaView,
  changed: boolean,
  opened: ReadonlySet<string>,
): void {
  const entries = value.type === 'table' ? (value.entries ?? []) : [];
  const open = opened.has(id);
  rows.push({ kind: 'value', id, depth, name, value, changed, ...(entries.length > 0 && { open }) });
  if (!open || value.type !== 'table') return;
  entries.forEach(([key, item], i) => addValue(rows, `${id}/${i}`, depth + 1, keyText(key), item, false, opened));
  if (value.more !== undefined) rows.push({ kind: 'more', id: `${id}/more`, depth: depth + 1, count: value.more });
}

const keyText = (key: LuaView): string =>
  key.type === 'string' && /^[A-Za-z_]\w*$/.test(key.value) ? key.value : `[${valueText(key)}]`;

/** A value in one line, as Lua would write it. */
export function valueText(value: LuaView, nested = false): string {
  switch (value.type) {
    case 'nil':
      return 'nil';
    case 'boolean':
      return String(value.value);
    case 'number':
      return value.text;
    case 'string':
      return `"${shown(value.value, TEXT_LIMIT)}"`;
    case 'table':
      return tableText(value, nested);
    case 'function':
      return value.name ?? (value.line === undefined ? 'function' : `function:${value.line}`);
    case 'thread':
    case 'userdata':
      return value.type;
  }
}

function tableText(table: LuaView & { type: 'table' }, nested: boolean): string {
  // A table that was shown before has no entries of its own: it is the one of that number.
  if (table.entries === undefined) return `table #${table.id}`;
  if (nested) return table.entries.length === 0 ? '{}' : '{…}';
  const items = table.entries
    .slice(0, ITEMS_SHOWN)
    .map(([key, item], i) =>
      key.type === 'number' && key.text === String(i + 1)
        ? valueText(item, true)
        : `${keyText(key)} = ${valueText(item, true)}`,
    );
  const rest = table.entries.length > ITEMS_SHOWN || table.more !== undefined ? [...items, '…'] : items;
  return `{${rest.join(', ')}}`;
}

export type Tone = 'num' | 'str' | 'kw' | undefined;

export const toneOf = ({ type }: LuaView): Tone =>
  type === 'number' ? 'num' : type === 'string' ? 'str' : type === 'nil' || type === 'boolean' ? 'kw' : undefined;

/** Where the editor shows a value: the nearest line above the current one, or itself, that gives the variable its value. */
export function inlineValues(
  lines: readonly string[],
  current: number,
  frame: Frame,
): { readonly line: number; readonly text: string; readonly changed: boolean }[] {
  const found = [];
  const variables = frame.scopes.flatMap(({ kind, variables }) => (kind === 'locals' ? variables : []));
  for (const { name, value, changed } of variables) {
    if (!/^[A-Za-z_]\w*$/.test(name) || value.type === 'nil' || value.type === 'function') continue;
    const sets = new RegExp(
      `(^|[^\\w.:])(local\\s+[^=]*\\b${name}\\b|for\\s[^=]*?\\b${name}\\b[^=]*?(=|\\bin\\b)|function[^(]*\\([^)]*\\b${name}\\b|${name}\\s*(,[\\w\\s,]*)?=[^=])`,
    );
    for (let line = Math.min(current, lines.length); line > 0; line--) {
      if (!sets.test(lines[line - 1]!.replace(/--.*$/, ''))) continue;
      found.push({ line, text: `${name} = ${valueText(value)}`, changed });
      break;
    }
  }
  return found;
}
