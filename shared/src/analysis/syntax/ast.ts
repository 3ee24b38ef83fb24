import type { Bytes } from '../../bytes.js';

/** A stretch of the script: byte offsets, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A local variable, parameter or loop variable, shared by its declaration and every use. Filled while parsing. */
export interface Binding {
  readonly name: string;
  readonly kind: 'local' | 'parameter' | 'loop' | 'function';
  readonly declared: Span;
  /** Nesting of the function that owns it, 0 for the script's own body. */
  readonly depth: number;
  /** What a `local` was given, when it was given exactly one expression of its own; the function of a `local function`. */
  initial?: Expression;
  /** Where the first assignment after the declaration is. */
  firstWrite?: number;
}

export interface Block {
  readonly body: readonly Statement[];
}

export interface Chunk extends Span, Block {
  readonly type: 'Chunk';
}

export type Node = Chunk | Statement | IfClause | Expression | TableField;
export type NodeType = Node['type'];

export type Statement =
  | LocalStatement
  | AssignStatement
  | CallStatement
  | DoStatement
  | WhileStatement
  | RepeatStatement
  | IfStatement
  | NumericForStatement
  | GenericForStatement
  | FunctionStatement
  | ReturnStatement
  | BreakStatement;

export interface LocalStatement extends Span {
  readonly type: 'Local';
  readonly names: readonly Binding[];
  readonly values: readonly Expression[];
}

export interface AssignStatement extends Span {
  readonly type: 'Assign';
  readonly targets: readonly (NameExpression | IndexExpression)[];
  readonly values: readonly Expression[];
}

export interface CallStatement extends Span {
  readonly type: 'CallStatement';
  readonly call: CallExpression;
}

export interface DoStatement extends Span, Block {
  readonly type: 'Do';
}

export interface WhileStatement extends Span, Block {
  readonly type: 'While';
  readonly condition: Expression;
}

export interface RepeatStatement extends Span, Block {
  readonly type: 'Repeat';
  readonly condition: Expression;
}

export interface IfStatement extends Span {
  readonly type: 'If';
  /** `if`, then each `elseif`, then `else` (the only one without a condition). */
  readonly clauses: readonly IfClause[];
}

export interface IfClause extends Span, Block {
  readonly type: 'IfClause';
  readonly condition?: Expression;
}

export interface NumericForStatement extends Span, Block {
  readonly type: 'NumericFor';
  readonly variable: Binding;
  readonly from: Expression;
  readonly to: Expression;
  readonly step?: Expression;
}

export interface GenericForStatement extends Span, Block {
  readonly type: 'GenericFor';
  readonly variables: readonly Binding[];
  readonly iterators: readonly Expression[];
}

export interface FunctionStatement extends Span {
  readonly type: 'Function';
  /** The variable of a `local function`, else the name or field that is assigned. */
  readonly target: Binding | NameExpression | IndexExpression;
  readonly local: boolean;
  readonly function: FunctionExpression;
}

export interface ReturnStatement extends Span {
  readonly type: 'Return';
  readonly values: readonly Expression[];
}

export interface BreakStatement extends Span {
  readonly type: 'Break';
}

export type Expression =
  | NilExpression
  | BooleanExpression
  | NumberExpression
  | StringExpression
  | VarargExpression
  | FunctionExpression
  | NameExpression
  | IndexExpression
  | CallExpression
  | BinaryExpression
  | UnaryExpression
  | TableExpression
  | ParenthesisExpression;

export interface NilExpression extends Span {
  readonly type: 'Nil';
}

export interface BooleanExpression extends Span {
  readonly type: 'Boolean';
  readonly value: boolean;
}

export interface NumberExpression extends Span {
  readonly type: 'Number';
  readonly value: number;
}

export interface StringExpression extends Span {
  readonly type: 'String';
  readonly value: Bytes;
}

export interface VarargExpression extends Span {
  readonly type: 'Vararg';
}

export interface FunctionExpression extends Span, Block {
  readonly type: 'FunctionExpression';
  readonly parameters: readonly Binding[];
  readonly vararg: boolean;
}

export interface NameExpression extends Span {
  readonly type: 'Name';
  readonly name: string;
  /** Absent for a global. */
  readonly binding?: Binding;
}

export interface IndexExpression extends Span {
  readonly type: 'Index';
  readonly base: Expression;
  /** `t.name` has a String key whose span is the name's. */
  readonly key: Expression;
  readonly dotted: boolean;
}

export interface CallExpression extends Span {
  readonly type: 'Call';
  readonly callee: Expression;
  /** The name after the colon of `object:method()`. */
  readonly method?: StringExpression;
  readonly arguments: readonly Expression[];
}

export type BinaryOperator =
  '+' | '-' | '*' | '/' | '%' | '^' | '..' | '==' | '~=' | '<' | '<=' | '>' | '>=' | 'and' | 'or';

export interface BinaryExpression extends Span {
  readonly type: 'Binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface UnaryExpression extends Span {
  readonly type: 'Unary';
  readonly operator: 'not' | '-' | '#';
  readonly operand: Expression;
}

export interface TableExpression extends Span {
  readonly type: 'Table';
  readonly fields: readonly TableField[];
}

/** `value`, `name = value` (a String key) or `[key] = value`. */
export interface TableField extends Span {
  readonly type: 'TableField';
  readonly key?: Expression;
  readonly value: Expression;
}

export interface ParenthesisExpression extends Span {
  readonly type: 'Parenthesis';
  readonly expression: Expression;
}
