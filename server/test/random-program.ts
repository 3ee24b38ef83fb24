/** A random Lua program that ends by itself and uses locals, closures, tables, loops, pcall, coroutines and commands. The same for a seed. */
export function randomProgram(seed: number): string {
  return new Writer(seed).program();
}

const STATEMENTS = 40;

class Writer {
  #state: number;
  #left = STATEMENTS;
  #names = 0;
  /** Variables in sight that hold numbers, and functions of one number. */
  readonly #numbers: string[] = ['0', '7', '2.5'];
  readonly #functions: string[] = [];

  constructor(seed: number) {
    this.#state = seed * 2654435761 + 1;
  }

  program(): string {
    return `${this.#block(0, 6)}\nreturn ${this.#number()}`;
  }

  #random(limit: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  #one<T>(items: readonly T[]): T {
    return items[this.#random(items.length)]!;
  }

  #name(): string {
    return `v${this.#names++}`;
  }

  #number(): string {
    const a = this.#one(this.#numbers);
    switch (this.#random(6)) {
      case 0:
        return `${a} + ${this.#one(this.#numbers)}`;
      case 1:
        return `(${a} * 3) % 11`;
      case 2:
        return this.#functions.length > 0 ? `${this.#one(this.#functions)}(${a})` : a;
      case 3:
        return `#tostring(${a})`;
      default:
        return a;
    }
  }

  /** Statements that see what is declared around them; what they declare ends with them. */
  #block(depth: number, most: number): string {
    const [numbers, functions] = [this.#numbers.length, this.#functions.length];
    const lines: string[] = [];
    for (let i = 1 + this.#random(most); i > 0 && this.#left > 0; i--) {
      this.#left--;
      lines.push(this.#statement(depth));
    }
    this.#numbers.length = numbers;
    this.#functions.length = functions;
    return lines.join(this.#one(['\n', ' ', '; ', '\n\n']));
  }

  #statement(depth: number): string {
    const name = this.#name();
    const inner = (): string => this.#block(depth + 1, 3);
    switch (depth > 3 ? this.#random(4) : this.#random(16)) {
      case 0:
      case 1:
        return this.#declare(name, this.#number());
      case 2:
        return this.#assign();
      case 3:
        return `redis.call('SET', 'k${this.#random(3)}', ${this.#number()})`;
      case 4:
        return `if ${this.#number()} > ${this.#number()} then ${inner()} else ${inner()} end`;
      case 5:
        return `if ${this.#number()} < 3 then ${inner()} elseif ${this.#number()} > 5 then ${inner()} end`;
      case 6:
        return this.#scoped([name], `for ${name} = 1, ${this.#random(4)} do`, 'end', depth);
      case 7:
        return `local ${name} = 0 while ${name} < ${this.#random(4)} do ${name} = ${name} + 1 ${inner()} end`;
      case 8:
        return `local ${name} = 0 repeat ${name} = ${name} + 1 ${inner()} until ${name} >= ${this.#random(3)}`;
      case 9: {
        const parameter = this.#name();
        const body = this.#scoped(
          [parameter],
          `local function ${name}(${parameter})`,
          `return ${parameter} + 1 end`,
          depth,
        );
        this.#functions.push(name);
        return body;
      }
      case 10:
        return `local ${name} = {${this.#number()}, x = ${this.#number()}} ${name}[2] = ${name}[1] ${name}.x = ${name}.x + 1 table.sort(${name}, function(a, b) return a < b end)`;
      case 11:
        return `local ok${name}, ${name} = pcall(function() ${inner()} ${this.#one(['error("no")', 'local n = nil + 1', 'error({err = "ERR x"})'])} end)`;
      case 12:
        return `for i${name}, ${name} in ipairs({1, 2}) do ${inner()} end`;
      case 13:
        return `local ${name} = coroutine.wrap(function(a) ${inner()} local b = coroutine.yield(a) return b end) ${name}(1) ${name}(2)`;
      case 14:
        return `while true do ${inner()} if 1 < 2 then break end end`;
      default:
        return `do ${inner()} end`;
    }
  }

  #declare(name: string, value: string): string {
    this.#numbers.push(name);
    return `local ${name} = ${value}`;
  }

  #assign(): string {
    const variables = this.#numbers.filter((name) => name.startsWith('v'));
    return variables.length === 0 ? 'local _ = 1' : `${this.#one(variables)} = ${this.#number()}`;
  }

  #scoped(names: readonly string[], head: string, tail: string, depth: number): string {
    this.#numbers.push(...names);
    const text = `${head} ${this.#block(depth + 1, 3)} ${tail}`;
    this.#numbers.length -= names.length;
    return text;
  }
}
