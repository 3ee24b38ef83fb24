import type { Dice } from './dice.js';

const NAMES = ['a', 'b', 'c', 'd'];
const FIELDS = ['x', 'y', 'z', 'len'];
const METHODS = ['x', 'len', 'upper', 'rep', 'sub', 'foo'];
const FUNCTIONS = `
  tostring tonumber type math.floor string.len select pcall error assert next rawget setmetatable string.rep table.concat ipairs unpack`
  .trim()
  .split(' ');
const EVENTS = ['index', 'add', 'call', 'concat', 'lt', 'le', 'eq', 'unm', 'newindex', 'len', 'tostring'];
const HANDLERS = [
  'function(a, b) return 7 end',
  'function(...) return ... end',
  '{x = 5}',
  'function(a, b) error("mm") end',
  'function(a, b) return a.q.r end',
  '3',
];

/** A program of statements, most of which go wrong somewhere: what is compared is mostly how the error names things. */
export const statementProgram = (dice: Dice): string => new Writer(dice).block(3, []).text;

class Writer {
  private readonly dice: Dice;

  constructor(dice: Dice) {
    this.dice = dice;
  }

  /** Statements, and the names that are visible after them. */
  block(depth: number, scope: readonly string[]): { readonly text: string; readonly scope: readonly string[] } {
    let visible = scope;
    const statements: string[] = [];
    for (let count = 1 + this.dice.below(depth > 0 ? 3 : 2); count > 0; count--) {
      const { text, declared = [] } = this.statement(depth, visible);
      statements.push(text);
      visible = [...visible, ...declared];
    }
    return { text: statements.join(this.dice.pick(['\n', ' ', '; '])), scope: visible };
  }

  private body(depth: number, scope: readonly string[]): string {
    const { text, scope: inside } = this.block(depth - 1, scope);
    return this.dice.once(3) ? text : `${text} return ${this.expression(depth - 2, inside)}`;
  }

  private variable(scope: readonly string[]): string {
    const others = ['string', 'math', 'undefined'];
    return scope.length === 0 || this.dice.once(4) ? this.dice.pick(others) : this.dice.pick(scope);
  }

  private arguments(depth: number, scope: readonly string[]): string {
    return this.dice.some(0, 2, () => this.expression(depth, scope)).join(', ');
  }

  private prefix(depth: number, scope: readonly string[]): string {
    return this.dice.once(4) ? `(${this.expression(depth, scope)})` : this.variable(scope);
  }

  private statement(
    depth: number,
    scope: readonly string[],
  ): { readonly text: string; readonly declared?: readonly string[] } {
    const value = (): string => this.expression(depth, scope);
    const inner = (...names: string[]): string => this.block(depth - 1, [...scope, ...names]).text;
    const name = this.dice.pick(NAMES);
    const other = this.dice.pick(NAMES);
    const target = this.variable(scope);
    switch (this.dice.below(depth > 0 ? 16 : 7)) {
      case 0:
      case 1:
        return { text: `local ${name} = ${value()}`, declared: [name] };
      case 2:
        return { text: `local ${name}, ${other} = ${value()}, ${value()}`, declared: [name, other] };
      case 3:
        return { text: `${target} = ${value()}` };
      case 4:
        return { text: `${target}.${this.dice.pick(FIELDS)} = ${value()}` };
      case 5:
        return { text: `${target}[${value()}] = ${value()}` };
      case 6:
        return {
          text: `${target}${this.dice.pick(['', '.x', '.len', ':foo', ':len'])}(${this.arguments(depth, scope)})`,
        };
      case 7:
        return { text: `if ${value()} then ${inner()} elseif ${value()} then ${inner()} else ${inner()} end` };
      case 8: {
        const step = this.dice.once(4) ? `, ${this.dice.pick(['1', '-1', '2', '"x"'])}` : '';
        return {
          text: `for ${name} = ${this.expression(0, scope)}, ${this.dice.pick(['3', '1', '{}'])}${step} do ${inner(name)} end`,
        };
      }
      case 9: {
        const iterator = this.dice.pick(['pairs', 'ipairs', 'next, ']);
        return { text: `for ${name}, ${other} in ${iterator}(${value()}) do ${inner(name, other)} end` };
      }
      case 10: {
        const text = this.body(depth, [...scope, name, other]);
        return { text: `local function ${name}(${other}) ${text} end`, declared: [name] };
      }
      case 11:
        return { text: `do ${inner()} end` };
      case 12:
        return { text: `repeat ${inner()} until true` };
      case 13:
        return { text: `error(${value()}${this.dice.pick(['', ', 0', ', 1', ', 2'])})` };
      default: {
        const text = `local ${name} = select(2, pcall(function() return ${value()} end))`;
        return { text, declared: [name] };
      }
    }
  }

  private expression(depth: number, scope: readonly string[]): string {
    const leaves = [
      this.variable(scope),
      '1',
      '2',
      '10',
      '-1',
      '0.5',
      '"s"',
      '"5"',
      'nil',
      'true',
      '{}',
      '{x = 1, y = {z = 2}}',
    ];
    if (depth <= 0) return this.dice.pick(leaves);
    const inner = (): string => this.expression(depth - 1, scope);
    const prefix = this.prefix(depth - 1, scope);
    switch (this.dice.below(14)) {
      case 0:
      case 1:
      case 2: {
        const operator = this.dice.pick(['+', '-', '*', '/', '%', '^', '..', '==', '~=', '<', '<=', '>', 'and', 'or']);
        return `${inner()} ${operator} ${inner()}`;
      }
      case 3:
        return `${this.dice.pick(['-', 'not ', '#'])}${inner()}`;
      case 4:
        return `${prefix}.${this.dice.pick(FIELDS)}`;
      case 5:
        return `${prefix}[${inner()}]`;
      case 6:
      case 7:
        return `${prefix}(${this.arguments(depth - 1, scope)})`;
      case 8:
        return `${prefix}:${this.dice.pick(METHODS)}(${this.arguments(depth - 1, scope)})`;
      case 9: {
        const parameters = this.dice.some(0, 2, () => this.dice.pick(NAMES));
        return `function(${parameters.join(', ')}) ${this.body(depth, [...scope, ...parameters])} end`;
      }
      case 10:
        return `{${inner()}, ${this.dice.pick(NAMES)} = ${inner()}, [${inner()}] = ${inner()}}`;
      case 11:
        return `${this.dice.pick(FUNCTIONS)}(${this.arguments(depth - 1, scope)})`;
      case 12:
        return `setmetatable({}, {__${this.dice.pick(EVENTS)} = ${this.dice.pick(HANDLERS)}})`;
      default:
        return this.dice.pick(leaves);
    }
  }
}
