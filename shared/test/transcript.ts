import { quoted, toText, type Bytes } from '../src/bytes.js';
import type { Engine, ErrorEvent, Frame, LuaView, Recording, Scope } from '../src/debug/index.js';
import { downgrade, print, type RespValue } from '../src/resp/index.js';

/**
 * A recording as text that a person can read and that is the same for every engine:
 *
 *     step  line:column  depth  function  local=value ... vararg ^upvalue=value
 *             < the calling frames, when they are not as they were shown last
 *             redis.call SET "k" "v" -> OK
 *             ! raised by redis.call, line 3: WRONGTYPE …
 *
 * A table that a step shows more than once has a number. Frames are asked of the engine, a window at a time. KEYS and ARGV are left out, and so is
 * whatever two runs of one script need not have in common: times, and the addresses of objects.
 */
export async function transcript(engine: Engine, recording: Recording): Promise<string> {
  const events = eventsOf(recording);
  const { steps } = recording;
  const lines = [...(events.get(undefined) ?? [])];
  let shown = '';
  for (let step = 0; step < (steps?.line.length ?? 0);) {
    const { first, frames } = await engine.inspect(recording.id, step);
    for (; step < first + frames.length; step++) {
      const stack = frames[step - first]!;
      const names = new TableNames(stack);
      const place = `${steps!.line[step]}:${steps!.column[step]}`;
      const name = steps!.functions[steps!.functionId[step]!] ?? '?';
      const [innermost, ...outer] = stack;
      const head = `${String(step).padStart(4)}  ${place.padEnd(6)} ${steps!.depth[step]} ${name}`;
      lines.push(`${head}${innermost === undefined ? '' : variablesOf(innermost, names)}`);
      const below = outer.map((frame) => {
        const { functionName, line, column } = frame;
        return `        < ${functionName} ${line}:${column}${variablesOf(frame, names)}`;
      });
      const text = below.join('\n');
      if (text !== shown) lines.push(...(below.length > 0 ? below : []));
      shown = text;
      lines.push(...(events.get(step) ?? []));
    }
  }
  return [...lines, '', ...endOf(recording)]
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/"1[5-9]\d{8}", "\d{1,6}"/g, '"<seconds>", "<microseconds>"')
    .replace(/"1[5-9]\d{8}"/g, '"<seconds>"')
    .replace(/0x[0-9a-f]{6,}/g, '0x…');
}

/** Outcome, reply and what changed. */
function endOf({ outcome, wire, reply, changes, totals, detail }: Recording): string[] {
  const lines: string[] = [];
  const line = 'line' in outcome && outcome.line !== undefined ? `, line ${outcome.line}` : '';
  const what = outcome.kind === 'error' && outcome.compile ? 'does not compile' : outcome.kind;
  lines.push(`${what}${line}: ${totals.steps} steps${detail.steps === 'limited' ? ' and more' : ''}`);
  if (reply !== undefined) lines.push(...indented(textOf(print(reply))));
  if (wire !== undefined) lines.push(`wire ${quoted(wire.bytes)}`);
  if (detail.changes === 'unknown') lines.push('changes unknown');
  const byKey = [...changes].sort((a, b) => a.db - b.db || (a.key < b.key ? -1 : 1));
  for (const { db, key, before, after } of byKey) {
    const name = `${db === 0 ? '' : `db ${db} `}${valueText(key)}`;
    lines.push(`changes ${name}: ${keyText(before)} -> ${keyText(after)}`);
  }
  return lines;
}

function keyText(state: Recording['changes'][number]['before']): string {
  if (state === undefined) return '(none)';
  const { type, preview, length, expiresAt } = state;
  const more = type !== 'string' && preview.length < length ? ' …' : '';
  return `${type} ${preview.map(valueText).join(' ')}${more}${expiresAt === undefined ? '' : ' (expires)'}`;
}

const indented = (text: string): string[] => text.split('\n').map((line) => `  ${line}`);

/** Calls, logs and errors as lines, by the step they belong to. */
function eventsOf({ calls, logs, errors, steps }: Recording): ReadonlyMap<number | undefined, readonly string[]> {
  const byStep = new Map<number | undefined, string[]>();
  const add = (step: number | undefined, text: string): void => {
    const key = steps === undefined || steps.line.length === 0 ? undefined : step;
    byStep.set(key, [...(byStep.get(key) ?? []), `        ${text}`]);
  };
  const ofCall = new Map<number, ErrorEvent[]>();
  // An error comes after the last call that an earlier one belongs to.
  let latest = -1;
  for (const event of errors) {
    latest = event.call ?? latest;
    ofCall.set(latest, [...(ofCall.get(latest) ?? []), event]);
  }
  const addErrors = (ordinal: number): void => {
    for (const { kind, by, line, message, depth, frames, step } of ofCall.get(ordinal) ?? []) {
      // The sandbox does not see Lua itself raise.
      const way = (by === 'runtime' ? undefined : frames)
        ?.map(({ functionName, line: at }) => `${functionName}:${at}`)
        .join(' < ');
      const where = way ?? (depth === undefined || by === 'runtime' ? `line ${line}` : `line ${line}, depth ${depth}`);
      add(step, `! ${kind} by ${by}, ${where}: ${textOf(message)}`);
    }
  };
  const waiting = [...logs];
  const addLogs = (callsBefore: number): void => {
    for (let log = waiting[0]; log !== undefined && log.afterCalls <= callsBefore; log = waiting[0]) {
      add(log.step, `log ${log.level}, line ${log.line}: ${textOf(log.message)}`);
      waiting.shift();
    }
  };
  addErrors(-1);
  addLogs(0);
  for (const { ordinal, line, via, command, reply, effect, step } of calls) {
    const words = command.map((word, i) => (i === 0 ? textOf(word) : valueText(word))).join(' ');
    add(step, `redis.${via} ${words} -> ${replyText(reply)} (${effect}, line ${line})`);
    addErrors(ordinal);
    addLogs(ordinal + 1);
  }
  return byStep;
}

/** On one line. A script that speaks RESP2 gets maps flat, and so they are told. */
function replyText(reply: RespValue): string {
  const value = downgrade(reply);
  switch (value.type) {
    case 'array':
      return `[${value.items.map(replyText).join(', ')}]`;
    case 'bulk':
      return valueText(value.value);
    case 'status':
      return value.text;
    case 'nil':
      return 'nil';
    default:
      return textOf(print(value));
  }
}

/** A table that a step shows more than once is numbered, by the order in which they come. */
class TableNames {
  readonly #names = new Map<number, string>();

  constructor(stack: readonly Frame[]) {
    const times = new Map<number, number>();
    const visit = (view: LuaView): void => {
      if (view.type !== 'table') return;
      times.set(view.id, (times.get(view.id) ?? 0) + 1);
      for (const [key, value] of view.entries ?? []) {
        visit(key);
        visit(value);
      }
    };
    for (const { scopes } of stack)
      for (const { kind, variables } of scopes) if (kind !== 'inputs') for (const { value } of variables) visit(value);
    for (const [id, count] of times) if (count > 1) this.#names.set(id, `#${this.#names.size + 1}`);
  }

  of(id: number): string {
    return this.#names.get(id) ?? '';
  }
}

const MARKS = { locals: '', upvalues: '^', varargs: '', inputs: '' } as const;

function variablesOf({ scopes }: Frame, names: TableNames): string {
  const of = (kind: Scope['kind']): string =>
    scopes
      .filter((scope) => scope.kind === kind)
      .flatMap(({ variables }) =>
        variables.map(
          ({ name, value }) => ` ${kind === 'varargs' ? '' : `${MARKS[kind]}${name}=`}${view(value, names)}`,
        ),
      )
      .join('');
  const varargs = of('varargs');
  return `${of('locals')}${varargs === '' ? '' : ` ...${varargs}`}${of('upvalues')}`;
}

/** A Lua value much as it would be written; what is not shown is `…`. */
function view(value: LuaView, names: TableNames): string {
  switch (value.type) {
    case 'number':
      return value.text;
    case 'string':
      return `${valueText(value.value)}${value.length > value.value.length ? `…${value.length}` : ''}`;
    case 'boolean':
      return String(value.value);
    case 'table': {
      const name = names.of(value.id);
      if (value.entries === undefined) return name || `{… ${value.length}}`;
      let next = 1;
      const entries = value.entries.map(([key, item]) => {
        const text = view(item, names);
        if (key.type === 'number' && key.text === String(next)) {
          next++;
          return text;
        }
        return key.type === 'string' && /^[A-Za-z_]\w*$/.test(key.value)
          ? `${key.value}=${text}`
          : `[${view(key, names)}]=${text}`;
      });
      return `${name}{${entries.join(', ')}${value.more === undefined ? '' : `, … ${value.more} more`}}`;
    }
    default:
      return value.type;
  }
}

/** Quoted; text as text, anything else escaped as redis-cli does. */
function valueText(bytes: Bytes): string {
  const text = toText(bytes);
  return text === undefined || /[\p{Cc}"\\]/u.test(text) ? quoted(bytes) : `"${text}"`;
}

const textOf = (bytes: Bytes): string => toText(bytes) ?? quoted(bytes);
