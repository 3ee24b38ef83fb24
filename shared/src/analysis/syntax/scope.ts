import type { Binding } from './ast.js';

/** Limits of Lua 5.1 (luaconf.h). */
const MAX_LOCALS = 200;
const MAX_UPVALUES = 60;

/** Raises an error about the function that starts on line `definedAt` (0: the script's own body). The parser knows the current line. */
export type LimitReport = (definedAt: number, limit: number, what: string) => never;

interface FunctionScope {
  readonly definedAt: number;
  vararg: boolean;
  /** Active variables, innermost last; undefined for the hidden ones of a `for`. */
  readonly active: (Binding | undefined)[];
  readonly upvalues: Set<Binding>;
  /** Loops around the current statement. */
  loops: number;
}

/** The variables in sight while parsing: what `FuncState` and `BlockCnt` are to lparser.c. */
export class Scopes {
  readonly #functions: FunctionScope[] = [];

  constructor(readonly report: LimitReport) {}

  get depth(): number {
    return this.#functions.length - 1;
  }

  get vararg(): boolean {
    return this.#current.vararg;
  }

  get inLoop(): boolean {
    return this.#current.loops > 0;
  }

  openFunction(definedAt: number): void {
    this.#functions.push({ definedAt, vararg: false, active: [], upvalues: new Set(), loops: 0 });
  }

  /** The function that is open takes `...`. */
  allowVararg(): void {
    this.#current.vararg = true;
  }

  closeFunction(): void {
    this.#functions.pop();
  }

  /** Runs `parse` in a block of its own. */
  block<T>(loop: boolean, parse: () => T): T {
    const current = this.#current;
    const active = current.active.length;
    if (loop) current.loops++;
    const result = parse();
    if (loop) current.loops--;
    current.active.length = active;
    return result;
  }

  /** `new_localvar`: fails when the function cannot hold `pending` not yet active variables and one more. */
  checkRoom(pending: number): void {
    if (this.#current.active.length + pending + 1 > MAX_LOCALS) this.fail(MAX_LOCALS, 'local variables');
  }

  /** `errorlimit`, about the function that is open. */
  fail(limit: number, what: string): never {
    return this.report(this.#current.definedAt, limit, what);
  }

  /** `adjustlocalvars`. */
  activate(...bindings: readonly (Binding | undefined)[]): void {
    this.#current.active.push(...bindings);
  }

  /** `singlevaraux`: the variable of that name, undefined for a global. Counts upvalues on the way. */
  resolve(name: string): Binding | undefined {
    for (let level = this.#functions.length - 1; level >= 0; level--) {
      const { active } = this.#functions[level]!;
      for (let i = active.length - 1; i >= 0; i--) {
        const binding = active[i];
        if (binding?.name !== name) continue;
        for (const inner of this.#functions.slice(level + 1)) this.#capture(inner, binding);
        return binding;
      }
    }
    return undefined;
  }

  #capture(scope: FunctionScope, binding: Binding): void {
    if (scope.upvalues.has(binding)) return;
    if (scope.upvalues.size + 1 > MAX_UPVALUES) this.report(scope.definedAt, MAX_UPVALUES, 'upvalues');
    scope.upvalues.add(binding);
  }

  get #current(): FunctionScope {
    return this.#functions[this.#functions.length - 1]!;
  }
}
