import { quoteArgument, quoteShell } from '@luascope/shared/analysis';
import { toText, type Bytes } from '@luascope/shared/bytes';
import { functionOf, rowBytes, scriptBytes } from '../../state/request.js';
import type { RunInputs } from '../../state/script.js';

/** What will be sent, word by word. */
export interface Invocation {
  readonly mode: RunInputs['mode'];
  /** What is loaded before, with FUNCTION LOAD REPLACE. */
  readonly library?: Bytes;
  /** The script, its SHA1 or the name of a function. */
  readonly body: Bytes;
  readonly keys: readonly Bytes[];
  readonly args: readonly Bytes[];
}

export function invocationOf(inputs: RunInputs, sha1: string): Invocation {
  const bySha = inputs.mode.startsWith('EVALSHA');
  const called = functionOf(inputs);
  const script = scriptBytes(inputs.text);
  return {
    mode: inputs.mode,
    ...(called !== undefined && { library: script }),
    body: bySha ? sha1 : (called ?? script),
    keys: inputs.keys.map(rowBytes),
    args: inputs.args.map(rowBytes),
  };
}

const wordsOf = ({ mode, body, keys, args }: Invocation): Bytes[] => [
  mode,
  body,
  String(keys.length),
  ...keys,
  ...args,
];

const commandsOf = (invocation: Invocation): Bytes[][] => [
  ...(invocation.library === undefined ? [] : [['FUNCTION', 'LOAD', 'REPLACE', invocation.library]]),
  wordsOf(invocation),
];

/**
 * The lines as they can be typed at redis-cli's prompt. Valid UTF-8 is shown as text. Words of more than `longest` bytes are cut in the
 * middle: quoting them whole would cost a keystroke's time.
 */
export const promptLine = (invocation: Invocation, longest = Infinity): string =>
  commandsOf(invocation)
    .map((words) => words.map((word) => quotedWord(word, longest)).join(' '))
    .join('\n');

function quotedWord(word: Bytes, longest: number): string {
  if (word.length > longest) {
    const half = longest >> 1;
    return `${quotedWord(word.slice(0, half), Infinity)}…${quotedWord(word.slice(-half), Infinity)}`;
  }
  const quoted = quoteArgument(word);
  return toText(quoted) ?? quoted;
}

/** Long enough to recognise a script by. */
const HEAD = 24;

/** The script cut after its beginning, a SHA1 after eight digits. */
export function shortBody({ mode, body }: Invocation): string {
  if (mode.startsWith('EVALSHA')) return `${body.slice(0, 8)}…`;
  // Quoting a long script only to cut it would cost a keystroke's time.
  const quoted = quoteArgument(body.slice(0, HEAD * 4));
  const text = toText(quoted) ?? quoted;
  const inner = text.startsWith('"') ? text.slice(1, -1) : text;
  return inner.length <= HEAD && body.length <= HEAD * 4
    ? text
    : `"${inner.slice(0, HEAD).replace(/[\\\ud800-\udbff]$/, '')}…"`;
}

export interface Address {
  /** `127.0.0.1:6379`, `[::1]:6379` or the path of a socket. */
  readonly address?: string | undefined;
  readonly db?: number | undefined;
  readonly resp?: 2 | 3 | undefined;
}

/**
 * A command for a shell that sends exactly this. Bytes that a shell cannot carry (a NUL above all) go through redis-cli's own escapes, which
 * `--quoted-input` turns on.
 */
export function shellLine(invocation: Invocation, { address, db, resp }: Address): string {
  const commands = commandsOf(invocation);
  const plain = commands.flat().every(isPlain);
  const options = [
    ...connection(address),
    ...(db ? ['-n', String(db)] : []),
    ...(resp === 3 ? ['-3'] : []),
    ...(plain ? [] : ['--quoted-input']),
  ];
  const quote = (word: Bytes): string => quoteShell(plain ? word : quoteArgument(word));
  const line = commands.map((words) => ['redis-cli', ...options, ...words.map(quote)].join(' ')).join(' && ');
  return toText(line) ?? line;
}

/** Text that a terminal shows and a shell passes on unchanged. */
const isPlain = (word: Bytes): boolean => toText(word) !== undefined && !/[^\P{Cc}\n\t]/u.test(toText(word)!);

function connection(address: string | undefined): string[] {
  if (address === undefined) return [];
  if (address.startsWith('/')) return ['-s', quoteShell(address)];
  const [, host, port] = /^\[?(.*?)\]?:(\d+)$/.exec(address) ?? [];
  return host === undefined || port === undefined ? [] : ['-h', host, '-p', port];
}

/** One key or argument on the screen: a long one is cut in the middle. */
export function shownWord(word: Bytes): string {
  const text = quotedWord(word, 480);
  return text.length <= 60 ? text : `${text.slice(0, 28)}…${text.slice(-28)}`;
}
