import type { RespValue } from '@luascope/shared/resp';
import { bare, childAt, childCount } from './children.js';

/**
 * The open part of a reply's tree. Rows are counted, never listed: a row is found by walking down the open nodes only, so a reply of a
 * million elements costs what its open containers cost.
 */
export interface OpenNode {
  readonly value: RespValue;
  /** Open children in the order of their index. */
  readonly open: readonly (readonly [index: number, node: OpenNode])[];
  /** Rows below this node's own. */
  readonly rows: number;
}

export interface TreeRow {
  /** Indices from 0, root first; the root's own is empty. */
  readonly path: readonly number[];
  readonly value: RespValue;
  readonly key?: RespValue;
  /** Elements inside; undefined for a value that has none by its type. */
  readonly count: number | undefined;
  readonly open: boolean;
}

const node = (value: RespValue, open: OpenNode['open']): OpenNode => ({
  value,
  open,
  rows: (childCount(value) ?? 0) + open.reduce((sum, [, child]) => sum + child.rows, 0),
});

/** The tree as first shown: containers are opened, outer ones first, while no more than `budget` rows come of it (the root always is). */
export function openTree(reply: RespValue, budget = 300): OpenNode {
  const root = bare(reply);
  let left = budget - (childCount(root) ?? 0);
  const open = (value: RespValue): OpenNode => {
    const count = childCount(value) ?? 0;
    const children: (readonly [number, OpenNode])[] = [];
    for (let i = 0; i < count && left > 0; i++) {
      const { value: child } = childAt(value, i);
      const inside = childCount(child);
      if (inside === undefined || inside === 0 || inside > left) continue;
      left -= inside;
      children.push([i, open(child)]);
    }
    return node(value, children);
  };
  return open(root);
}

/** The row at an index from 0, the root's own being the first. */
export function rowAt(root: OpenNode, index: number): TreeRow {
  if (index === 0)
    return { path: [], value: root.value, count: childCount(root.value), open: childCount(root.value) !== undefined };
  const path: number[] = [];
  let within = root;
  let left = index - 1;
  for (;;) {
    let before = 0;
    let inside: OpenNode | undefined;
    for (const [at, child] of within.open) {
      const own = at + before;
      if (left <= own) break;
      if (left <= own + child.rows) {
        path.push(at);
        left -= own + 1;
        inside = child;
        break;
      }
      before += child.rows;
    }
    if (inside !== undefined) {
      within = inside;
      continue;
    }
    const at = left - before;
    const child = childAt(within.value, at);
    return {
      ...child,
      path: [...path, at],
      count: childCount(child.value),
      open: within.open.some(([i]) => i === at),
    };
  }
}

/** Opens or closes the container at a path; the root stays open. */
export function toggle(root: OpenNode, path: readonly number[]): OpenNode {
  const [at, ...rest] = path;
  if (at === undefined) return root;
  const child = root.open.find(([i]) => i === at)?.[1];
  const others = root.open.filter(([i]) => i !== at);
  if (rest.length === 0 && child !== undefined) return node(root.value, others);
  const next = rest.length === 0 ? node(childAt(root.value, at).value, []) : child && toggle(child, rest);
  if (next === undefined) return root;
  return node(
    root.value,
    [...others, [at, next] as const].sort(([a], [b]) => a - b),
  );
}

/** Where a path stands among the rows; undefined when it is inside a closed container. */
export function indexOf(root: OpenNode, path: readonly number[]): number | undefined {
  let index = 0;
  let within: OpenNode | undefined = root;
  for (const at of path) {
    if (within === undefined) return undefined;
    let before = 0;
    for (const [i, child] of within.open) if (i < at) before += child.rows;
    index += 1 + at + before;
    within = within.open.find(([i]) => i === at)?.[1];
  }
  return index;
}

/** `reply[2][3]`, as Lua would count. */
export const pathText = (path: readonly number[]): string => `reply${path.map((at) => `[${at + 1}]`).join('')}`;
