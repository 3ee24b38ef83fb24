import type { Bytes } from '@luascope/shared/bytes';
import { AppError, RedisError } from '@luascope/shared/debug';
import type { RespValue, RespVersion } from '@luascope/shared/resp';
import type { Answer, RespConnection } from '../redis/connection.js';

/** How a forked debug session ended. */
export interface SessionEnd {
  /** What the script replied; undefined when it did not arrive whole. */
  readonly answer: Answer | undefined;
  /**
   * The script came to its end. If no answer came all the same, it is a long one of many parts: the server's child writes the first 64 KiB of
   * it and ends (`ldbEndSession`). If the script did not come to its end, the child died of it.
   */
  readonly ended: boolean;
  /** What the script said by `redis.debug`, one string each. */
  readonly said: readonly Bytes[];
  /** The script ran longer than `busy-reply-threshold` without end, and was aborted. */
  readonly timedOut: boolean;
}

/** The server does not let this user begin debug sessions. */
export class DebugRefused extends RedisError {}

const DEBUG_YES: readonly Bytes[] = ['SCRIPT', 'DEBUG', 'YES'];
/** What a server answers to everything for a while. */
const TEMPORARY = /^(BUSY|LOADING|MASTERDOWN) /;
/** A script that catches the abort is stopped again after each threshold; this often it is tried. */
const MAX_ABORTS = 3;

/**
 * Runs one EVAL in a forked debug session (`ldbStartSession`): a child of the server executes it on a copy of the data, and nothing on
 * the server changes. The connection is used up afterwards. `started` is called when the session is our own for certain: until
 * then no other debug session may begin on this server, since it keeps one global for the connection that debugs.
 *
 * Rejects with DebugRefused when the server refuses SCRIPT DEBUG, with `AppError('engine-lost')` when the connection ends before it begins.
 */
export async function runForked(
  connection: RespConnection,
  { db, resp }: { readonly db: number; readonly resp: RespVersion },
  command: readonly Bytes[],
  started: () => void,
): Promise<SessionEnd> {
  await connection.prepare(db, resp);
  const { value: enabled } = await connection.send(DEBUG_YES);
  if (enabled.type === 'error') throw new (TEMPORARY.test(enabled.text) ? RedisError : DebugRefused)(enabled.text);
  const inbox = new Inbox(connection);
  let told = (await connection.send(command)).value;
  started();
  const said: Bytes[] = [];
  let timedOut = false;
  for (let aborts = 0; ;) {
    if (told.type === 'error') throw new RedisError(told.text);
    const lines = linesOf(told);
    if (lines === undefined)
      throw new AppError('internal', { message: 'a debug session of somebody else came in between' });
    for (const line of lines) if (line.startsWith('<debug> ')) said.push(...debugged(line));
    if (lines.includes('<endsession>')) return { answer: await inbox.next(), ended: true, said, timedOut };
    const stuck = lines.some((line) => line.includes('timeout reached, infinite loop?'));
    timedOut ||= stuck;
    if (stuck && ++aborts > MAX_ABORTS) return { answer: undefined, ended: false, said, timedOut };
    try {
      told = (await connection.send([stuck ? 'abort' : 'continue'])).value;
    } catch {
      // The child is gone: it died of the script.
      return { answer: undefined, ended: false, said, timedOut };
    }
  }
}

/** What a debugger says: an array of status lines. */
function linesOf(value: RespValue): readonly Bytes[] | undefined {
  if (value.type !== 'array') return undefined;
  return value.items.every((item) => item.type === 'status') ? value.items.map(({ text }) => text) : undefined;
}

/** The string in `<debug> line 3: "…"`; none when something else was said. */
function debugged(line: Bytes): Bytes[] {
  const from = line.indexOf(': "');
  return from < 0 || !line.endsWith('"') ? [] : [unquoted(line, from + 3, line.length - 1)];
}

const ESCAPED: Readonly<Record<string, Bytes>> = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b' };

/** Undoes `sdscatrepr`. */
function unquoted(text: Bytes, from: number, to: number): Bytes {
  let bytes = '';
  for (let at = from; at < to;) {
    const next = text.indexOf('\\', at);
    if (next < 0 || next >= to) return bytes + text.slice(at, to);
    bytes += text.slice(at, next);
    const char = text.charAt(next + 1);
    bytes += char === 'x' ? String.fromCharCode(parseInt(text.slice(next + 2, next + 4), 16)) : (ESCAPED[char] ?? char);
    at = next + (char === 'x' ? 4 : 2);
  }
  return bytes;
}

/** The reply that comes after the end of the session, which no command of ours asked for. */
class Inbox {
  #arrived: Answer | undefined;
  #wake: (answer: Answer | undefined) => void = () => undefined;

  constructor(connection: RespConnection) {
    connection.unasked = (answer) => {
      this.#arrived ??= answer;
      this.#wake(this.#arrived);
    };
    void connection.ended.then(() => this.#wake(this.#arrived));
  }

  next(): Promise<Answer | undefined> {
    return this.#arrived === undefined
      ? new Promise((resolve) => (this.#wake = resolve))
      : Promise.resolve(this.#arrived);
  }
}
