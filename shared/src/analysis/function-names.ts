import type { Bytes } from '../bytes.js';
import { parseScript } from './parse.js';
import type { Chunk, Expression, FunctionExpression, Node, Statement } from './syntax/ast.js';
import { forEachChild } from './syntax/walk.js';

/** A function of a script, and those written inside it in their order. */
export interface NamedFunction {
  /** Undefined for one that has no name where it is written. */
  readonly name: Bytes | undefined;
  readonly inner: readonly NamedFunction[];
}

/** The functions of a script that are not inside another one; none when it does not compile. */
export function functionTree(script: Bytes): readonly NamedFunction[] {
  const parsed = parseScript(script);
  if (!parsed.ok) return [];
  const names = functionNames(parsed.chunk);
  const innerOf = (node: Node): NamedFunction[] => {
    const inner: NamedFunction[] = [];
    const visit = (child: Node): void => {
      if (child.type === 'FunctionExpression') inner.push({ name: names.get(child), inner: innerOf(child) });
      else forEachChild(child, visit);
    };
    forEachChild(node, visit);
    return inner;
  };
  return innerOf(parsed.chunk);
}

/** What functions are called where they are written: by the variable, field or method that gets them. */
export function functionNames(chunk: Chunk): ReadonlyMap<FunctionExpression, Bytes> {
  const names = new Map<FunctionExpression, Bytes>();
  const give = (value: Expression, name: Bytes | undefined): void => {
    if (value.type === 'FunctionExpression' && name !== undefined) names.set(value, name);
  };
  const visit = (node: Node): void => {
    if (node.type === 'Local') node.values.forEach((value, i) => give(value, node.names[i]?.name));
    if (node.type === 'Assign') node.values.forEach((value, i) => give(value, nameOfTarget(node.targets[i])));
    if (node.type === 'Function') give(node.function, declaredName(node.target));
    if (node.type === 'TableField') give(node.value, node.key?.type === 'String' ? node.key.value : undefined);
    forEachChild(node, visit);
  };
  visit(chunk);
  return names;
}

function declaredName(target: Extract<Statement, { type: 'Function' }>['target']): string | undefined {
  return 'type' in target ? nameOfTarget(target) : target.name;
}

function nameOfTarget(target: Expression | undefined): string | undefined {
  if (target?.type === 'Name') return target.name;
  return target?.type === 'Index' && target.key.type === 'String' ? target.key.value : undefined;
}
