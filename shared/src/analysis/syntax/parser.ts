import type { Bytes } from '../../bytes.js';
import type {
  Binding,
  BinaryOperator,
  CallExpression,
  Chunk,
  Expression,
  FunctionExpression,
  IfClause,
  IndexExpression,
  NameExpression,
  Span,
  Statement,
  StringExpression,
  TableExpression,
  TableField,
  UnaryExpression,
} from './ast.js';
import { Lexer, printableToken, type Token, type TokenType } from './lexer.js';
import { Scopes } from './scope.js';

/** LUAI_MAXCCALLS. */
const MAX_LEVELS = 200;

/** Left and right priorities of the binary operators (lparser.c `priority`). */
const PRIORITY: Readonly<Record<BinaryOperator, readonly [number, number]>> = {
  '+': [6, 6],
  '-': [6, 6],
  '*': [7, 7],
  '/': [7, 7],
  '%': [7, 7],
  '^': [10, 9],
  '..': [5, 4],
  '==': [3, 3],
  '~=': [3, 3],
  '<': [3, 3],
  '<=': [3, 3],
  '>': [3, 3],
  '>=': [3, 3],
  and: [2, 2],
  or: [1, 1],
};
const UNARY_PRIORITY = 8;

const isBinary = (type: TokenType): type is BinaryOperator => Object.hasOwn(PRIORITY, type);
const isUnary = (type: TokenType): type is UnaryExpression['operator'] =>
  type === 'not' || type === '-' || type === '#';
const endsBlock = (type: TokenType): boolean =>
  type === 'else' || type === 'elseif' || type === 'end' || type === 'until' || type === '<eof>';

/**
 * The grammar of Lua 5.1, rule by rule as lparser.c has it, so that a script that does not compile is refused with the very words and
 * the line that Redis would answer. What only the code generator finds out (too many registers or constants) is not looked for.
 */
export class Parser {
  readonly #lexer: Lexer;
  readonly #scopes: Scopes;
  #token: Token;
  #ahead: Token | undefined;
  /** Line and end of the token before the current one. */
  #lastLine = 1;
  #lastEnd = 0;
  #levels = 0;

  constructor(source: Bytes, start = 0) {
    this.#lexer = new Lexer(source, start);
    this.#scopes = new Scopes((definedAt, limit, what) => {
      const who = definedAt === 0 ? 'main function' : `function at line ${definedAt}`;
      return this.#lexer.fail(`${who} has more than ${limit} ${what}`, undefined, this.#token);
    });
    this.#token = this.#lexer.next();
  }

  get comments(): readonly Span[] {
    return this.#lexer.comments;
  }

  /** The whole script. Throws {@link LuaSyntaxError}. */
  chunk(): Chunk {
    this.#scopes.openFunction(0);
    this.#scopes.allowVararg();
    const start = this.#token.start;
    const body = this.#statements();
    this.#check('<eof>');
    this.#scopes.closeFunction();
    return { type: 'Chunk', body, start, end: this.#token.end };
  }

  // Tokens

  #next(): Token {
    const token = this.#token;
    this.#lastLine = this.#lexer.line;
    this.#lastEnd = token.end;
    this.#token = this.#ahead ?? this.#lexer.next();
    this.#ahead = undefined;
    return token;
  }

  #is(type: TokenType): boolean {
    return this.#token.type === type;
  }

  #accept(type: TokenType): boolean {
    if (!this.#is(type)) return false;
    this.#next();
    return true;
  }

  #check(type: TokenType): void {
    if (!this.#is(type)) this.#fail(`'${printableToken(type)}' expected`);
  }

  #expect(type: TokenType): Token {
    this.#check(type);
    return this.#next();
  }

  /** `check_match`: the end of something opened on `line`. */
  #expectClosing(type: TokenType, opening: TokenType, line: number): void {
    if (!this.#is(type) && line !== this.#lexer.line) {
      this.#fail(`'${type}' expected (to close '${opening}' at line ${line})`);
    }
    this.#expect(type);
  }

  #fail(message: string): never {
    return this.#lexer.fail(message, this.#token.type, this.#token);
  }

  #level<T>(parse: () => T): T {
    if (++this.#levels > MAX_LEVELS) {
      this.#lexer.fail('chunk has too many syntax levels', undefined, this.#token);
    }
    const result = parse();
    this.#levels--;
    return result;
  }

  #from(start: number): Span {
    return { start, end: this.#lastEnd };
  }

  // Statements

  #statements(): Statement[] {
    return this.#level(() => {
      const body: Statement[] = [];
      let last = false;
      while (!last && !endsBlock(this.#token.type)) {
        const statement = this.#statement();
        body.push(statement);
        last = statement.type === 'Return' || statement.type === 'Break';
        this.#accept(';');
      }
      return body;
    });
  }

  #block(loop = false): Statement[] {
    return this.#scopes.block(loop, () => this.#statements());
  }

  #statement(): Statement {
    const { line } = this.#lexer;
    const { start } = this.#token;
    switch (this.#token.type) {
      case 'if':
        return this.#if(start, line);
      case 'while':
        return this.#while(start, line);
      case 'do': {
        this.#next();
        const body = this.#block();
        this.#expectClosing('end', 'do', line);
        return { type: 'Do', body, ...this.#from(start) };
      }
      case 'for':
        return this.#for(start, line);
      case 'repeat':
        return this.#repeat(start, line);
      case 'function':
        return this.#functionStatement(start, line);
      case 'local':
        this.#next();
        return this.#accept('function') ? this.#localFunction(start) : this.#local(start);
      case 'return':
        return this.#return(start);
      case 'break':
        this.#next();
        if (!this.#scopes.inLoop) this.#fail('no loop to break');
        return { type: 'Break', ...this.#from(start) };
      default:
        return this.#expressionStatement(start);
    }
  }

  #if(start: number, line: number): Statement {
    const clauses: IfClause[] = [];
    do {
      const clause = this.#next();
      const condition = this.#expression();
      this.#expect('then');
      const body = this.#block();
      clauses.push({ type: 'IfClause', condition, body, ...this.#from(clause.start) });
    } while (this.#is('elseif'));
    if (this.#is('else')) {
      const clause = this.#next();
      const body = this.#block();
      clauses.push({ type: 'IfClause', body, ...this.#from(clause.start) });
    }
    this.#expectClosing('end', 'if', line);
    return { type: 'If', clauses, ...this.#from(start) };
  }

  #while(start: number, line: number): Statement {
    this.#next();
    const condition = this.#expression();
    const body = this.#scopes.block(true, () => {
      this.#expect('do');
      return this.#block();
    });
    this.#expectClosing('end', 'while', line);
    return { type: 'While', condition, body, ...this.#from(start) };
  }

  #repeat(start: number, line: number): Statement {
    this.#next();
    return this.#scopes.block(true, () =>
      this.#scopes.block(false, () => {
        const body = this.#statements();
        this.#expectClosing('until', 'repeat', line);
        const condition = this.#expression();
        return { type: 'Repeat', body, condition, ...this.#from(start) };
      }),
    );
  }

  #for(start: number, line: number): Statement {
    return this.#scopes.block(true, () => {
      this.#next();
      const first = this.#expect('<name>');
      let statement: Statement;
      if (this.#is('=')) statement = this.#numericFor(start, first);
      else if (this.#is(',') || this.#is('in')) statement = this.#genericFor(start, first);
      else this.#fail("'=' or 'in' expected");
      this.#expectClosing('end', 'for', line);
      return { ...statement, ...this.#from(start) };
    });
  }

  #numericFor(start: number, name: Token): Statement {
    for (let hidden = 0; hidden < 3; hidden++) this.#scopes.checkRoom(hidden);
    const variable = this.#declare(name, 'loop', 3);
    this.#expect('=');
    const from = this.#expression();
    this.#expect(',');
    const to = this.#expression();
    const step = this.#accept(',') ? this.#expression() : undefined;
    const body = this.#forBody([variable]);
    return { type: 'NumericFor', variable, from, to, ...(step && { step }), body, ...this.#from(start) };
  }

  #genericFor(start: number, first: Token): Statement {
    for (let hidden = 0; hidden < 3; hidden++) this.#scopes.checkRoom(hidden);
    const variables = [this.#declare(first, 'loop', 3)];
    while (this.#accept(',')) variables.push(this.#declare(this.#expect('<name>'), 'loop', 3 + variables.length));
    this.#expect('in');
    const iterators = this.#expressions();
    const body = this.#forBody(variables);
    return { type: 'GenericFor', variables, iterators, body, ...this.#from(start) };
  }

  #forBody(variables: readonly Binding[]): Statement[] {
    this.#scopes.activate(undefined, undefined, undefined);
    this.#expect('do');
    return this.#scopes.block(false, () => {
      this.#scopes.activate(...variables);
      return this.#statements();
    });
  }

  #functionStatement(start: number, line: number): Statement {
    this.#next();
    let target: NameExpression | IndexExpression = this.#name();
    let method = false;
    while (!method && (this.#is('.') || this.#is(':'))) {
      method = this.#is(':');
      target = this.#field(target);
    }
    if (target.type === 'Name') noteWrite(target);
    const body = this.#functionBody(start, line, method);
    return { type: 'Function', target, local: false, function: body, ...this.#from(start) };
  }

  #localFunction(start: number): Statement {
    const target = this.#declare(this.#expect('<name>'), 'function', 0);
    this.#scopes.activate(target);
    const body = this.#functionBody(start, this.#lexer.line, false);
    target.initial = body;
    return { type: 'Function', target, local: true, function: body, ...this.#from(start) };
  }

  #local(start: number): Statement {
    const names: Binding[] = [];
    do names.push(this.#declare(this.#expect('<name>'), 'local', names.length));
    while (this.#accept(','));
    const values = this.#accept('=') ? this.#expressions() : [];
    const last = values.length - 1;
    names.forEach((binding, i) => {
      const value = values[i];
      const spreads = i === last && names.length > values.length && value !== undefined && returnsMany(value);
      if (value && !spreads) binding.initial = value;
    });
    this.#scopes.activate(...names);
    return { type: 'Local', names, values, ...this.#from(start) };
  }

  #return(start: number): Statement {
    this.#next();
    const values = endsBlock(this.#token.type) || this.#is(';') ? [] : this.#expressions();
    return { type: 'Return', values, ...this.#from(start) };
  }

  #expressionStatement(start: number): Statement {
    const first = this.#primary();
    if (first.type === 'Call') return { type: 'CallStatement', call: first, ...this.#from(start) };
    const targets: (NameExpression | IndexExpression)[] = [];
    this.#assignable(first, targets);
    while (this.#accept(',')) {
      const target = this.#primary();
      if (targets.length > MAX_LEVELS - this.#levels) {
        this.#scopes.fail(MAX_LEVELS - this.#levels, 'variables in assignment');
      }
      this.#assignable(target, targets);
    }
    this.#expect('=');
    const values = this.#expressions();
    return { type: 'Assign', targets, values, ...this.#from(start) };
  }

  #assignable(target: Expression, targets: (NameExpression | IndexExpression)[]): void {
    if (target.type === 'Name') {
      noteWrite(target);
      targets.push(target);
    } else if (target.type === 'Index') targets.push(target);
    else this.#fail('syntax error');
  }

  // Expressions

  #expressions(): Expression[] {
    const list = [this.#expression()];
    while (this.#accept(',')) list.push(this.#expression());
    return list;
  }

  /** `subexpr`: an expression whose operators bind tighter than `limit`. */
  #expression(limit = 0): Expression {
    return this.#level(() => {
      const { start, type } = this.#token;
      let left: Expression;
      if (isUnary(type)) {
        this.#next();
        const operand = this.#expression(UNARY_PRIORITY);
        left = { type: 'Unary', operator: type, operand, ...this.#from(start) };
      } else left = this.#simple();
      for (;;) {
        const operator = this.#token.type;
        if (!isBinary(operator) || PRIORITY[operator][0] <= limit) return left;
        this.#next();
        const right = this.#expression(PRIORITY[operator][1]);
        left = { type: 'Binary', operator, left, right, ...this.#from(start) };
      }
    });
  }

  #simple(): Expression {
    const token = this.#token;
    const { start, end } = token;
    switch (token.type) {
      case '<number>':
        this.#next();
        return { type: 'Number', value: token.number, start, end };
      case '<string>':
        this.#next();
        return { type: 'String', value: token.text, start, end };
      case 'nil':
        this.#next();
        return { type: 'Nil', start, end };
      case 'true':
      case 'false':
        this.#next();
        return { type: 'Boolean', value: token.type === 'true', start, end };
      case '...':
        if (!this.#scopes.vararg) this.#fail("cannot use '...' outside a vararg function");
        this.#next();
        return { type: 'Vararg', start, end };
      case '{':
        return this.#table();
      case 'function': {
        this.#next();
        return this.#functionBody(start, this.#lexer.line, false);
      }
      default:
        return this.#primary();
    }
  }

  /** `primaryexp`. */
  #primary(): Expression {
    const { start } = this.#token;
    let expression = this.#prefix();
    for (;;) {
      switch (this.#token.type) {
        case '.':
          expression = this.#field(expression);
          break;
        case '[': {
          this.#next();
          const key = this.#expression();
          this.#expect(']');
          expression = { type: 'Index', base: expression, key, dotted: false, ...this.#from(start) };
          break;
        }
        case ':': {
          this.#next();
          const method = this.#nameString();
          expression = this.#call(start, expression, method);
          break;
        }
        case '(':
        case '<string>':
        case '{':
          expression = this.#call(start, expression);
          break;
        default:
          return expression;
      }
    }
  }

  #prefix(): Expression {
    if (this.#is('<name>')) return this.#name();
    if (!this.#is('(')) this.#fail('unexpected symbol');
    const { line } = this.#lexer;
    const { start } = this.#next();
    const expression = this.#expression();
    this.#expectClosing(')', '(', line);
    return { type: 'Parenthesis', expression, ...this.#from(start) };
  }

  #name(): NameExpression {
    const { text: name, start, end } = this.#expect('<name>');
    const binding = this.#scopes.resolve(name);
    return { type: 'Name', name, ...(binding && { binding }), start, end };
  }

  #nameString(): StringExpression {
    const { text, start, end } = this.#expect('<name>');
    return { type: 'String', value: text, start, end };
  }

  #field(base: Expression): IndexExpression {
    this.#next();
    const key = this.#nameString();
    return { type: 'Index', base, key, dotted: true, ...this.#from(base.start) };
  }

  /** `funcargs`. */
  #call(start: number, callee: Expression, method?: StringExpression): CallExpression {
    const { line } = this.#lexer;
    let args: Expression[];
    if (this.#is('(')) {
      if (line !== this.#lastLine) this.#fail('ambiguous syntax (function call x new statement)');
      this.#next();
      args = this.#is(')') ? [] : this.#expressions();
      this.#expectClosing(')', '(', line);
    } else if (this.#is('{')) args = [this.#table()];
    else if (this.#is('<string>')) args = [this.#simple()];
    else this.#fail('function arguments expected');
    return { type: 'Call', callee, ...(method && { method }), arguments: args, ...this.#from(start) };
  }

  /** `constructor`. */
  #table(): TableExpression {
    const { line } = this.#lexer;
    const { start } = this.#expect('{');
    const fields: TableField[] = [];
    while (!this.#is('}')) {
      fields.push(this.#tableField());
      if (!this.#accept(',') && !this.#accept(';')) break;
    }
    this.#expectClosing('}', '{', line);
    return { type: 'Table', fields, ...this.#from(start) };
  }

  #tableField(): TableField {
    const { start } = this.#token;
    let key: Expression | undefined;
    if (this.#is('<name>')) {
      this.#ahead = this.#lexer.next();
      if (this.#ahead.type === '=') key = this.#nameString();
    } else if (this.#is('[')) {
      this.#next();
      key = this.#expression();
      this.#expect(']');
    }
    if (key) this.#expect('=');
    const value = this.#expression();
    return { type: 'TableField', ...(key && { key }), value, ...this.#from(start) };
  }

  /** `body`, from the parameter list on; `line` is where Lua says the function is defined. */
  #functionBody(start: number, line: number, method: boolean): FunctionExpression {
    const parameters: Binding[] = [];
    this.#scopes.openFunction(line);
    const opening = this.#expect('(');
    if (method) parameters.push(this.#declare({ ...opening, text: 'self' }, 'parameter', 0));
    let vararg = false;
    if (!this.#is(')')) {
      do {
        if (this.#is('<name>')) parameters.push(this.#declare(this.#next(), 'parameter', parameters.length));
        else if (this.#is('...')) {
          const dots = this.#next();
          vararg = true;
          // LUA_COMPAT_VARARG: such a function has a local named arg.
          parameters.push(this.#declare({ ...dots, text: 'arg' }, 'parameter', parameters.length));
        } else this.#fail("<name> or '...' expected");
      } while (!vararg && this.#accept(','));
    }
    if (vararg) this.#scopes.allowVararg();
    this.#scopes.activate(...parameters);
    this.#expect(')');
    const body = this.#statements();
    this.#expectClosing('end', 'function', line);
    this.#scopes.closeFunction();
    return { type: 'FunctionExpression', parameters, vararg, body, ...this.#from(start) };
  }

  #declare(token: Token, kind: Binding['kind'], pending: number): Binding {
    this.#scopes.checkRoom(pending);
    const declared = { start: token.start, end: token.end };
    return { name: token.text, kind, declared, depth: this.#scopes.depth };
  }
}

function noteWrite({ binding, start }: NameExpression): void {
  if (binding) binding.firstWrite ??= start;
}

function returnsMany(expression: Expression): boolean {
  return expression.type === 'Call' || expression.type === 'Vararg';
}
