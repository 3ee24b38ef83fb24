import type { Bytes } from '../../bytes.js';
import { functionNames } from '../function-names.js';
import { parseScript } from '../parse.js';
import { Program } from '../program.js';
import { readShebang } from '../shebang.js';
import type {
  BinaryOperator,
  Binding,
  Block,
  CallExpression,
  Expression,
  FunctionExpression,
  IndexExpression,
  Node,
  Statement,
} from '../syntax/ast.js';
import { Lexer } from '../syntax/lexer.js';
import { forEachChild } from '../syntax/walk.js';
import { CapturedVariables, type CapturedVariable } from './captured.js';
import { applyEdits, type Edit } from './edits.js';
import { DIRECT_VALUES, HIDDEN_GLOBALS, tracerNames, tracerSource } from './tracer.js';

/** A place where the instrumented script stops for a moment to tell the values in sight. */
export interface Probe {
  /** Where the statement, or the clause of one, starts; both from 1, the column in bytes. */
  readonly line: number;
  readonly column: number;
  /** Index into {@link Instrumented.functions}. */
  readonly functionId: number;
  /** How many values it tells: of variables of the function, and of upvalues in sight. */
  readonly count: number;
  /** The function's own variables there, in the order of their declaration. */
  readonly locals: readonly Local[];
  /** Which of the values are those of captured variables. */
  readonly captured: readonly (readonly [value: number, variable: CapturedVariable])[];
  /**
   * How the function is left here: at once (`now`), or a function called takes its place on the stack (`tail`). Where values have to be
   * computed first, the trace has a record of its own.
   */
  readonly leaves?: 'now' | 'tail';
}

export interface Local {
  readonly name: string;
  /** Which of the probe's values is its own; undefined when it is out of reach, and then it is a captured one. */
  readonly value: number | undefined;
  readonly captured: CapturedVariable | undefined;
}

export interface ProbedFunction {
  /** `main`, the name it is declared by, or `function:3` by its line. */
  readonly name: string;
  /** The number that captured variables of its own name as their home; undefined when none do. */
  readonly home: number | undefined;
  /** Variables of functions around it that it refers to, in the order in which Lua numbers them. */
  readonly upvalues: readonly (CapturedVariable & { readonly name: string })[];
}

export interface Instrumented {
  readonly source: Bytes;
  readonly probes: readonly Probe[];
  readonly functions: readonly ProbedFunction[];
  /** The script may reach Redis in a way that tells nothing: its calls, and what they change, are not all known. */
  readonly reachesAround: boolean;
}

/** For a script that is a library: the Lua that calls a function of it. A table with the name given is there for what it registers. */
interface Entry {
  /** Before the library is executed. */
  readonly prepare: (table: string) => Bytes;
  /** After it, before the call. */
  readonly before: Bytes;
  /** An expression: the function that makes the call. */
  readonly function: (table: string) => Bytes;
}

/** Limits of a recording, kept by the instrumented script itself. */
export interface TraceLimits {
  /** Past so many steps the script is ended. */
  readonly steps: number;
  /** Bytes of trace. */
  readonly bytes: number;
  /** The database the script starts on. */
  readonly db: number;
}

/** Values that one probe call takes: a Lua function has 250 registers, up to 200 of them locals. */
const VALUES_PER_CALL = 30;

/**
 * The script with a probe in front of each statement, as `redis-server` runs it in a debug session: it does what the script does, and its
 * reply is the trace instead of the script's own (read it with `readTrace`). Lines stay where they are. Undefined when the script does
 * not compile.
 *
 * The places are those of the sandbox's steps: each statement that executes anything, `elseif` and `until`, a loop's statement each time
 * it is decided whether the loop goes on, and a function's `end`.
 */
export function instrument(script: Bytes, limits: TraceLimits, entry?: Entry): Instrumented | undefined {
  const parsed = parseScript(script);
  if (!parsed.ok) return undefined;
  return new Instrumenter(script, new Program(parsed.chunk), parsed.comments).rewrite(limits, entry);
}

interface ProbeOptions {
  /** What is executed next. */
  readonly node?: Node;
  readonly leaves?: Probe['leaves'];
  /** Names that mean something else here than in the statement. */
  readonly hidden?: readonly string[];
  readonly glue?: ' ' | ' and ';
}

interface FunctionScope {
  readonly id: number;
  readonly depth: number;
  /** Variables of enclosing functions that this one, or one inside it, refers to. */
  readonly upvalues: ReadonlySet<Binding>;
}

class Instrumenter {
  readonly #edits: Edit[] = [];
  readonly #probes: Probe[] = [];
  readonly #functions: ProbedFunction[] = [];
  readonly #mutating: boolean[] = [];
  /** All variables in sight, the innermost last. */
  readonly #visible: Binding[] = [];
  readonly #lineStarts: number[] = [0];
  readonly #captured: CapturedVariables;
  readonly #names: ReadonlyMap<FunctionExpression, Bytes>;
  /** Whether the code at hand is in a home, and so has a number to tell it by. */
  #homed = false;
  #reachesAround = false;
  readonly #suffix: string;
  #scope!: FunctionScope;

  constructor(
    readonly script: Bytes,
    readonly program: Program,
    readonly comments: readonly { readonly start: number; readonly end: number }[],
  ) {
    this.#captured = new CapturedVariables(program.chunk);
    this.#names = functionNames(program.chunk);
    for (let i = script.indexOf('\n'); i >= 0; i = script.indexOf('\n', i + 1)) this.#lineStarts.push(i + 1);
    let suffix = '';
    while (script.includes(`__trace${suffix}_`)) suffix += 'x';
    this.#suffix = suffix;
  }

  /**
   * What tells stands behind the script, on a line of its own, so that its frames are told from the script's by their line; its names are
   * declared in front.
   */
  rewrite(limits: TraceLimits, entry?: Entry): Instrumented {
    const { chunk } = this.program;
    const shebang = readShebang(this.script);
    // The line feed of the shebang stays in front, so that lines keep their numbers.
    const start = shebang.ok && shebang.length > 0 ? shebang.length + 1 : 0;
    const varargs = this.program.nodes.some(
      (node) => node.type === 'Vararg' && this.#functionAround(node) === undefined,
    );
    const home = this.#captured.homeOf(chunk);
    this.#functions.push({ name: 'main', home, upvalues: [] });
    this.#scope = { id: 0, depth: 0, upvalues: new Set() };
    this.#homed = home !== undefined;
    const names = {
      probe: this.#name('p'),
      more: this.#name('q'),
      enter: this.#name('e'),
      enterArg: this.#name('g'),
      try: this.#name('t'),
      finish: this.#name('f'),
      exit: this.#name('x'),
      home: this.#name('h'),
      watch: this.#name('w'),
    };
    const [script, table] = [this.#name('s'), this.#name('r')];
    const declared = `local ${tracerNames(names)} ${entry === undefined ? '' : `local ${table}={} `}`;
    const enter = `local ${this.#activation(home)}=${names.enter}(1${varargs ? ',nil,...' : ''}) `;
    this.#insert(start, `${declared}local ${script}=function(${varargs ? '...' : ''}) ${enter}`);
    for (const statement of chunk.body) this.#statement(statement);
    const last = this.#lastToken(start);
    if (!endsFlow(chunk.body)) this.#insert(chunk.end, ` ${this.#probe(last, { leaves: 'now' })}`);
    const tracer = tracerSource({ names, limits, probes: this.#probes, mutating: this.#mutating });
    const run =
      entry === undefined
        ? `return ${names.finish}(${names.try}(${script}))`
        : `${entry.prepare(table)} ${names.try}(${script}) ${entry.before} return ${names.finish}(${names.try}(${entry.function(table)}))`;
    this.#insert(this.script.length, `\nend ${tracer} ${run}`);
    return {
      source: applyEdits(this.script, this.#edits),
      probes: this.#probes,
      functions: this.#functions,
      reachesAround: this.#reachesAround,
    };
  }

  #name(part: string): string {
    return `__trace${this.#suffix}_${part}`;
  }

  #insert(at: number, text: string): void {
    this.#edits.push({ start: at, end: at, text });
  }

  // Statements

  #block(body: readonly Statement[]): void {
    const inSight = this.#visible.length;
    for (const statement of body) this.#statement(statement);
    this.#visible.length = inSight;
  }

  #statement(node: Statement): void {
    if (executes(node, this.#scope.depth))
      this.#insert(node.start, ` ${this.#probe(node.start, { node, leaves: this.#leaves(node) })};`);
    switch (node.type) {
      case 'Do':
        return this.#block(node.body);
      case 'While':
        return this.#while(node);
      case 'Repeat':
        return this.#repeat(node);
      case 'If':
        return this.#if(node);
      case 'NumericFor':
        this.#expressions([node.from, node.to, ...(node.step ? [node.step] : [])]);
        return this.#for(node, [node.variable]);
      case 'GenericFor':
        this.#expressions(node.iterators);
        return this.#for(node, node.variables);
      case 'Local':
        this.#expressions(node.values);
        this.#visible.push(...node.names);
        return;
      case 'Function':
        if (!('type' in node.target)) this.#visible.push(node.target);
        else this.#globalAssigned(node.target);
        return this.#function(node.function);
      case 'Assign':
        this.#expressions(node.values);
        for (const target of node.targets) this.#globalAssigned(target);
        return this.#expressions(node.targets);
      case 'CallStatement':
        return this.#expression(node.call);
      case 'Return':
        if (this.#leaves(node) === undefined) {
          const call = tailCall(node, this.program);
          this.#tellExit(call === undefined ? node.values : this.#toldLast(call));
        }
        return this.#expressions(node.values);
      case 'Break':
    }
  }

  /** What an assignment to one of the globals that the tracer hides does, or to a field of it, it does to the global. */
  #globalAssigned(target: Expression): void {
    const assigned = target.type === 'Index' ? target.base : target;
    if (isHidden(assigned)) this.#insert(assigned.start, '_G.');
  }

  #while(node: Extract<Statement, { type: 'While' }>): void {
    if (!isConstantTrue(node.condition)) this.#condition(node.condition, node.start);
    this.#expression(node.condition);
    this.#atHome(node, () => this.#block(node.body));
    if (isConstantTrue(node.condition) && !hasCode(node.body, this.#scope.depth))
      this.#insert(node.end - 'end'.length, ` ${this.#probe(node.start, { node })} `);
  }

  #repeat(node: Extract<Statement, { type: 'Repeat' }>): void {
    const inSight = this.#visible.length;
    this.#atHome(node, () => {
      for (const statement of node.body) this.#statement(statement);
      if (!isConstantTrue(node.condition))
        this.#condition(node.condition, this.#keywordBefore('until', node.condition.start));
      this.#expression(node.condition);
    });
    this.#visible.length = inSight;
  }

  #if(node: Extract<Statement, { type: 'If' }>): void {
    node.clauses.forEach((clause, i) => {
      if (clause.condition !== undefined) {
        const decides = !isConstantTrue(clause.condition) || leavesAtOnce(node, i, this.#scope.depth);
        if (i > 0 && decides) this.#condition(clause.condition, clause.start);
        this.#expression(clause.condition);
      }
      this.#block(clause.body);
    });
  }

  /**
   * The loop's own statement comes once more at the end of its body, where only the variables around the loop are in sight: those of the body
   * are shut in, and what the loop's own hide is not told.
   */
  #for(node: Extract<Statement, { type: 'NumericFor' | 'GenericFor' }>, variables: readonly Binding[]): void {
    const inSight = this.#visible.length;
    const goesOn = node.body.length > 0 && !endsFlow(node.body);
    if (goesOn) this.#insert(node.body[0]!.start, ' do ');
    this.#visible.push(...variables);
    this.#atHome(node, () => this.#block(node.body));
    this.#visible.length = inSight;
    if (endsFlow(node.body)) return;
    const hidden = variables.map(({ name }) => name);
    this.#insert(node.end - 'end'.length, `${goesOn ? ' end' : ''} ${this.#probe(node.start, { node, hidden })} `);
  }

  /** Writes the body of a loop, which begins by saying so if functions share variables of it. */
  #atHome(loop: Node & Block, write: () => void): void {
    const home = this.#captured.homeOf(loop);
    const around = this.#homed;
    if (home !== undefined && loop.body.length > 0) {
      const parts = [this.#name('a'), home + 1, ...(around ? [this.#name('b')] : [])].join(',');
      this.#insert(loop.body[0]!.start, ` local ${this.#name('b')}=${this.#name('h')}(${parts}) `);
      this.#homed = true;
    }
    write();
    this.#homed = around;
  }

  #condition(condition: Expression, at: number): void {
    this.#insert(condition.start, ` ${this.#probe(at, { node: condition, glue: ' and ' })} and (`);
    this.#edits.push({ start: condition.end, end: condition.end, text: ') ' });
  }

  // Expressions hold functions

  #expressions(nodes: readonly Expression[]): void {
    for (const node of nodes) this.#expression(node);
  }

  #expression(node: Node): void {
    if (node.type === 'FunctionExpression') return this.#function(node);
    if (node.type === 'Index') this.#readThroughGlobals(node);
    if (node.type === 'Call') this.#arguments(node);
    if (WAYS_ROUND.some((name) => isGlobal(node, name))) {
      const parent = this.program.parentOf(node);
      const looked =
        parent?.type === 'Call' && /^(type|tostring|getmetatable)$/.test(this.program.globalFunction(parent) ?? '');
      const field = parent?.type === 'Index' && parent.base === node && parent.key.type === 'String';
      this.#reachesAround ||= !looked && !field;
    }
    forEachChild(node, (child) => this.#expression(child));
  }

  /** `_G.redis` gives what tells, too, as `redis` does; not where it is changed. */
  #readThroughGlobals(node: IndexExpression): void {
    const { key } = node;
    if (!isGlobal(node.base, '_G') || key.type !== 'String' || !HIDDEN_GLOBALS.includes(key.value)) return;
    const parent = this.program.parentOf(node);
    const field = parent?.type === 'Index' && parent.base === node ? parent : node;
    if (isTarget(field, this.program.parentOf(field))) return;
    if (parent?.type === 'Call' && parent.callee !== node && OF_TABLES.test(this.program.globalFunction(parent) ?? ''))
      return;
    if (this.#visible.some(({ name }) => name === key.value)) this.#reachesAround = true;
    else this.#edits.push({ start: node.start, end: node.end, text: key.value });
  }

  /** What looks into one of the tables that the tracer hides, or tries to change it, is given the one that the script would have. */
  #arguments(node: CallExpression): void {
    const name = this.program.globalFunction(node) ?? '';
    if (OF_TABLES.test(name)) for (const given of node.arguments) if (isHidden(given)) this.#insert(given.start, '_G.');
    const [sorted] = node.arguments;
    if (name !== 'table.sort' || node.arguments.length < 2 || sorted?.type !== 'Name' || isHidden(sorted)) return;
    this.#insert(sorted.start, `${this.#name('w')}(`);
    this.#edits.push({ start: sorted.end, end: sorted.end, text: ')' });
  }

  #function(node: FunctionExpression): void {
    const outer = this.#scope;
    const id = this.#functions.length;
    const end = node.end - 'end'.length;
    const home = this.#captured.homeOf(node);
    const around = this.#homed;
    const depth = outer.depth + 1;
    this.#scope = { id, depth, upvalues: upvaluesOf(node, depth) };
    this.#functions.push({
      name: this.#names.get(node) ?? `function:${this.#position(node.start).line}`,
      home,
      upvalues: [...this.#scope.upvalues].map((binding) => ({
        name: binding.name,
        ...this.#captured.of(binding)!,
      })),
    });
    const enter = this.#enter(node, id);
    this.#homed ||= home !== undefined;
    this.#insert(node.body[0]?.start ?? end, ` local ${this.#activation(home)}=${enter} `);
    const inSight = this.#visible.length;
    this.#visible.push(...node.parameters);
    for (const statement of node.body) this.#statement(statement);
    if (!endsFlow(node.body)) this.#insert(end, ` ${this.#probe(end, { leaves: 'now' })} `);
    this.#visible.length = inSight;
    this.#scope = outer;
    this.#homed = around;
  }

  /** A function that never says `...` has its values in `arg`, but only as long as it never does. */
  #enter(node: FunctionExpression, id: number): string {
    const around = this.#homed && this.#scope.upvalues.size > 0 ? this.#name('b') : 'nil';
    if (!node.vararg) return `${this.#name('e')}(${id + 1},${around})`;
    const says = this.program.nodes.some((inner) => inner.type === 'Vararg' && this.#functionAround(inner) === node);
    return says ? `${this.#name('e')}(${id + 1},${around},...)` : `${this.#name('g')}(${id + 1},${around},arg)`;
  }

  /** The variables that what tells of a call gives: the call itself and, if functions share variables of it, the number of their home. */
  #activation(home: number | undefined): string {
    return home === undefined ? this.#name('a') : `${this.#name('a')},${this.#name('b')}`;
  }

  /** Undefined for what does not leave the function, or has to compute values first. */
  #leaves(node: Statement): Probe['leaves'] {
    if (node.type !== 'Return') return undefined;
    const call = tailCall(node, this.program);
    if (call !== undefined) return this.#toldLast(call).length > 0 ? undefined : 'tail';
    return node.values.every(isAtHand) ? 'now' : undefined;
  }

  /** What a tail call computes last before it is made; nothing when all of it is at hand, or there is no place to tell of it. */
  #toldLast(call: CallExpression): readonly Expression[] {
    const last = call.arguments.at(-1);
    // The argument of `f{…}` stands in no parentheses that could hold what tells.
    const inParentheses = last === undefined || last.end < call.end;
    if (last !== undefined && inParentheses && !(call.arguments.every(isAtHand) && isFunctionAtHand(call.callee)))
      return [last];
    return last === undefined && !isFunctionAtHand(call.callee) ? [call.callee] : [];
  }

  /**
   * Values go through a function that tells when they are there. `redis.call` in front of it is no tail call, and keeps its line. Of the
   * arguments of a tail call the last one tells.
   */
  #tellExit(values: readonly Expression[]): void {
    this.#insert(values[0]!.start, ` ${this.#name('x')}(${this.#name('a')},`);
    this.#edits.push({ start: values.at(-1)!.end, end: values.at(-1)!.end, text: ')' });
  }

  // Probes

  /**
   * The calls of a probe; each of them gives true. Numbers in them count from 1: a function of Lua 5.1 that has a constant 0 has no -0.
   */
  #probe(at: number, { node, leaves, hidden = [], glue = ' ' }: ProbeOptions = {}): string {
    const { own, upvalues } = this.#inSight();
    const told = [...own, ...upvalues].filter(({ name }) => !hidden.includes(name));
    const names = told.map(({ name }) => name);
    const id = this.#probes.length;
    this.#probes.push({
      ...this.#position(at),
      functionId: this.#scope.id,
      count: names.length,
      locals: own.map((binding) => {
        const value = told.indexOf(binding);
        return { name: binding.name, value: value < 0 ? undefined : value, captured: this.#captured.of(binding) };
      }),
      captured: told.flatMap((binding, value) => {
        const variable = this.#captured.of(binding);
        return variable === undefined ? [] : [[value, variable] as const];
      }),
      ...(leaves && { leaves }),
    });
    this.#mutating.push(node === undefined ? false : mutates(node, this.program));
    const [call, activation] = [(part: string) => this.#name(part), this.#name('a')];
    const calls: string[] = [];
    const direct = names.length <= DIRECT_VALUES ? names : [];
    for (let from = direct.length; from < names.length; from += VALUES_PER_CALL)
      calls.push(`${call('q')}(${[activation, from + 1, ...names.slice(from, from + VALUES_PER_CALL)].join(',')})`);
    calls.push(`${call('p')}(${[activation, id + 1, ...direct].join(',')})`);
    return calls.join(glue);
  }

  #inSight(): { readonly own: Binding[]; readonly upvalues: Binding[] } {
    const own: Binding[] = [];
    const upvalues: Binding[] = [];
    const seen = new Set<string>();
    for (const binding of this.#visible.toReversed()) {
      if (seen.has(binding.name)) continue;
      seen.add(binding.name);
      if (binding.depth === this.#scope.depth) own.unshift(binding);
      else if (this.#scope.upvalues.has(binding)) upvalues.unshift(binding);
    }
    return { own, upvalues };
  }

  #position(offset: number): { readonly line: number; readonly column: number } {
    const after = this.#lineStarts.findIndex((start) => start > offset);
    const line = after < 0 ? this.#lineStarts.length : after;
    return { line, column: offset - this.#lineStarts[line - 1]! + 1 };
  }

  #functionAround(node: Node): Node | undefined {
    return this.program.enclosing(node, (around): around is FunctionExpression => around.type === 'FunctionExpression');
  }

  #lastToken(start: number): number {
    const lexer = new Lexer(this.script, start);
    let last = start;
    for (let token = lexer.next(); token.type !== '<eof>'; token = lexer.next()) last = token.start;
    return last;
  }

  #keywordBefore(keyword: string, offset: number): number {
    let at = this.script.lastIndexOf(keyword, offset - 1);
    while (this.comments.some(({ start, end }) => start <= at && at < end))
      at = this.script.lastIndexOf(keyword, at - 1);
    return at;
  }
}

/** Whether the VM executes an instruction for the statement itself, in a function of that depth. */
function executes(node: Statement, depth: number): boolean {
  switch (node.type) {
    case 'Do':
    case 'Repeat':
    case 'While':
      return false;
    case 'If':
      return !isConstantTrue(node.clauses[0]!.condition!) || leavesAtOnce(node, 0, depth);
    case 'Assign':
      return !isToItself(node, depth);
    default:
      return true;
  }
}

/** Whether the VM has any instruction for these. */
function hasCode(body: readonly Statement[], depth: number): boolean {
  return body.some((node) => {
    switch (node.type) {
      case 'Do':
        return hasCode(node.body, depth);
      case 'Repeat':
        return !isConstantTrue(node.condition) || hasCode(node.body, depth);
      case 'If': {
        const [first, ...others] = node.clauses;
        return others.length > 0 || !isConstantTrue(first!.condition!) || hasCode(first!.body, depth);
      }
      case 'Assign':
        return !isToItself(node, depth);
      default:
        return true;
    }
  });
}

/** A clause that does nothing, with others after it: where its condition holds for certain, all there is of it is the jump past them. */
const leavesAtOnce = (node: Extract<Statement, { type: 'If' }>, clause: number, depth: number): boolean =>
  clause < node.clauses.length - 1 && !hasCode(node.clauses[clause]!.body, depth);

/** A variable of the function itself, assigned to itself: its value is where it is to go. */
function isToItself({ targets, values }: Extract<Statement, { type: 'Assign' }>, depth: number): boolean {
  const [target, value] = [targets[0], unwrapped(values[0])];
  if (targets.length !== 1 || values.length !== 1 || target?.type !== 'Name' || value?.type !== 'Name') return false;
  return target.binding === value.binding && target.binding?.depth === depth;
}

const unwrapped = (node: Expression | undefined): Expression | undefined =>
  node?.type === 'Parenthesis' ? unwrapped(node.expression) : node;

/** A condition that the compiler knows to hold: no instruction decides it (`luaK_goiftrue`). */
const isConstantTrue = (node: Expression): boolean => {
  const constant = constantOf(node);
  return constant !== undefined && constant !== false;
};

/** What the compiler makes of an expression: a number, another true or false value (of which nil is one), or undefined for code. */
function constantOf(node: Expression): number | boolean | undefined {
  switch (node.type) {
    case 'Parenthesis':
      return constantOf(node.expression);
    case 'Number':
      return node.value;
    case 'String':
      return true;
    case 'Boolean':
      return node.value;
    case 'Nil':
      return false;
    case 'Unary': {
      const value = constantOf(node.operand);
      if (node.operator === 'not') return value === undefined ? undefined : value === false;
      return node.operator === '-' && typeof value === 'number' ? -value : undefined;
    }
    case 'Binary':
      return folded(node.operator, constantOf(node.left), () => constantOf(node.right));
    default:
      return undefined;
  }
}

/** `constfolding`, and what `and` and `or` leave out. */
function folded(
  operator: BinaryOperator,
  left: number | boolean | undefined,
  right: () => number | boolean | undefined,
): number | boolean | undefined {
  if (left === undefined) return undefined;
  if (operator === 'and') return left === false ? undefined : right();
  if (operator === 'or') return left === false ? right() : undefined;
  const value = right();
  const divides = operator === '/' || operator === '%';
  if (!['+', '-', '*', '/', '%', '^'].includes(operator) || (divides && value === 0)) return undefined;
  // The value itself does not matter, but whether it is a number does.
  return typeof left === 'number' && typeof value === 'number' ? 1 : undefined;
}

function endsFlow(body: readonly Statement[]): boolean {
  const last = body.at(-1);
  return last?.type === 'Return' || last?.type === 'Break';
}

/** `return f(…)`, where `f` is no function of the host: those run on top of their caller. */
function tailCall(node: Statement, program: Program): CallExpression | undefined {
  if (node.type !== 'Return' || node.values.length !== 1) return undefined;
  const [value] = node.values;
  if (value?.type !== 'Call' || program.callAt(value) !== undefined) return undefined;
  const name = program.globalFunction(value);
  return name === undefined || !HOST_FUNCTION.test(name) ? value : undefined;
}

/** A name, or fields of one: to have it calls nothing. */
const isFunctionAtHand = (node: Expression): boolean =>
  node.type === 'Name' ||
  node.type === 'FunctionExpression' ||
  (node.type === 'Parenthesis' && isFunctionAtHand(node.expression)) ||
  (node.type === 'Index' && isFunctionAtHand(node.base) && isAtHand(node.key));

const isGlobal = (node: Node, name: string): boolean =>
  node.type === 'Name' && node.binding === undefined && node.name === name;

const isHidden = (node: Expression): boolean => HIDDEN_GLOBALS.some((name) => isGlobal(node, name));

const isTarget = (node: Node, parent: Node | undefined): boolean =>
  (parent?.type === 'Assign' && parent.targets.some((target) => target === node)) ||
  (parent?.type === 'Function' && parent.target === node);

/** Through these a script has the table of globals, or gives a function others. */
const WAYS_ROUND: readonly string[] = ['_G', 'getfenv', 'setfenv'];

/** These look into a table that they are given, or change it. */
const OF_TABLES = /^(next|pairs|rawset|setmetatable|table\.\w+)$/;

const HOST_FUNCTION =
  /^(redis|cjson|cmsgpack|struct|bit|string|table|math|coroutine)\.|^(assert|collectgarbage|error|getmetatable|ipairs|load|loadstring|next|pairs|pcall|rawequal|rawget|rawset|select|setmetatable|tonumber|tostring|type|unpack|xpcall)$/;

/** Whether having the value neither fails nor runs anything; an operator may run a metamethod, a global may not be there. */
function isAtHand(node: Expression): boolean {
  switch (node.type) {
    case 'Name':
      return node.binding !== undefined;
    case 'Parenthesis':
      return isAtHand(node.expression);
    case 'Binary':
      return (node.operator === 'and' || node.operator === 'or') && isAtHand(node.left) && isAtHand(node.right);
    case 'Unary':
      return node.operator === 'not' && isAtHand(node.operand);
    case 'Table':
      return node.fields.every(({ key, value }) => (key === undefined || key.type === 'String') && isAtHand(value));
    case 'Call':
    case 'Index':
      return false;
    default:
      return true;
  }
}

/** These change no table that the script has. */
const PURE_FUNCTION =
  /^(cjson|cmsgpack|struct|bit|string|math)\.|^(redis\.(status_reply|error_reply|sha1hex|log)|table\.(concat|getn|maxn)|ipairs|pairs|next|rawequal|rawget|select|tonumber|tostring|type|unpack)$/;

/** Whether executing this, up to the next probe, can change the contents of a table. */
function mutates(node: Node, program: Program): boolean {
  let found = false;
  const visit = (inner: Node): void => {
    if (found || inner.type === 'FunctionExpression') return;
    if (inner.type === 'Call' && program.callAt(inner) === undefined)
      found = !PURE_FUNCTION.test(program.globalFunction(inner) ?? '');
    if (inner.type === 'Assign') found ||= inner.targets.some((target) => target.type === 'Index');
    if (inner.type === 'Function') found ||= 'type' in inner.target && inner.target.type === 'Index';
    if (!found && !isBlock(inner)) forEachChild(inner, visit);
    else if (!found) for (const head of headOf(inner)) visit(head);
  };
  visit(node);
  return found;
}

const isBlock = (node: Node): boolean =>
  ['If', 'While', 'Repeat', 'NumericFor', 'GenericFor', 'Chunk', 'Do', 'IfClause'].includes(node.type);

/** What a statement with a body evaluates before it. */
function headOf(node: Node): readonly Expression[] {
  switch (node.type) {
    case 'If':
      return [node.clauses[0]!.condition!];
    case 'NumericFor':
      return [node.from, node.to, ...(node.step ? [node.step] : [])];
    case 'GenericFor':
      return node.iterators;
    default:
      return [];
  }
}

function upvaluesOf(node: FunctionExpression, depth: number): ReadonlySet<Binding> {
  const found = new Set<Binding>();
  const visit = (inner: Node): void => {
    if (inner.type === 'Name' && inner.binding !== undefined && inner.binding.depth < depth) found.add(inner.binding);
    forEachChild(inner, visit);
  };
  visit(node);
  return found;
}
