import type { Bytes } from '../bytes.js';
import { parseScript } from './parse.js';
import { Program } from './program.js';
import { Statements } from './statements.js';
import type { Expression, ReturnStatement, TableExpression } from './syntax/ast.js';

/** Where a value of a reply stands in the script. */
export interface Origin {
  /** The expression, as it is written; of an item of a table that was made elsewhere, what names it: `out[3]`. */
  readonly text: Bytes;
  /** Of the expression in the `return`. Lines and columns (in bytes) count from 1. */
  readonly line: number;
  readonly column: number;
  /** It is an item of such a table: who wrote it last shows only in a recording. */
  readonly isSlot: boolean;
}

/** What a `return` hands to the client, read from its constructor: which expression became which value of the reply. */
export class ReturnedValue {
  readonly #script: Bytes;
  readonly #statements: Statements;
  readonly #return: ReturnStatement | undefined;

  /**
   * @param at the statement that returned; without it, the script's only `return`, if it has one
   */
  constructor(script: Bytes, at?: { readonly line: number; readonly column: number }) {
    this.#script = script;
    this.#statements = new Statements(script);
    this.#return = at === undefined ? onlyReturn(script) : this.#returnAt(at.line, at.column);
  }

  /** Whether a statement is a `return`. */
  isReturn(line: number, column: number): boolean {
    return this.#returnAt(line, column) !== undefined;
  }

  /**
   * What a value of the reply came from; undefined where the constructor does not say.
   *
   * @param path indices from 0 into the arrays of the reply, outermost first
   */
  at(path: readonly number[]): Origin | undefined {
    const value = this.#return?.values[0];
    if (value === undefined) return undefined;
    let expression: Expression = value;
    let slot: Bytes | undefined;
    for (const index of path) {
      expression = bare(expression);
      if (slot !== undefined) slot += `[${index + 1}]`;
      else if (expression.type === 'Table') {
        const item = itemAt(expression, index);
        if (item === undefined) return undefined;
        expression = item;
      } else if (isPlace(expression)) slot = `${this.#textOf(expression)}[${index + 1}]`;
      else return undefined;
    }
    const line = this.#statements.lineOf(expression.start);
    const column = expression.start - this.#statements.offsetOf(line, 1) + 1;
    return { text: slot ?? this.#textOf(expression), line, column, isSlot: slot !== undefined };
  }

  #returnAt(line: number, column: number): ReturnStatement | undefined {
    const node = this.#statements.at(line, column)?.node;
    return node?.type === 'Return' ? node : undefined;
  }

  #textOf = ({ start, end }: Expression): Bytes => this.#script.slice(start, end).replace(/\s*\n\s*/g, ' ');
}

function onlyReturn(script: Bytes): ReturnStatement | undefined {
  const parsed = parseScript(script);
  if (!parsed.ok) return undefined;
  const program = new Program(parsed.chunk);
  const own = program.nodes.filter(
    (node): node is ReturnStatement =>
      node.type === 'Return' && program.enclosing(node, (around) => around.type === 'FunctionExpression') === undefined,
  );
  return own.length === 1 ? own[0] : undefined;
}

const bare = (expression: Expression): Expression =>
  expression.type === 'Parenthesis' ? bare(expression.expression) : expression;

/** The expression that fills an item of a constructor; undefined when that cannot be told, as past a call with many values. */
function itemAt({ fields }: TableExpression, index: number): Expression | undefined {
  if (fields.some(({ key }) => key !== undefined && key.type !== 'String')) return undefined;
  return fields.filter(({ key }) => key === undefined)[index]?.value;
}

/** A variable, or a field of one: reading it again has no effect. */
function isPlace(expression: Expression): boolean {
  if (expression.type === 'Name') return true;
  if (expression.type !== 'Index') return false;
  const { key } = expression;
  return (key.type === 'String' || key.type === 'Number') && isPlace(expression.base);
}
