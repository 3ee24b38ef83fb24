import { arityFits, lookupCommand, type CommandSpec } from '../commands/index.js';
import type { Bytes } from '../bytes.js';
import type {
  Binding,
  CallExpression,
  Chunk,
  Expression,
  FunctionExpression,
  GenericForStatement,
  NameExpression,
  Node,
  NumericForStatement,
} from './syntax/ast.js';
import { forEachChild } from './syntax/walk.js';

/** One `redis.call(…)` or `redis.pcall(…)` in the source. */
export interface CallSite {
  readonly node: CallExpression;
  readonly via: 'call' | 'pcall';
  /** Where `call` or `pcall` is written. */
  readonly name: Expression;
  readonly arguments: readonly Expression[];
  /** The command line as far as it is literal: undefined where only a run will tell. */
  readonly words: readonly (Bytes | undefined)[];
  /** The last argument may stand for any number of words. */
  readonly open: boolean;
  /** Undefined when the command's name is not literal, or not known. */
  readonly command?: CommandSpec;
  /** False when the number of words is known and wrong. */
  readonly arityFits: boolean;
}

/** A script with what the rules ask about it again and again. */
export class Program {
  readonly calls: readonly CallSite[];
  readonly #parents = new Map<Node, Node>();
  readonly #uses = new Map<Binding, NameExpression[]>();
  readonly #calls = new Map<CallExpression, CallSite>();
  readonly #loops = new Map<Binding, GenericForStatement | NumericForStatement>();
  /** Every node, parents first, in the order of the source. */
  readonly nodes: readonly Node[];
  /** `redis.setresp` is called: replies may arrive in RESP3 shapes, nil among them. */
  readonly choosesResp: boolean;

  constructor(readonly chunk: Chunk) {
    const nodes: Node[] = [];
    const visit = (node: Node): void => {
      nodes.push(node);
      if (node.type === 'Name' && node.binding) {
        const uses = this.#uses.get(node.binding);
        if (uses) uses.push(node);
        else this.#uses.set(node.binding, [node]);
      }
      if (node.type === 'NumericFor') this.#loops.set(node.variable, node);
      if (node.type === 'GenericFor') for (const variable of node.variables) this.#loops.set(variable, node);
      forEachChild(node, (child) => {
        this.#parents.set(child, node);
        visit(child);
      });
    };
    visit(chunk);
    this.nodes = nodes;
    for (const node of nodes) {
      const site = node.type === 'Call' ? this.#siteOf(node) : undefined;
      if (site) this.#calls.set(site.node, site);
    }
    this.calls = [...this.#calls.values()];
    this.choosesResp = nodes.some((node) => node.type === 'Call' && this.redisFunction(node.callee) === 'setresp');
  }

  parentOf(node: Node): Node | undefined {
    return this.#parents.get(node);
  }

  /** Every use of a variable after its declaration, assignments included. */
  usesOf(binding: Binding): readonly NameExpression[] {
    return this.#uses.get(binding) ?? [];
  }

  /** The loop that gives a variable its values. */
  loopOf(binding: Binding): GenericForStatement | NumericForStatement | undefined {
    return this.#loops.get(binding);
  }

  callAt(node: Node): CallSite | undefined {
    return node.type === 'Call' ? this.#calls.get(node) : undefined;
  }

  /** The nearest node around this one that `accept` takes. */
  enclosing<T extends Node>(node: Node, accept: (node: Node) => node is T): T | undefined {
    for (let at = this.parentOf(node); at !== undefined; at = this.parentOf(at)) if (accept(at)) return at;
    return undefined;
  }

  /** What an expression stands for: through parentheses, and through a local that still has the value it was declared with. */
  resolve(expression: Expression): Expression {
    if (expression.type === 'Parenthesis') return this.resolve(expression.expression);
    if (expression.type !== 'Name' || !expression.binding) return expression;
    const { initial, kind } = expression.binding;
    if (kind !== 'local') return expression;
    const value = initial ? this.#unchanged(expression.binding, expression) && initial : this.#assigned(expression);
    return value ? this.resolve(value) : expression;
  }

  /** What a local that was declared without a value was given by its only assignment, where that has run before this use. */
  #assigned(use: NameExpression): Expression | undefined {
    const [target, ...more] = this.usesOf(use.binding!).filter((each) => {
      const parent = this.parentOf(each);
      return parent?.type === 'Assign' && parent.targets.includes(each);
    });
    const assign = target && this.parentOf(target);
    if (assign?.type !== 'Assign' || more.length > 0 || assign.targets.length > 1 || assign.end > use.start)
      return undefined;
    const block = this.parentOf(assign);
    const runsFirst = this.enclosing(use, (node): node is Node => node === block) !== undefined;
    return runsFirst && this.enclosing(use, isFunction) === this.enclosing(assign, isFunction)
      ? assign.values[0]
      : undefined;
  }

  /** No assignment can have come between the declaration and this use. */
  #unchanged(binding: Binding, use: NameExpression): boolean {
    if (binding.firstWrite === undefined) return true;
    if (binding.firstWrite <= use.start) return false;
    const again = this.enclosing(use, isRepeated);
    return again === undefined || again.start < binding.declared.start;
  }

  #siteOf(node: CallExpression): CallSite | undefined {
    const direct = this.redisFunction(node.callee);
    // pcall(redis.call, …) sends the same command; what comes back is wrapped.
    const wrapped =
      node.callee.type === 'Name' && !node.callee.binding && node.callee.name === 'pcall' && node.arguments[0]
        ? this.redisFunction(node.arguments[0])
        : undefined;
    const via = direct ?? wrapped;
    if (via !== 'call' && via !== 'pcall') return undefined;
    const name = direct ? node.callee : node.arguments[0]!;
    const args = direct ? node.arguments : node.arguments.slice(1);
    const last = args.at(-1);
    const open = last !== undefined && this.#spreads(last);
    const words = args.map((arg) => this.wordOf(arg));
    const command = words[0] === undefined ? undefined : lookupCommand(words.map((word) => word ?? ''));
    const fits = open || command === undefined || arityFits(command, words.length);
    return { node, via, name, arguments: args, words, open, ...(command && { command }), arityFits: fits };
  }

  /** Whether the last value of a list may stand for any number of values. */
  #spreads(last: Expression): boolean {
    if (last.type !== 'Call') return last.type === 'Vararg';
    return !SINGLE_RESULT.test(this.globalFunction(last) ?? '');
  }

  /** The name after `redis.`, also through `local call = redis.call`. */
  redisFunction(callee: Expression): string | undefined {
    const resolved = this.resolve(callee);
    if (resolved.type !== 'Index' || resolved.key.type !== 'String') return undefined;
    const base = this.resolve(resolved.base);
    return base.type === 'Name' && !base.binding && base.name === 'redis' ? resolved.key.value : undefined;
  }

  /** The global function (`tonumber`, `string.format`) that a call runs, undefined when it is none of Lua's or Redis's. */
  globalFunction(call: CallExpression): string | undefined {
    if (call.method) return undefined;
    const callee = this.resolve(call.callee);
    if (callee.type === 'Name') return callee.binding ? undefined : callee.name;
    if (callee.type !== 'Index' || callee.key.type !== 'String') return undefined;
    const base = this.resolve(callee.base);
    return base.type === 'Name' && !base.binding ? `${base.name}.${callee.key.value}` : undefined;
  }

  /** The literal word an argument stands for. */
  wordOf(argument: Expression): Bytes | undefined {
    const value = this.resolve(argument);
    if (value.type === 'String') return value.value;
    if (value.type === 'Number' && Number.isSafeInteger(value.value)) return String(value.value);
    return undefined;
  }
}

/** Functions with exactly one result. */
const SINGLE_RESULT =
  /^(?:tostring|tonumber|type|table\.concat|string\.(?:format|sub|lower|upper|rep|reverse|len|char)|math\.(?:floor|ceil|abs|max|min|random)|redis\.(?:call|pcall|sha1hex)|cjson\.\w+|cmsgpack\.pack|struct\.pack)$/;

const isFunction = (node: Node): node is FunctionExpression => node.type === 'FunctionExpression';

/** Code that can run more than once for one run of what is before it. */
const isRepeated = (node: Node): node is Node =>
  node.type === 'While' ||
  node.type === 'Repeat' ||
  node.type === 'NumericFor' ||
  node.type === 'GenericFor' ||
  node.type === 'FunctionExpression';
