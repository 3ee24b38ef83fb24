import type { Binding, Chunk, Node } from '../syntax/ast.js';
import { forEachChild } from '../syntax/walk.js';

/**
 * A variable that a function inside the one that owns it refers to: what one of the two assigns, the other sees. And one that the variable of a
 * loop hides: at the end of the loop's body it is in sight again, but not within reach.
 */
export interface CapturedVariable {
  /** By which to tell it from the others of the script. */
  readonly number: number;
  /** The number of the place that makes it anew each time it is entered. */
  readonly home: number;
}

/**
 * The captured variables of a script, and their homes: what makes its variables anew each time it is entered, which is a function (or the
 * script itself) or the body of a loop. Homes have numbers if they own a captured variable.
 */
export class CapturedVariables {
  readonly #byBinding = new Map<Binding, CapturedVariable>();
  readonly #homes = new Map<Node, number>();

  constructor(chunk: Chunk) {
    const captured = new Set([...sharedIn(chunk), ...hiddenByLoops(chunk)]);
    const visit = (node: Node): void => {
      const own = isHome(node) ? ownVariables(node).filter((binding) => captured.has(binding)) : [];
      if (own.length > 0) this.#homes.set(node, this.#homes.size);
      for (const binding of own)
        this.#byBinding.set(binding, { number: this.#byBinding.size, home: this.#homes.get(node)! });
      forEachChild(node, visit);
    };
    visit(chunk);
  }

  of(binding: Binding): CapturedVariable | undefined {
    return this.#byBinding.get(binding);
  }

  homeOf(node: Node): number | undefined {
    return this.#homes.get(node);
  }
}

const isHome = ({ type }: Node): boolean =>
  ['Chunk', 'FunctionExpression', 'While', 'Repeat', 'NumericFor', 'GenericFor'].includes(type);

/** The variables of a home that are not those of one inside it. */
function ownVariables(home: Node): Binding[] {
  const found: Binding[] = [];
  if (home.type === 'FunctionExpression') found.push(...home.parameters);
  if (home.type === 'NumericFor') found.push(home.variable);
  if (home.type === 'GenericFor') found.push(...home.variables);
  const visit = (node: Node): void => {
    if (node.type === 'Local') found.push(...node.names);
    if (node.type === 'Function' && !('type' in node.target)) found.push(node.target);
    if (!isHome(node)) forEachChild(node, visit);
  };
  forEachChild(home, visit);
  return found;
}

function sharedIn(chunk: Chunk): ReadonlySet<Binding> {
  const captured = new Set<Binding>();
  const visit = (node: Node, depth: number): void => {
    if (node.type === 'Name' && node.binding !== undefined && node.binding.depth < depth) captured.add(node.binding);
    const inside = node.type === 'FunctionExpression' ? depth + 1 : depth;
    forEachChild(node, (child) => visit(child, inside));
  };
  visit(chunk, 0);
  return captured;
}

function hiddenByLoops(chunk: Chunk): ReadonlySet<Binding> {
  const hidden = new Set<Binding>();
  const visible: Binding[] = [];
  const inBlock = (node: Node): void => {
    const before = visible.length;
    forEachChild(node, visit);
    visible.length = before;
  };
  const inBody = (variables: readonly Binding[], body: readonly Node[]): void => {
    const before = visible.length;
    visible.push(...variables);
    body.forEach(visit);
    visible.length = before;
  };
  const inLoop = (heads: readonly Node[], variables: readonly Binding[], body: readonly Node[]): void => {
    heads.forEach(visit);
    for (const { name } of variables) {
      const outer = visible.findLast((binding) => binding.name === name);
      if (outer !== undefined) hidden.add(outer);
    }
    inBody(variables, body);
  };
  const visit = (node: Node): void => {
    switch (node.type) {
      case 'NumericFor':
        return inLoop([node.from, node.to, ...(node.step ? [node.step] : [])], [node.variable], node.body);
      case 'GenericFor':
        return inLoop(node.iterators, node.variables, node.body);
      case 'FunctionExpression':
        return inBody(node.parameters, node.body);
      case 'Local':
        node.values.forEach(visit);
        visible.push(...node.names);
        return;
      case 'Function':
        if (!('type' in node.target)) visible.push(node.target);
        return visit(node.function);
      case 'Chunk':
      case 'Do':
      case 'While':
      case 'Repeat':
      case 'IfClause':
        return inBlock(node);
      default:
        forEachChild(node, visit);
    }
  };
  visit(chunk);
  return hidden;
}
