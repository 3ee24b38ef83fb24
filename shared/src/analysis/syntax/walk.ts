import type { Expression, Node } from './ast.js';

/** Calls `visit` for each direct child of a node, in the order of the source. */
export function forEachChild(node: Node, visit: (child: Node) => void): void {
  const all = (nodes: readonly Node[]): void => nodes.forEach(visit);
  const one = (child: Expression | undefined): void => {
    if (child) visit(child);
  };
  switch (node.type) {
    case 'Chunk':
    case 'Do':
    case 'FunctionExpression':
      return all(node.body);
    case 'Local':
    case 'Return':
      return all(node.values);
    case 'Assign':
      all(node.targets);
      return all(node.values);
    case 'CallStatement':
      return visit(node.call);
    case 'While':
      visit(node.condition);
      return all(node.body);
    case 'Repeat':
      all(node.body);
      return visit(node.condition);
    case 'If':
      return all(node.clauses);
    case 'IfClause':
      one(node.condition);
      return all(node.body);
    case 'NumericFor':
      visit(node.from);
      visit(node.to);
      one(node.step);
      return all(node.body);
    case 'GenericFor':
      all(node.iterators);
      return all(node.body);
    case 'Function':
      if ('type' in node.target) visit(node.target);
      return visit(node.function);
    case 'Index':
      visit(node.base);
      return visit(node.key);
    case 'Call':
      visit(node.callee);
      one(node.method);
      return all(node.arguments);
    case 'Binary':
      visit(node.left);
      return visit(node.right);
    case 'Unary':
      return visit(node.operand);
    case 'Table':
      return all(node.fields);
    case 'TableField':
      one(node.key);
      return visit(node.value);
    case 'Parenthesis':
      return visit(node.expression);
    case 'Break':
    case 'Nil':
    case 'Boolean':
    case 'Number':
    case 'String':
    case 'Vararg':
    case 'Name':
  }
}
