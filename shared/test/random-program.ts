import fc from 'fast-check';

/**
 * Random Lua programs that end: loops are bounded, recursion counts down. They use what a debugger finds hard: several statements a line,
 * closures and their upvalues, varargs, pcall and error, coroutines, callbacks of sort and gsub, and commands that read and write.
 */
export const randomProgram: fc.Arbitrary<string> = fc
  .array(fc.nat(999), { minLength: 10, maxLength: 60 })
  .map((choices) => new Writer(choices).program());

class Writer {
  readonly #choices: readonly number[];
  #next = 0;
  #names = 0;

  constructor(choices: readonly number[]) {
    this.#choices = choices;
  }

  program(): string {
    return `local a, b, t = 1, 'x', {}\n${this.#block(['a', 'b'], 3)}\nreturn {a, tostring(b), #t}`;
  }

  #choose(count: number): number {
    return (this.#choices[this.#next++ % this.#choices.length]! + this.#next) % count;
  }

  #block(numbers: readonly string[], depth: number): string {
    const visible = [...numbers];
    const statements = Array.from({ length: 1 + this.#choose(4) }, () => this.#statement(visible, depth));
    return statements.join(this.#choose(3) === 0 ? '; ' : '\n');
  }

  #number(numbers: readonly string[]): string {
    const name = numbers[this.#choose(numbers.length)]!;
    switch (this.#choose(4)) {
      case 0:
        return String(this.#choose(10));
      case 1:
        return `(tonumber(${name}) or 0)`;
      case 2:
        return `#tostring(${name})`;
      default:
        return `((tonumber(${name}) or 1) % 7 + ${this.#choose(5)})`;
    }
  }

  #statement(visible: string[], depth: number): string {
    const value = this.#number(visible);
    if (depth === 0) return `a = ${value}`;
    const inner = (): string => this.#block(visible, depth - 1);
    const fresh = `v${++this.#names}`;
    switch (this.#choose(14)) {
      case 0:
        visible.push(fresh);
        return `local ${fresh} = ${value}`;
      case 1:
        return `if ${value} > 3 then ${inner()} else ${inner()} end`;
      case 2:
        return `for i = 1, ${1 + this.#choose(3)} do ${inner()} end`;
      case 3:
        return `local ${fresh} = 0 while ${fresh} < 2 do ${fresh} = ${fresh} + 1 ${inner()} end`;
      case 4:
        return `local function ${fresh}(n, ...) if n <= 0 then return select('#', ...) end ${inner()} return ${fresh}(n - 1, n, ...) end a = ${fresh}(2, b)`;
      case 5:
        return `local ${fresh}, e = pcall(function() ${inner()} error({err = 'E' .. a}) end)`;
      case 6:
        return `local ${fresh} = coroutine.wrap(function(x) ${inner()} local y = coroutine.yield(x) ${inner()} return y end) a = ${fresh}(1) ${fresh}(2)`;
      case 7:
        return `t = {3, ${value}, 1} table.sort(t, function(p, q) ${this.#choose(2) === 0 ? 'a = p' : ''} return p < q end)`;
      case 8:
        return `b = string.gsub('abc', '%w', function(c) ${inner()} return c .. a end)`;
      case 9:
        return `redis.call('SET', 'k', ${value}) a = redis.call('INCR', 'k')`;
      case 10:
        return `local ${fresh} = redis.pcall('LPUSH', 'k', 'x') redis.call('DEL', 'k')`;
      case 11:
        return `t[#t + 1] = {${value}, n = {b}} t.self = t`;
      case 12:
        return `repeat local ${fresh} = ${value} ${inner()} until true`;
      default:
        return `for k, v in pairs({${value}, x = b}) do ${inner()} end`;
    }
  }
}
