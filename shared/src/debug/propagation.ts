import type { Bytes } from '../bytes.js';
import type { Call, ErrorEvent, ErrorFrame, Recording, StepIndex, Steps } from './recording.js';

/** One station on the way of an error, from the command that failed to whoever received it. */
export type Station =
  | { readonly kind: 'sends'; readonly call: Call }
  | { readonly kind: 'replies'; readonly text: Bytes }
  /** The script was never run. */
  | { readonly kind: 'compiles'; readonly line?: number; readonly text: Bytes }
  | {
      readonly kind: 'raises';
      readonly line: number;
      /** `host`: the server ends the script. */
      readonly by: ErrorEvent['by'];
      readonly text: Bytes;
      readonly value?: ErrorEvent['value'];
      readonly step?: StepIndex;
    }
  /** Functions that ended, innermost first; `more` above those that are known. */
  | { readonly kind: 'unwinds'; readonly frames: readonly ErrorFrame[]; readonly more: number }
  /** The script goes on, with `value` in its hands. */
  | {
      readonly kind: 'caught';
      readonly line: number;
      readonly by: ErrorEvent['by'];
      readonly functionName?: string;
      readonly value?: ErrorEvent['value'];
      readonly step?: StepIndex;
    }
  /** The script's own return value is this error: nobody raised it. */
  | { readonly kind: 'returned' }
  /** What Redis put around the text on its way. */
  | { readonly kind: 'client'; readonly text: Bytes; readonly before: Bytes; readonly after: Bytes }
  /** A table without `err`, of which redis-server 7.0.15 dies: nobody gets a reply. */
  | { readonly kind: 'crash' };

export interface Propagation {
  readonly stations: readonly Station[];
  readonly end: 'caught' | 'client' | 'crash';
}

type Facts = Pick<Recording, 'errors' | 'calls' | 'reply' | 'outcome' | 'steps'>;

/**
 * Every error of a run in order, each with the way it took. Of one that Lua itself raised, the functions it ended are known from the steps; in
 * a run without steps that station is left out.
 */
export function propagations({ errors, calls, reply, outcome, steps }: Facts): readonly Propagation[] {
  const text = reply?.type === 'error' ? reply.text : undefined;
  if (outcome.kind === 'error' && outcome.compile && text !== undefined)
    return [
      {
        stations: [
          { kind: 'compiles', ...lineOf(outcome), text: compilerText(text) },
          client(text, compilerText(text)),
        ],
        end: 'client',
      },
    ];
  const byOrdinal = new Map(calls.map((call) => [call.ordinal, call]));
  const found: Propagation[] = [];
  /** The error that nobody has caught yet. */
  let flying: ErrorEvent | undefined;
  let last: ErrorEvent | undefined;
  const way = (raised: ErrorEvent): Station[] => [...sent(raised, byOrdinal), raises(raised)];
  for (const event of errors) {
    last = event;
    if (event.kind === 'raised') {
      // Raised on top of another, as in a handler of xpcall: that one has gone no further.
      if (flying !== undefined) found.push({ stations: way(flying), end: 'caught' });
      flying = event;
    } else if (event.by === 'redis.pcall')
      found.push({ stations: [...sent(event, byOrdinal), caught(event, steps)], end: 'caught' });
    else if (event.by !== 'host') {
      const stations = flying === undefined ? [] : [...way(flying), ...unwound(flying, event.depth, steps)];
      found.push({ stations: [...stations, caught(event, steps)], end: 'caught' });
      flying = undefined;
    } else flying ??= { ...event, kind: 'raised', by: outcome.kind === 'killed' ? 'host' : 'runtime' };
  }
  const uncaught = flying && [...way(flying), ...unwound(flying, undefined, steps)];
  if (text !== undefined) {
    const end: Station[] = [client(text, flying?.message ?? '')];
    if (uncaught !== undefined) found.push({ stations: [...uncaught, ...end], end: 'client' });
    else if (last?.kind === 'caught' && last.message !== '' && text.includes(last.message))
      found.push({
        stations: [...(found.pop()?.stations ?? []), { kind: 'returned' }, client(text, last.message)],
        end: 'client',
      });
    // An error reply that the script made itself, or that came in place of a run.
    else found.push({ stations: end, end: 'client' });
  } else if (uncaught !== undefined)
    found.push({ stations: [...uncaught, { kind: 'crash' }], end: outcome.kind === 'crash' ? 'crash' : 'caught' });
  return found;
}

const lineOf = ({ line }: { readonly line?: number }) => (line === undefined ? {} : { line });
const stepOf = ({ step }: { readonly step?: StepIndex }) => (step === undefined ? {} : { step });
const valueOf = ({ value }: ErrorEvent) => (value === undefined ? {} : { value });

/** What the compiler says, without what Redis says around it. */
const compilerText = (text: Bytes): Bytes => /user_\w+:\d+: [^]*$/.exec(text)?.[0].trimEnd() ?? text;

function sent({ call: ordinal }: ErrorEvent, calls: ReadonlyMap<number, Call>): Station[] {
  const call = ordinal === undefined ? undefined : calls.get(ordinal);
  if (call === undefined) return [];
  const replies: Station[] = call.reply.type === 'error' ? [{ kind: 'replies', text: call.reply.text }] : [];
  return [{ kind: 'sends', call }, ...replies];
}

const raises = (event: ErrorEvent): Station => ({
  kind: 'raises',
  line: event.line,
  by: event.by,
  text: event.message,
  ...valueOf(event),
  ...stepOf(event),
});

function caught(event: ErrorEvent, steps: Steps | undefined): Station {
  const { line, by, depth, step } = event;
  const stack = steps === undefined || step === undefined ? [] : framesAt(steps, step);
  const catcher = depth === undefined ? undefined : stack.at(-1 - depth);
  const name = catcher === undefined ? {} : { functionName: catcher.functionName };
  return { kind: 'caught', line, by, ...name, ...valueOf(event), ...stepOf(event) };
}

/** @param depth of the function that caught it; undefined when nobody did */
function unwound(raised: ErrorEvent, depth: number | undefined, steps: Steps | undefined): Station[] {
  if (depth === undefined && raised.by === 'host') return [];
  const known =
    raised.frames ?? (steps === undefined || raised.step === undefined ? undefined : framesAt(steps, raised.step));
  if (known === undefined) return [];
  const all = (raised.depth ?? known.length - 1) + 1;
  const ended = Math.max(0, all - (depth === undefined ? 0 : depth + 1));
  const frames = known.slice(0, ended);
  return ended === 0 ? [] : [{ kind: 'unwinds', frames, more: ended - frames.length }];
}

/** The functions in execution at a step, innermost first, as far as their statements tell. */
function framesAt(steps: Steps, at: StepIndex): readonly ErrorFrame[] {
  const frames: ErrorFrame[] = [];
  let depth = Infinity;
  for (let step = at; step >= 0 && depth > 0; step--) {
    if (steps.depth[step]! >= depth) continue;
    depth = steps.depth[step]!;
    frames.push({ functionName: steps.functions[steps.functionId[step]!] ?? 'main', line: steps.line[step]! });
  }
  return frames;
}

/** @param message what went through the script; empty where that is not known: then what Redis adds is told by how it looks */
function client(text: Bytes, message: Bytes): Station {
  if (message === '')
    return { kind: 'client', text, before: BEFORE.exec(text)?.[0] ?? '', after: AFTER.exec(text)?.[0] ?? '' };
  const at = text.indexOf(message);
  if (at < 0) return { kind: 'client', text, before: '', after: '' };
  return { kind: 'client', text, before: text.slice(0, at), after: text.slice(at + message.length) };
}

/** What Redis puts around an error that a script raised (`luaCallFunction`): behind it since 7.0, before it until then. */
const AFTER = / script: [0-9a-f]{40}, on @user_script:\d+\.$/;
const BEFORE = /^ERR Error running script \(call to f_[0-9a-f]{40}\): @user_script:\d+: /;
