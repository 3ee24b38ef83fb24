import fc from 'fast-check';
import { fromText, type Bytes } from '../src/bytes.js';
import { BOUNDS, FAILURES, NUMBERS, REFUSED, SEPARATORS, STRING_METHODS } from './random-phrases.js';

/**
 * Random Lua programs that end by themselves, most of them well: loops are bounded, recursion counts down, functions call only functions that
 * were there before them. They use what a debugger finds hard: several statements a line, loops of every kind, closures and their upvalues,
 * varargs, methods, metamethods, coroutines, callbacks of sort and gsub, errors of every kind and what catches them, commands that read, write
 * and fail, numbers and strings at the edges.
 *
 * A program is a function of a list of choices. When they are used up, each further choice is the first and simplest: so a shorter list makes a
 * shorter program, and a failure shrinks to what it needs.
 */
export const randomProgram: fc.Arbitrary<Bytes> = fc
  .array(fc.nat(0xffff), { maxLength: 500, size: 'max' })
  .map((choices) => fromText(new Writer(choices).program()));

/** Statements that a program is written with, those in functions included. */
const MOST_STATEMENTS = 60;
const DEEPEST = 5;

interface Variable {
  readonly name: string;
  /** `object` is not used: what has a metamethod would run it again and again in itself. */
  readonly kind: 'number' | 'string' | 'table' | 'function' | 'any' | 'object';
  /** What ends a recursion is not assigned to. */
  readonly fixed?: boolean;
}

/** In a function without parameters that is written in such a place. */
const bodyIn = (place: Place): Place => ({ ...place, loop: false, varargs: false, cost: place.cost + 1 });

/** Where a block stands. */
interface Place {
  readonly depth: number;
  /** In a loop of the same function: `break` may stand here. */
  readonly loop: boolean;
  readonly varargs: boolean;
  /** How many functions are around it; those in loops count for more, since they run more often. */
  readonly cost: number;
}

interface FunctionShape {
  /** Of its parameters. */
  readonly kind?: Variable['kind'];
  readonly varargs?: boolean;
  readonly first?: string;
  readonly last?: string;
}

class Writer {
  readonly #choices: readonly number[];
  #next = 0;
  #left = MOST_STATEMENTS;
  #names = 0;
  /** In sight, the innermost last. */
  readonly #visible: Variable[] = [];

  constructor(choices: readonly number[]) {
    this.#choices = choices;
  }

  program(): string {
    const body = this.#block({ depth: 0, loop: false, varargs: true, cost: 0 }, 12);
    // A server goes on with the random numbers of the script before.
    return `math.randomseed(7) local a, b, t = 1, 'x', {}\n${body}\nreturn {a, tostring(b), #t, ${this.#number()}, ${this.#string()}}`;
  }

  // Choices

  #choose(count: number): number {
    return (this.#choices[this.#next++] ?? 0) % count;
  }

  #once(times: number): boolean {
    return this.#choose(times) === times - 1;
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.#choose(items.length)]!;
  }

  // Names

  #fresh(): string {
    return `v${++this.#names}`;
  }

  #declare(kind: Variable['kind'], name = this.#once(8) ? this.#pick(['a', 'b', 't', 'x']) : this.#fresh()): string {
    this.#visible.push({ name, kind });
    return name;
  }

  /** A name in sight that is not hidden by one of another kind; those of the program's own start are always there. */
  #known(kind: Variable['kind'], otherwise: string, toAssign = false): string {
    const fitting = this.#visible.filter(
      ({ name, kind: its, fixed }, i) =>
        its === kind && !(toAssign && fixed) && !this.#visible.slice(i + 1).some((later) => later.name === name),
    );
    return fitting.length === 0 || this.#once(6) ? otherwise : this.#pick(fitting.toReversed()).name;
  }

  #scoped<T>(write: () => T): T {
    const before = this.#visible.length;
    const written = write();
    this.#visible.length = before;
    return written;
  }

  // Expressions

  #number(): string {
    const a = this.#known('number', '1');
    switch (this.#choose(12)) {
      case 0:
        return a;
      case 1:
        return String(this.#choose(12));
      case 2:
        return `(tonumber(${a}) or 0) + ${this.#choose(4)}`;
      case 3:
        return `(tonumber(${a}) or 3) % 7`;
      case 4:
        return `#tostring(${this.#known('number', 'a')} == nil)`;
      case 5:
        return `#${this.#string()}`;
      case 6:
        return this.#pick(NUMBERS);
      case 7:
        return `(${this.#known('function', 'tonumber')}(${a}) or ${a})`;
      case 8:
        return `#${this.#table()}`;
      case 9:
        return `math.random(${1 + this.#choose(5)})`;
      case 10:
        return `(${this.#boolean()} and ${a} or ${this.#choose(5)})`;
      default:
        return `math.${this.#pick(['floor', 'abs', 'max', 'min'])}(${a}, 2)`;
    }
  }

  /** Stands behind a unary operator as well. */
  #string(): string {
    switch (this.#choose(9)) {
      case 0:
        return `'${this.#pick(['x', '', 'abc', 'two words', '用户'])}'`;
      case 1:
        return `tostring(${this.#known('string', '1')})`;
      case 2:
        return `(${this.#pick(["'s'", '"q"', '[[long]]', '7'])} .. ${this.#known('number', '2')})`;
      case 3:
        return this.#pick(["'\\0\\255'", "'a\\nb'", "'\\\\'", '"\\""', '[==[ ]] ]==]', "('x'):rep(3)"]);
      case 4:
        return `string.rep('ab', ${this.#choose(4)})`;
      case 5:
        return `('%s'):format(${this.#known('number', '3')})`;
      case 6:
        return `type(${this.#known('any', 'nil')})`;
      case 7:
        return this.#pick(STRING_METHODS);
      default:
        return `string.sub('abcdef', ${this.#choose(4)}, ${this.#choose(8)})`;
    }
  }

  #table(): string {
    switch (this.#choose(5)) {
      case 0:
        return this.#known('table', '{}');
      case 1:
        return `{${this.#choose(9)}, ${this.#choose(9)}, ${this.#choose(9)}}`;
      case 2:
        return `{x = ${this.#number()}, y = {z = ${this.#string()}}}`;
      case 3:
        return `{${this.#number()}, n = ${this.#known('table', 'nil')}; [${this.#choose(5)}] = ${this.#boolean()}}`;
      default:
        return `{[1.5] = ${this.#string()}, [true] = ${this.#number()}, f = function() return ${this.#choose(4)} end}`;
    }
  }

  #boolean(): string {
    const a = this.#known('number', '1');
    switch (this.#choose(8)) {
      case 0:
        return `${a} == ${this.#choose(4)}`;
      case 1:
        return this.#pick(['true', 'false', 'nil', '1', "'x'", 'not nil']);
      case 2:
        return `${a} ~= ${this.#known('number', 'nil')}`;
      case 3:
        return `not (${a} == 2)`;
      case 4:
        return `(tonumber(${a}) or 0) > ${this.#choose(4)}`;
      case 5:
        return `tostring(${this.#known('string', 'nil')}) < 'm' and ${a}`;
      case 6:
        return `${this.#known('any', 'nil')} or ${this.#known('any', 'false')}`;
      default:
        return `(function() return ${this.#choose(3)} == 1 end)()`;
    }
  }

  #value(): string {
    switch (this.#choose(6)) {
      case 0:
      case 1:
        return this.#number();
      case 2:
        return this.#string();
      case 3:
        return this.#table();
      case 4:
        return this.#boolean();
      default:
        return this.#known('any', 'nil');
    }
  }

  // Statements

  /** Statements that see what is declared around them; what they declare ends with them. */
  #block(place: Place, most: number): string {
    return this.#scoped(() => this.#statements(place, most));
  }

  #statements(place: Place, most: number): string {
    let text = '';
    for (
      let count = this.#choose(most + 1);
      count > 0 && this.#left > 0 && this.#next < this.#choices.length;
      count--
    ) {
      this.#left--;
      text += this.#statement(place) + this.#separator();
    }
    return text;
  }

  #separator(): string {
    return this.#pick(SEPARATORS);
  }

  #inner(place: Place, more: Partial<Place> = {}): string {
    return this.#block({ ...place, depth: place.depth + 1, ...more }, 3);
  }

  /** A function from its parentheses on. */
  #function(parameters: readonly string[], place: Place, shape: FunctionShape = {}): string {
    const { kind = 'any', varargs = false, first = '' } = shape;
    return this.#scoped(() => {
      for (const name of parameters) this.#declare(kind, name);
      const inside = { ...place, depth: place.depth + 1, loop: false, varargs, cost: place.cost + 1 };
      const body = this.#statements(inside, 3);
      const list = [...parameters, ...(varargs ? ['...'] : [])].join(', ');
      return `(${list})${this.#pick([' ', '\n'])}${first}${body}${shape.last ?? this.#last(inside)}end`;
    });
  }

  #last({ varargs }: Place): string {
    switch (this.#choose(7)) {
      case 0:
        return '';
      case 1:
        return `return ${this.#number()} `;
      case 2:
        return `return ${this.#value()}, ${this.#value()} `;
      case 3:
        return varargs ? 'return ... ' : 'return ';
      case 4:
        return `return ${this.#known('function', 'tostring')}(${this.#number()}) `;
      case 5:
        return `do return ${this.#number()} end `;
      default:
        return varargs ? "return select('#', ...) " : `return (${this.#value()}) `;
    }
  }

  #statement(place: Place): string {
    const { depth, cost } = place;
    if (depth >= DEEPEST || cost > 3) return this.#simple(place);
    switch (this.#choose(42)) {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4:
      case 5:
      case 6:
        return this.#simple(place);
      case 7:
      case 8:
        return this.#command();
      case 9:
        return this.#if(place);
      case 10:
        return this.#numericFor(place);
      case 11:
      case 12:
        return this.#genericFor(place);
      case 13:
        return this.#while(place);
      case 14:
        return this.#repeat(place);
      case 15:
        return `do ${this.#inner(place)}end`;
      case 16:
      case 17:
        return this.#localFunction(place);
      case 18:
        return this.#closures(place);
      case 19:
        return this.#method(place);
      case 20:
      case 21:
        return this.#pcall(place);
      case 22:
        return this.#xpcall(place);
      case 23:
      case 24:
        return this.#coroutine(place);
      case 25:
        return this.#sort(place);
      case 26:
        return `b = string.gsub('a1b2', '%${this.#pick(['w', 'a', 'd'])}', function${this.#function(['c'], place, { kind: 'string' })})`;
      case 27:
      case 28:
        return this.#metamethod(place);
      case 29:
        return this.#vararg(place);
      case 30:
        return this.#caughtCommand();
      case 31:
        return this.#recursion(place);
      case 32:
        return this.#once(4) ? this.#failure(place) : this.#logged();
      case 33:
      case 34:
        return this.#sortInSight(place);
      case 35:
        return this.#computedTailCall(place);
      case 36:
        return this.#levels(place);
      case 37:
        return this.#varargCoroutine(place);
      case 38:
        return this.#nestedMethods(place);
      case 39:
        return this.#operators(place);
      case 40:
        return this.#host();
      default:
        return this.#early(place);
    }
  }

  #simple(place: Place): string {
    switch (this.#choose(14)) {
      case 0: {
        const value = this.#number();
        return `local ${this.#declare('number')} = ${value}`;
      }
      case 1: {
        const value = this.#string();
        return `local ${this.#declare('string')} = ${value}`;
      }
      case 2: {
        const value = this.#table();
        return `local ${this.#declare(value === 'nil' ? 'any' : 'table')} = ${value}`;
      }
      case 3:
        return `a = ${this.#number()}`;
      case 4:
        return `${this.#known('number', 'a', true)} = ${this.#number()}`;
      case 5: {
        const values = `${this.#value()}, ${place.varargs ? '...' : this.#value()}`;
        return `local ${this.#declare('any')}, ${this.#declare('any')}, ${this.#declare('any')} = ${values}`;
      }
      case 6:
        return `local ${this.#declare('any')}`;
      case 7: {
        const [x, y] = [this.#known('number', 'a', true), this.#known('any', 'b', true)];
        return `${x}, ${y} = ${y}, ${x}`;
      }
      case 8:
        return `${this.#known('table', 't')}[${this.#choose(4)}] = ${this.#value()}`;
      case 9:
        return `${this.#known('table', 't')}.x = ${this.#value()}`;
      case 10: {
        const table = this.#known('table', 't');
        // Not nil: when the collector has seen a key without a value, the order of the others may change.
        return `${table}.self, ${table}[#${table} + 1] = ${this.#known('table', 't')}, ${this.#value()}`;
      }
      case 11:
        return `${this.#known('function', 'tostring')}(${this.#value()})`;
      case 12:
        return `table.insert(${this.#known('table', 't')}, ${this.#number()})`;
      default: {
        const value = this.#value();
        return `local ${this.#declare('any')} = ${value}`;
      }
    }
  }

  #if(place: Place): string {
    let text = `if ${this.#boolean()} then ${this.#inner(place)}`;
    while (this.#once(3)) text += `elseif ${this.#boolean()} then ${this.#inner(place)}`;
    if (this.#once(2)) text += `else ${this.#inner(place)}`;
    return `${text}end`;
  }

  #numericFor(place: Place): string {
    const bounds = this.#pick(BOUNDS);
    return this.#scoped(() => {
      const name = this.#declare('number');
      return `for ${name} = ${bounds} do ${this.#inner(place, { loop: true, cost: place.cost + 1 })}end`;
    });
  }

  #genericFor(place: Place): string {
    const iterator = this.#pick([
      'ipairs({5, 6})',
      'pairs({1, 2, x = 3})',
      "string.gmatch('a b', '%a')",
      'next, {7}',
      'function(s, i) if i < 2 then return i + 1 end end, nil, 0',
      'pairs(KEYS)',
      'coroutine.wrap(function() for i = 1, 2 do coroutine.yield(i) end end)',
    ]);
    return this.#scoped(() => {
      const names = `${this.#declare('any')}, ${this.#declare('any')}`;
      return `for ${names} in ${iterator} do ${this.#inner(place, { loop: true, cost: place.cost + 1 })}end`;
    });
  }

  #while(place: Place): string {
    const count = this.#fresh();
    const head = `local ${count} = 0${this.#separator()}`;
    const body = (): string => this.#inner(place, { loop: true, cost: place.cost + 1 });
    switch (this.#choose(4)) {
      case 0:
        return `${head}while ${count} < ${this.#choose(3)} do ${count} = ${count} + 1 ${body()}end`;
      case 1:
        return `${head}while true do ${body()}if ${count} > 1 then break end ${count} = ${count} + 1 end`;
      case 2:
        return `while ${this.#pick(['false', 'nil', 'a ~= a and false'])} do ${body()}end`;
      default:
        return `${head}while ${count} < 2 do ${count} = ${count} + 1 ${this.#pick(['', 'do break end'])} ${body()}end`;
    }
  }

  #repeat(place: Place): string {
    const count = this.#fresh();
    return this.#scoped(() => {
      const body = this.#statements({ ...place, depth: place.depth + 1, loop: true, cost: place.cost + 1 }, 3);
      const until = this.#pick([`${count} > 1`, 'true', `${count} > ${this.#number()} or ${count} > 2`, `inside > 1`]);
      const inside = `local inside = ${count} `;
      return `local ${count} = 0 repeat ${count} = ${count} + 1 ${body}${inside}until ${until}`;
    });
  }

  #localFunction(place: Place): string {
    const varargs = this.#once(3);
    const parameter = this.#fresh();
    const form = this.#choose(3);
    const text = this.#function([parameter], place, { kind: 'number', varargs });
    const name = this.#fresh();
    this.#visible.push({ name, kind: 'function' });
    const call = this.#once(2) ? `${this.#separator()}${name}(${this.#number()}, ${this.#value()})` : '';
    if (form === 1) return `local ${name} = function${text}${call}`;
    if (form === 2) return `local ${name} function ${name}${text}${call}`;
    return `local function ${name}${text}${call}`;
  }

  #closures(place: Place): string {
    const [make, count] = [this.#fresh(), this.#fresh()];
    const inner = this.#scoped(() => {
      this.#declare('number', count);
      return this.#inner(bodyIn(place));
    });
    const made = this.#fresh();
    this.#visible.push({ name: made, kind: 'function' });
    return `local function ${make}() local ${count} = 0${this.#separator()}return function() ${count} = ${count} + 1 ${inner}return ${count} end end local ${made} = ${make}() ${made}() local o${made} = ${make}()${this.#separator()}a = ${made}() + o${made}()`;
  }

  #method(place: Place): string {
    const object = this.#fresh();
    const colon = this.#once(3) ? '.m' : ':m';
    const parameters = colon === ':m' ? ['n'] : ['self', 'n'];
    const body = this.#function(parameters, place, { kind: 'number', first: 'self.n = self.n + 1 ' });
    const declared = `local ${object} = {n = 1}${this.#separator()}function ${object}${colon}${body}`;
    return `${declared}${this.#separator()}${object}:m(${this.#number()})`;
  }

  #sort(place: Place): string {
    const compare = this.#function(['p', 'q'], place, { kind: 'number', last: 'return p < q ' });
    return `table.sort({3, ${this.#choose(6)}, 2, 1}, function${compare})`;
  }

  /** The callback sees what the sort makes of a variable of its caller. */
  #sortInSight(place: Place): string {
    const list = this.#declare('table');
    const compare = this.#function(['p', 'q'], place, { kind: 'number', last: 'return p < q ' });
    const values = `{3, ${this.#choose(6)}, 2.5, 1, ${this.#choose(9)}}`;
    return `local ${list} = ${values}${this.#separator()}table.sort(${list}, function${compare})`;
  }

  /** Returns what another function gives, and which one that is has to be computed first. */
  #computedTailCall(place: Place): string {
    const [make, name] = [this.#fresh(), this.#fresh()];
    const body = this.#scoped(() => this.#inner(bodyIn(place)));
    const call = this.#pick([
      `${make}(1)(2)`,
      `${make}(1)()`,
      `(${make}(2))(1, 2)`,
      `({f = ${make}(1)}).f(3)`,
      `({m = function(self, n) return n end}):m(2)`,
      `${make}(${make}(1)(1))(4)`,
    ]);
    const made = `local function ${make}(n) ${body}return function(k) return k or n end end`;
    return `${made}${this.#separator()}local function ${name}() return ${call} end${this.#separator()}a = ${name}()`;
  }

  /** Errors that blame a caller. */
  #levels(place: Place): string {
    const [inner, outer] = [this.#fresh(), this.#fresh()];
    const level = this.#choose(6);
    const value = this.#pick(["'up'", '7', "{err = 'MINE'}", '{}']);
    const raise = this.#pick([
      `error(${value}, ${level})`,
      `local e = error e(${value}, ${level})`,
      `return (error(${value}, ${level}))`,
    ]);
    const body = this.#scoped(() => this.#inner(bodyIn(place)));
    const call = this.#pick([`${inner}()`, `local r = ${inner}() return r`, `pcall(${inner})`, `return (${inner}())`]);
    const caught = this.#pick([
      `pcall(${outer})`,
      `pcall(function() ${outer}() end)`,
      `xpcall(${outer}, function(m) local w = m return w end)`,
      `coroutine.resume(coroutine.create(${outer}))`,
      `pcall(pcall, ${outer})`,
      `pcall(error, 'direct', ${level})`,
    ]);
    const functions = `local function ${inner}() ${body}${raise} end${this.#separator()}local function ${outer}() ${call} end`;
    return `${functions}${this.#separator()}local ${this.#declare('any')}, ${this.#declare('any')} = ${caught}`;
  }

  /** Values go in and out of a coroutine, nil among them. */
  #varargCoroutine(place: Place): string {
    const co = this.#fresh();
    const body = this.#scoped(() => this.#inner({ ...bodyIn(place), varargs: true }));
    const first = this.#pick(["select('#', ...)", '...', '(...)', '{...}', 'nil, ...']);
    const text = `function(...) local p, q = coroutine.yield(${first}) ${body}return q, p, ... end`;
    const values = this.#pick(['1, nil', "nil, 'x', nil", '', `${this.#value()}, ${this.#value()}`]);
    const wrapped = `local ${co} = coroutine.wrap(${text})${this.#separator()}`;
    return `${wrapped}local ${this.#declare('any')}, ${this.#declare('any')} = ${co}(${values}) a = select('#', ${co}(${values}))`;
  }

  #nestedMethods(place: Place): string {
    const object = this.#fresh();
    const body = this.#function(['n'], place, { kind: 'number', first: 'self.k = (self.k or 0) + 1 ' });
    const maker = this.#scoped(() => this.#inner(bodyIn(place)));
    const table = `{a = {b = {f = function(x) ${maker}return x end}}, ['two words'] = function() return 1, 2 end}`;
    const declared = `local ${object} = ${table}${this.#separator()}function ${object}.a.b:m${body}`;
    const use = this.#pick([
      `${object}.a.b:m(${this.#number()})`,
      `a = ${object}.a.b.f(${this.#number()})`,
      `a = ${object}['two words']()`,
      `${object}.a.b.f(${object}.a.b:m(1))`,
    ]);
    return `${declared}${this.#separator()}${use}`;
  }

  /** Metamethods by which values come out of operators, and of indexing and calls of what is no table or function. */
  #operators(place: Place): string {
    const name = this.#declare('object');
    const [event, use] = this.#pick([
      ['__sub', `a = 1 - ${name}`],
      ['__mul', `a = ${name} * ${name}`],
      ['__div', `a = ${name} / 2`],
      ['__mod', `a = 7 % ${name}`],
      ['__pow', `a = ${name} ^ 2`],
      ['__len', `a = #${name}`],
      ['__concat', `b = tostring('s' .. ${name} .. 1)`],
      ['__call', `a = select('#', ${name}(1, nil, 3))`],
      ['__lt', `local more = ${name} >= ${name}`],
    ] as const);
    const handler = this.#function(['l', 'r'], place, { kind: 'object', varargs: true });
    return `local ${name} = setmetatable({}, {${event} = function${handler}})${this.#separator()}${use}`;
  }

  /** What the host does not allow, and what it tells of its own functions. */
  #host(): string {
    const names = `local ${this.#declare('any')}, ${this.#declare('any')}`;
    const refused = this.#pick(REFUSED);
    return this.#pick([
      `${names} = pcall(function() ${refused} end)`,
      `${names} = pcall(coroutine.create, ${this.#pick(['error', 'redis.call', 'tostring', 'nil'])})`,
      `${names} = pcall(${this.#pick(['xpcall', 'error', 'coroutine.resume', 'coroutine.wrap', 'redis.call'])})`,
      `a = 0 for name in pairs(redis) do a = a + #name end`,
      'b = type(redis.call) .. type(next(coroutine))',
      'a = _G.redis == redis and _G.redis.call == redis.call and 1 or 2',
      "local c, p = redis.call, redis.pcall c('SET', 'k', 1) p('GET', 'h')",
    ]);
  }

  #pcall(place: Place): string {
    const body = this.#inner(bodyIn(place));
    const failure = this.#once(4) ? `return ${this.#value()}` : this.#failure(bodyIn(place));
    const text = `pcall(function() ${body}${failure} end)`;
    return `local ${this.#declare('any')}, ${this.#declare('any')} = ${text}`;
  }

  #xpcall(place: Place): string {
    const handler = this.#pick([
      'type',
      "function(e) return 'handled' end",
      'function(e) local m = e return m end',
      "function(e) local ok, m = pcall(error, 'again') return m end",
      "function(e) redis.call('SET', 'handled', type(e)) return nil, e end",
      'tostring',
    ]);
    const body = this.#inner(bodyIn(place));
    const text = `xpcall(function() ${body}${this.#failure(bodyIn(place))} end, ${handler})`;
    return `local ${this.#declare('any')}, ${this.#declare('any')} = ${text}`;
  }

  /** One that goes wrong, whatever is around it. */
  #failure({ varargs }: Place): string {
    return this.#pick([...FAILURES, varargs ? 'local d = (...) + {}' : 'local d = -{}']);
  }

  #coroutine(place: Place): string {
    const co = this.#fresh();
    const half = (): string => this.#inner(bodyIn(place));
    const text = this.#scoped(() => {
      this.#declare('number', 'n');
      return `function(n) ${half()}local y = coroutine.yield(n)${this.#separator()}${half()}return y end`;
    });
    switch (this.#choose(4)) {
      case 0:
        return `local ${co} = coroutine.wrap(${text}) a = ${co}(1)${this.#separator()}${co}(2)`;
      case 1: {
        const created = `local ${co} = coroutine.create(${text})`;
        const resumed = `local ${this.#declare('any')}, ${this.#declare('any')} = coroutine.resume(${co}, ${this.#number()})`;
        return `${created}${this.#separator()}${resumed} coroutine.resume(${co}) a = coroutine.status(${co})`;
      }
      case 2:
        return `local ${co} = coroutine.create(function() ${half()}${this.#failure(bodyIn(place))} end) local ${this.#declare('any')}, ${this.#declare('any')} = coroutine.resume(${co})`;
      default:
        return `for ${this.#scoped(() => this.#declare('number', co))} in coroutine.wrap(function() for i = 1, 2 do ${half()}coroutine.yield(i) end end) do ${half()}end`;
    }
  }

  #metamethod(place: Place): string {
    const name = this.#declare('object');
    const [event, use] = this.#pick([
      ['__index', `a = ${name}.missing`],
      ['__add', `a = ${name} + 1`],
      ['__call', `a = ${name}(2)`],
      ['__concat', `b = ${name} .. 's'`],
      ['__lt', `local less = ${name} < ${name}`],
      ['__eq', `local same = ${name} == setmetatable({}, getmetatable(${name}))`],
      ['__newindex', `${name}.fresh = 1`],
      ['__unm', `a = -${name}`],
      ['__tostring', `b = tostring(${name})`],
      ['__le', `if ${name} <= ${name} then a = 1 end`],
    ] as const);
    const handler = this.#function(['l', 'r'], place, { kind: 'object' });
    return `local ${name} = setmetatable({}, {${event} = function${handler}})${this.#separator()}${use}`;
  }

  #vararg(place: Place): string {
    const name = this.#fresh();
    const text = this.#scoped(() => {
      const body = this.#inner({ ...place, loop: false, varargs: true, cost: place.cost + 1 });
      const use = this.#pick([
        "local k = select('#', ...)",
        'local p, q = ...',
        'local list = {...}',
        '',
        'local last = (...)',
      ]);
      return `local function ${name}(...) ${use} ${body}${this.#last({ ...place, varargs: true })}end`;
    });
    this.#visible.push({ name, kind: 'function' });
    const spread = place.varargs ? ', ...' : '';
    return `${text}${this.#separator()}${name}(${this.#value()}, nil${spread})`;
  }

  #recursion(place: Place): string {
    const name = this.#fresh();
    const body = this.#scoped(() => {
      this.#visible.push({ name: 'n', kind: 'number', fixed: true });
      return this.#inner({ ...place, loop: false, varargs: true, cost: place.cost + 2 });
    });
    const again = this.#pick([
      `return ${name}(n - 1, n, ...)`,
      `return 1 + ${name}(n - 1)`,
      `local r = ${name}(n - 1, ...) return r`,
    ]);
    this.#visible.push({ name, kind: 'any' });
    return `local function ${name}(n, ...) if n <= 0 then return select('#', ...) end ${body}${again} end${this.#separator()}a = ${name}(${1 + this.#choose(3)}, 'v')`;
  }

  #command(): string {
    const key = this.#pick(['KEYS[1]', "'n'", "'h'", "'fresh'", "'用户:1'"]);
    switch (this.#choose(9)) {
      case 0:
        return `redis.call('SET', ${key}, ${this.#string()})`;
      case 1: {
        const call = `redis.call('GET', ${key === "'h'" ? "'n'" : key})`;
        return `local ${this.#declare('any')} = ${call}`;
      }
      case 2:
        return `a = redis.call('INCR', 'n')`;
      case 3:
        return `redis.call('HSET', 'h', 'f', ${this.#string()}, 'n', ${this.#choose(9)})`;
      case 4:
        return `local ${this.#declare('table')} = redis.call('HGETALL', 'h')`;
      case 5:
        return `local ${this.#declare('any')} = redis.pcall('LPUSH', ${key}, 'x')`;
      case 6:
        return `redis.call('DEL', ${key})`;
      case 7:
        return `local ${this.#declare('any')} = redis.pcall('INCRBY', 'n', ${this.#string()})`;
      default:
        return `local ${this.#declare('table')} = redis.call('LRANGE', 'l', 0, -1)`;
    }
  }

  #caughtCommand(): string {
    const names = `local ${this.#declare('any')}, ${this.#declare('any')}`;
    switch (this.#choose(4)) {
      case 0:
        return `${names} = pcall(redis.call, 'INCR', 'text')`;
      case 1:
        return `${names} = pcall(redis.call, 'SET', 'k', 'v')`;
      case 2:
        return `${names} = pcall(redis.pcall, 'NOSUCH')`;
      default:
        return `${names} = xpcall(function() return redis.call('HGET', 'text', 'f') end, function(e) return type(e) end)`;
    }
  }

  #logged(): string {
    return this.#pick([
      "redis.log(redis.LOG_WARNING, 'logged', a)",
      `local ${this.#declare('any')} = cjson.decode('[1,{"a":null}]')`,
      'b = cjson.encode({1, 2, a})',
      `local ${this.#declare('any')} = loadstring('return 1 + 1')()`,
      `local ${this.#declare('any')} = redis.status_reply('FINE')`,
      `local ${this.#declare('any')} = {unpack({1, 2, 3})}`,
      `local ${this.#declare('any')} = redis.sha1hex('')`,
    ]);
  }

  #early({ loop, depth }: Place): string {
    if (loop) return this.#pick([`if ${this.#boolean()} then break end`, 'if a then else break end', 'do break end']);
    if (depth === 0) return `if ${this.#known('number', '1')} == 3 then return ${this.#value()} end`;
    return this.#pick([`if ${this.#boolean()} then return ${this.#number()} end`, 'if a == 2 then return end']);
  }
}
