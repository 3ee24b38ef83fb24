import type { Bytes } from '../bytes.js';
import { parseScript } from './parse.js';
import { Program } from './program.js';
import type { Expression, FunctionExpression, Node, NodeType, Span, Statement } from './syntax/ast.js';

/** A statement of the source that is a step when it runs. Lines and columns (in bytes) count from 1. */
export interface StatementPlace extends Span {
  readonly line: number;
  readonly column: number;
  /** Where its own words end and the block inside it begins; `end` when it has none. */
  readonly headEnd: number;
  readonly node: Statement;
  /** The variables that it gives a value, or an item of their table. */
  readonly assigns: readonly string[];
}

/** Statements that are always a step when they run; others (`do`, `while true`, `break`) may be none. */
const STEPS: ReadonlySet<NodeType> = new Set([
  'Assign',
  'CallStatement',
  'Function',
  'GenericFor',
  'If',
  'Local',
  'NumericFor',
  'Return',
]);

/** The statements of a script by where they start; none when it does not compile. */
export class Statements {
  /** In the order of the source. */
  readonly all: readonly StatementPlace[];
  readonly #script: Bytes;
  readonly #byPlace = new Map<string, StatementPlace>();
  readonly #functions: readonly FunctionExpression[];
  /** Where each line starts. */
  readonly #lines: readonly number[];

  constructor(script: Bytes) {
    this.#script = script;
    this.#lines = lineStarts(script);
    const parsed = parseScript(script);
    const program = parsed.ok ? new Program(parsed.chunk) : undefined;
    const nodes = program?.nodes ?? [];
    this.#functions = nodes.filter((node) => node.type === 'FunctionExpression');
    this.all = nodes.filter(isStep).map((node) => this.#placeOf(node));
    for (const place of this.all) this.#byPlace.set(`${place.line}:${place.column}`, place);
  }

  at(line: number, column: number): StatementPlace | undefined {
    return this.#byPlace.get(`${line}:${column}`);
  }

  onLine(line: number): readonly StatementPlace[] {
    return this.all.filter((place) => place.line === line);
  }

  /** The line itself when a statement starts on it, else the next one on which one does; undefined past the last. */
  lineFrom(line: number): number | undefined {
    return this.all.find((place) => place.line >= line)?.line;
  }

  /** The innermost statement whose own words (not the block inside it) hold a place; else the first one of the line that starts after it. */
  around(line: number, column: number): StatementPlace | undefined {
    const offset = this.offsetOf(line, column);
    return (
      this.all.findLast(({ start, headEnd }) => start <= offset && offset < headEnd) ??
      this.onLine(line).find(({ start }) => start >= offset) ??
      this.onLine(line).at(-1)
    );
  }

  /** What a step runs, in its own words on one line: `for i = 1, 3 do` without the block. */
  text(line: number, column: number): Bytes {
    const start = this.offsetOf(line, column);
    const lineEnd = this.#script.indexOf('\n', start);
    const place = this.at(line, column);
    const end = Math.min(place?.headEnd ?? Infinity, lineEnd < 0 ? this.#script.length : lineEnd);
    return this.#script.slice(start, end).trimEnd();
  }

  /** The innermost function written around a place: its parameters and the line it begins on; undefined in the script's own body. */
  functionAt(
    line: number,
    column: number,
  ): { readonly parameters: readonly string[]; readonly line: number } | undefined {
    const offset = this.offsetOf(line, column);
    const around = this.#functions.findLast(({ start, end }) => start <= offset && offset < end);
    if (around === undefined) return undefined;
    // The table of the rest, `arg`, was not written by anybody.
    const written = around.vararg ? around.parameters.slice(0, -1) : around.parameters;
    return { parameters: written.map(({ name }) => name), line: this.lineOf(around.start) };
  }

  offsetOf(line: number, column: number): number {
    return (this.#lines[line - 1] ?? this.#script.length) + column - 1;
  }

  lineOf(offset: number): number {
    return lineAt(this.#lines, offset);
  }

  #placeOf(node: Statement): StatementPlace {
    const line = this.lineOf(node.start);
    const body = firstInside(node);
    return {
      start: node.start,
      end: node.end,
      line,
      column: node.start - this.#lines[line - 1]! + 1,
      headEnd: node.start + this.#script.slice(node.start, body?.start ?? node.end).trimEnd().length,
      node,
      assigns: assigned(node),
    };
  }
}

function isStep(node: Node): node is Statement {
  return STEPS.has(node.type) && !(node.type === 'Local' && node.values.length === 0);
}

/** The first statement of the block that a statement has. */
function firstInside(node: Statement): Statement | undefined {
  switch (node.type) {
    case 'NumericFor':
    case 'GenericFor':
      return node.body[0];
    case 'Function':
      return node.function.body[0];
    case 'If':
      return node.clauses[0]?.body[0];
    default:
      return undefined;
  }
}

function assigned(node: Statement): readonly string[] {
  switch (node.type) {
    case 'Local':
      return node.names.map(({ name }) => name);
    case 'Assign':
      return node.targets.flatMap(rootName);
    case 'NumericFor':
      return [node.variable.name];
    case 'GenericFor':
      return node.variables.map(({ name }) => name);
    case 'Function':
      return 'type' in node.target ? rootName(node.target) : [node.target.name];
    default:
      return [];
  }
}

/** Of `t.list[1]` it is `t`. */
function rootName(target: Expression): readonly string[] {
  if (target.type === 'Index') return rootName(target.base);
  return target.type === 'Name' ? [target.name] : [];
}

function lineStarts(script: Bytes): number[] {
  const starts = [0];
  for (let at = script.indexOf('\n'); at >= 0; at = script.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Which line an offset is on, by halving. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

/** What of a script did not run. */
export interface Idle {
  /** Lines on which nothing ran, although something stands there that could have. */
  readonly lines: readonly number[];
  /** Stretches of lines of which another part ran. Columns in bytes, `to` exclusive. */
  readonly stretches: readonly { readonly line: number; readonly from: number; readonly to: number }[];
}

/** @param ran whether a statement ran */
export function idleParts(statements: Statements, script: Bytes, ran: (place: StatementPlace) => boolean): Idle {
  const parts: { readonly line: number; readonly from: number; readonly to: number }[] = [];
  let done = 0;
  for (const place of statements.all) {
    // What is inside a statement that did not run was told with it.
    if (place.start < done || ran(place)) continue;
    done = place.end;
    for (let line = place.line; line <= statements.lineOf(place.end - 1); line++) {
      const [start, next] = [statements.offsetOf(line, 1), statements.offsetOf(line + 1, 1)];
      parts.push({ line, from: Math.max(place.start, start) - start + 1, to: Math.min(place.end, next) - start + 1 });
    }
  }
  const rest = script.split('\n');
  for (const { line, from, to } of parts)
    rest[line - 1] = rest[line - 1]!.slice(0, from - 1) + ' '.repeat(to - from) + rest[line - 1]!.slice(to - 1);
  const isWhole = (line: number): boolean => /^[\s;]*(--.*)?$/.test(rest[line - 1]!);
  return {
    lines: [...new Set(parts.map(({ line }) => line))].filter(isWhole),
    stretches: parts.filter(({ line }) => !isWhole(line)),
  };
}
