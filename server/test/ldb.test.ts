import { Statements } from '@luascope/shared/analysis';
import { quoted, type Bytes } from '@luascope/shared/bytes';
import { startsLineVisit, type Frame, type LuaView } from '@luascope/shared/debug';
import { goldenSessions, sandboxWith, type GoldenSession } from '@luascope/shared/test/golden';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ldbStops } from './ldb-session.js';
import { noRedis, RealRedis, skipReason } from './real-redis.js';

/**
 * What Redis's own debugger can say: it stops by lines, not by statements, and for what goes over several lines at any of them. So compared are
 * the lines that hold the start of a statement, all of it, and no loop. Of a coroutine it does not see who resumed it.
 */
function comparableLines(script: Bytes): ReadonlySet<number> {
  const statements = new Statements(script);
  const lines = new Set<number>();
  // A function that begins and ends within a line of a longer statement is run in between.
  for (const { line, column } of statements.all.toReversed())
    if (statements.functionAt(line, column)?.line === line) lines.delete(line);
    else lines.add(line);
  for (const { start, end, headEnd, node } of statements.all) {
    const [first, last] = [statements.lineOf(start), statements.lineOf(end - 1)];
    const isLoop = node.type === 'NumericFor' || node.type === 'GenericFor';
    const isBlock = isLoop || node.type === 'If';
    if (isBlock ? statements.lineOf(headEnd - 1) !== first || (isLoop && first === last) : first !== last)
      for (const line of [first, last]) lines.delete(line);
  }
  return lines;
}

interface Visit {
  readonly line: number;
  /** The lines of the callers, and the variables. */
  readonly trace: readonly number[];
  readonly locals: readonly string[];
}

const sessions = goldenSessions()
  .filter(({ request, onlySandbox }) => !onlySandbox && comparableLines(request.script).size > 1)
  .map((session) => [session.name, session] as const);

describe.skipIf(noRedis)(`golden sessions, step by step in Redis's own debugger${skipReason}`, () => {
  let redis: RealRedis;
  beforeAll(async () => {
    // A script on a slow machine is not taken for one that does not end.
    redis = await RealRedis.start(['--busy-reply-threshold', '5000']);
  });
  afterAll(() => redis.stop());

  test.each(sessions)(
    '%s: it stops where a line is visited, and sees the same variables and callers',
    async (_, session) => {
      await redis.ask(['FLUSHALL'], ...session.given);
      const theirs = await ldbStops(redis.url, session.request);
      const lines = comparableLines(session.request.script);
      const ours = await visits(session);
      expect(texts(ours, lines)).toEqual(texts(theirs, lines));
    },
  );
});

/** One text for each visit of a line; a caller elsewhere is `?`. */
const texts = (visited: readonly Visit[], lines: ReadonlySet<number>): string[] =>
  visited
    .filter(({ line }) => lines.has(line))
    .map(({ trace, locals }) => {
      const callers = trace.map((line) => (lines.has(line) ? line : '?')).join(' < ');
      const latest = locals.filter((local, i) => !locals.slice(i + 1).some((later) => nameIn(later) === nameIn(local)));
      return `${callers}: ${latest.map(withoutAddress).join(', ')}`;
    });

async function visits(session: GoldenSession): Promise<Visit[]> {
  const engine = await sandboxWith(session);
  const recording = await engine.record(session.request);
  const steps = recording.steps!;
  const visited: Visit[] = [];
  for (let step = 0; step < steps.line.length; step++) {
    if (!startsLineVisit(steps, step)) continue;
    const { first, frames } = await engine.inspect(recording.id, step);
    visited.push(visitOf(frames[step - first]!));
  }
  return visited;
}

function visitOf(stack: readonly Frame[]): Visit {
  const [{ line, coroutine, scopes }] = stack as [Frame];
  const locals = scopes.find(({ kind }) => kind === 'locals')?.variables ?? [];
  return {
    line,
    trace: coroutine === true ? [line] : stack.map((frame) => frame.line),
    locals: locals.map(({ name, value }) => `${name} = ${printed(value)}`),
  };
}

const nameIn = (local: string): string | undefined => local.split(' = ')[0];

/** How deep it looks into tables is its own affair; we do not look past 4096 bytes of a string. */
const withoutAddress = (local: string): string =>
  local
    .replace(/"(\w+)@0x[0-9a-f]+"/g, '$1')
    .replace(/\b(table|function): 0x[0-9a-f]+/g, '$1: 0x…')
    .replace(/^(\w+ = )\{.*\{.*/, '$1{{…}}')
    .replace(/"[^"]{4096,}"/g, '"…"');

/** As the debugger prints it (`ldbCatStackValue`). */
function printed(value: LuaView): string {
  switch (value.type) {
    case 'nil':
      return 'nil';
    case 'boolean':
      return String(value.value);
    case 'number':
      return general(Number(value.text.replace('inf', 'Infinity')));
    case 'string':
      return quoted(value.value);
    case 'table': {
      const entries = value.entries ?? [];
      const isList = entries.every(([key], i) => key.type === 'number' && key.text === String(i + 1));
      const items = entries.map(([key, item]) => (isList ? printed(item) : `[${printed(key)}]=${printed(item)}`));
      return `{${items.join('; ')}}`;
    }
    default:
      return value.type;
  }
}

/** `%g` */
function general(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  const [mantissa = '', exponent = ''] = value.toExponential(5).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return Object.is(value, -0) ? '-0' : String(Number(value.toPrecision(6)));
  return `${Number(mantissa)}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
