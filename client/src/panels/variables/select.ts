import type { Statements } from '@luascope/shared/analysis';
import type { Frame, LuaView, Scope, Steps } from '@luascope/shared/debug';
import { shown } from '../../ui/text.js';

/** A row of the tree: the head of a frame, a variable, or an item of a table. */
export type VariableRow =
  | {
      readonly kind: 'frame';
      readonly id: string;
      readonly frame: string;
      /** Not the frame that is looked at, but one that waits for it. */
      readonly caller: boolean;
    }
  | {
      readonly kind: 'value';
      readonly id: string;
      /** 1 for a variable. */
      readonly depth: number;
      readonly name: string;
      readonly value: LuaView;
      /** Against the step before: another value, or none at all before. */
      readonly changed?: 'changed' | 'set';
      /** It has items that are kept; undefined when there is nothing to open. */
      readonly open?: boolean;
      /** Which table this is once more; `cycle` when it holds itself. */
      readonly same?: { readonly name: string; readonly cycle: boolean };
      /** Of a variable: the kind it is, its name as Lua knows it, and its frame, 0 the innermost. */
      readonly variable?: { readonly scope: Scope['kind']; readonly name: string; readonly frame: number };
    }
  | {
      readonly kind: 'more';
      readonly id: string;
      readonly depth: number;
      readonly count: number;
      /** There may be more than that. */
      readonly atLeast: boolean;
    };

type ValueRow = VariableRow & { readonly kind: 'value' };

const TEXT_LIMIT = 80;
const ITEMS_SHOWN = 4;
/** Callers further out show when they are chosen in the call stack. */
const FRAMES_SHOWN = 12;

/**
 * Rows of a stack from the chosen frame outwards; `opened` names the tables whose items show.
 *
 * @param before the stack at the step before, where it is known: items of tables that changed are told against it
 */
export function variableRows(
  frames: readonly Frame[],
  chosen: number,
  opened: ReadonlySet<string>,
  before?: readonly Frame[],
): VariableRow[] {
  const tree = new Tree(opened);
  for (let at = chosen; at < Math.min(frames.length, chosen + FRAMES_SHOWN); at++) {
    const { functionName, scopes } = frames[at]!;
    if (scopes.every(({ variables }) => variables.length === 0)) continue;
    // Frames are counted from the outermost, so that a table stays open when a function is entered.
    const place = frames.length - at;
    const earlier = before?.at(-place);
    tree.rows.push({ kind: 'frame', id: String(place), frame: functionName, caller: at > chosen });
    for (const { kind, variables } of scopes) {
      const known = earlier?.functionName === functionName ? variablesOf(earlier, kind) : undefined;
      for (const { name, value, changed } of variables) {
        const old = known?.find((variable) => variable.name === name)?.value;
        tree.add({
          id: `${place}/${kind}/${name}`,
          depth: 1,
          name: kind === 'varargs' ? `...[${name}]` : shown(name),
          value,
          before: old,
          variable: { scope: kind, name, frame: at },
          ...(changed && { changed: known !== undefined && (old ?? NIL).type === 'nil' ? 'set' : 'changed' }),
        });
      }
    }
  }
  return tree.rows;
}

const NIL: LuaView = { type: 'nil' };

const variablesOf = ({ scopes }: Frame, kind: Scope['kind']): Scope['variables'] =>
  scopes.find((scope) => scope.kind === kind)?.variables ?? [];

/** The rows of one value, for instance of a watch. */
export function valueRows(id: string, name: string, value: LuaView, opened: ReadonlySet<string>): VariableRow[] {
  const tree = new Tree(opened);
  tree.add({ id, depth: 1, name, value, before: undefined });
  return tree.rows;
}

type NewRow = Omit<ValueRow, 'kind' | 'open' | 'same'> & {
  /** Its value at the step before. */
  readonly before: LuaView | undefined;
};

class Tree {
  readonly rows: VariableRow[] = [];
  readonly #opened: ReadonlySet<string>;
  /** The name under which each table was met first. */
  readonly #names = new Map<number, string>();

  constructor(opened: ReadonlySet<string>) {
    this.#opened = opened;
  }

  add({ before, ...row }: NewRow, path = row.name): void {
    const { id, value } = row;
    const entries = value.type === 'table' ? (value.entries ?? []) : [];
    const open = this.#opened.has(id);
    const first = value.type === 'table' ? this.#names.get(value.id) : undefined;
    const same = first !== undefined && first !== path && { name: first, cycle: isWithin(path, first) };
    if (value.type === 'table' && first === undefined) this.#name(value, path);
    this.rows.push({ kind: 'value', ...row, ...(entries.length > 0 && { open }), ...(same && { same }) });
    if (!open || value.type !== 'table') return;
    const old = before?.type === 'table' && before.id === value.id ? before.entries : undefined;
    entries.forEach(([key, item], i) => {
      const known = old?.find(([other]) => sameView(other, key))?.[1];
      const changed = old === undefined || (known !== undefined && sameView(known, item)) ? undefined : known;
      const isNew = old !== undefined && known === undefined;
      this.add(
        {
          id: `${id}/${i}`,
          depth: row.depth + 1,
          name: keyText(key),
          value: item,
          before: known,
          ...(isNew && { changed: 'set' }),
          ...(changed !== undefined && { changed: 'changed' }),
        },
        join(path, key),
      );
    });
    if (value.more !== undefined)
      this.rows.push({
        kind: 'more',
        id: `${id}/more`,
        depth: row.depth + 1,
        count: value.more,
        atLeast: value.moreAtLeast === true,
      });
  }

  /** The tables in a table have names too, shown or not. */
  #name(value: LuaView, path: string): void {
    if (value.type !== 'table' || this.#names.has(value.id) || value.entries === undefined) return;
    this.#names.set(value.id, path);
    for (const [key, item] of value.entries) this.#name(item, join(path, key));
  }
}

const join = (path: string, key: LuaView): string => {
  const text = keyText(key);
  return text.startsWith('[') ? path + text : `${path}.${text}`;
};

const isWithin = (path: string, outer: string): boolean =>
  path.startsWith(outer) && /^[.[]/.test(path.slice(outer.length));

const sameView = (a: LuaView, b: LuaView): boolean => JSON.stringify(a) === JSON.stringify(b);

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

/** A value behind the line that gave it. */
export interface InlineValue {
  readonly line: number;
  readonly text: string;
  readonly changed: boolean;
}

/** Steps that are looked back through for the statement that gave a value. */
const LOOKED_BACK = 5000;

/**
 * The values of local variables, each behind the line of the statement that gave it in the call at hand; parameters behind the line of their
 * function. Of several calls of a function the innermost shows.
 */
export function inlineValues(
  statements: Statements,
  steps: Steps,
  step: number,
  frames: readonly Frame[],
): InlineValue[] {
  const found = new Map<string, InlineValue>();
  frames.slice(0, FRAMES_SHOWN).forEach((frame, i) => {
    const around = statements.functionAt(frame.line, frame.column);
    const shownHere = variablesOf(frame, 'locals').filter(
      ({ value }) => value.type !== 'nil' && value.type !== 'function',
    );
    const names = shownHere.map(({ name }) => name);
    const lines = lastAssignments(statements, steps, step, frames.length - 1 - i, names);
    for (const { name, value, changed } of shownHere) {
      const line = lines.get(name) ?? (around?.parameters.includes(name) ? around.line : undefined);
      const key = `${line} ${name}`;
      if (line === undefined || found.has(key)) continue;
      found.set(key, { line, text: `${shown(name)} = ${valueText(value)}`, changed });
    }
  });
  return [...found.values()].sort((a, b) => a.line - b.line);
}

/** Of the named variables, the line of the statement that assigned each last in the call at a depth, before a step. */
function lastAssignments(
  statements: Statements,
  steps: Steps,
  step: number,
  depth: number,
  names: readonly string[],
): Map<string, number> {
  const lines = new Map<string, number>();
  const wanted = new Set(names);
  const own = nearest(steps, step, depth);
  const functionId = steps.functionId[own];
  const end = Math.max(0, step - LOOKED_BACK);
  for (let at = own - 1; at >= end && wanted.size > 0 && steps.depth[at]! >= depth; at--) {
    if (steps.depth[at] !== depth || steps.functionId[at] !== functionId) continue;
    const line = steps.line[at]!;
    for (const name of statements.at(line, steps.column[at]!)?.assigns ?? [])
      if (wanted.delete(name)) lines.set(name, line);
  }
  return lines;
}

/** The statement at hand in the call at a depth: the step itself, or the one that called what runs now. */
function nearest(steps: Steps, step: number, depth: number): number {
  let at = step;
  while (at > 0 && steps.depth[at]! > depth) at--;
  return at;
}
