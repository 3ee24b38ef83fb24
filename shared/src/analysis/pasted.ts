import { fromText, type Bytes } from '../bytes.js';
import { splitArguments } from '../resp/index.js';
import { splitShell } from './shell.js';

const MODES = ['EVAL', 'EVALSHA', 'EVAL_RO', 'EVALSHA_RO'] as const;
export type PastedMode = (typeof MODES)[number];

/** A command line that runs a script, taken apart. Exactly one of `script`, `sha1` and `file` says which script. */
export interface PastedCommand {
  readonly mode: PastedMode;
  readonly script?: Bytes;
  readonly sha1?: Bytes;
  /** The script is in this file, which cannot be read from here. */
  readonly file?: Bytes;
  readonly keys: readonly Bytes[];
  readonly args: readonly Bytes[];
  /** `redis-cli -3` was asked for RESP3. */
  readonly resp?: 3;
}

/**
 * Recognises what people copy from a terminal or a document: `EVAL "…" 2 k1 k2 a1` as at redis-cli's prompt (with or without the
 * prompt), `redis-cli … EVAL '…' 1 k a` and `redis-cli --eval file.lua k1 , a1` as in a shell. Undefined for anything else, so that a
 * script that happens to be pasted stays a script.
 */
export function splitPasted(text: string): PastedCommand | undefined {
  const line = fromText(text.trim().replace(/\r\n?/g, '\n')).replace(
    /^(?:[$%#]\s+|\S+?(?:\[\d+\])?(?:\(TX\))?>\s+)/,
    '',
  );
  if (/^(?:\S*\/)?(?:redis|valkey)-cli\b/.test(line)) {
    const words = splitShell(line);
    return words && fromCli(words.slice(1));
  }
  if (!/^(?:EVAL|EVALSHA)(?:_RO)?\s/i.test(line)) return undefined;
  // Documents often show a shell's quoting without the shell.
  const words = splitArguments(line) ?? splitShell(line);
  return words && fromCommand(words);
}

/** Options of redis-cli that take a value. */
const WITH_VALUE = new Set(
  '-h -p -t -s -a -u -r -i -n -d -D --user --pass --sni --cacert --cacertdir --cert --key --tls-ciphers --tls-ciphersuites --show-pushes'.split(
    ' ',
  ),
);

function fromCli(words: readonly Bytes[]): PastedCommand | undefined {
  let resp: 3 | undefined;
  let file: Bytes | undefined;
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at]!;
    if (word === '-3') resp = 3;
    else if (word === '--eval') {
      file = words[++at];
      at++;
      break;
    } else if (WITH_VALUE.has(word)) at++;
    else if (!word.startsWith('-')) break;
  }
  const rest = words.slice(at);
  const protocol = resp && { resp };
  if (file === undefined) {
    const command = fromCommand(rest);
    return command && { ...command, ...protocol };
  }
  const comma = rest.indexOf(',');
  const keys = comma < 0 ? rest : rest.slice(0, comma);
  const args = comma < 0 ? [] : rest.slice(comma + 1);
  return { mode: 'EVAL', file, keys, args, ...protocol };
}

function fromCommand(words: readonly Bytes[]): PastedCommand | undefined {
  const [name, body, count, ...inputs] = words;
  const mode = MODES.find((each) => each === name?.toUpperCase());
  if (mode === undefined || body === undefined || count === undefined || !/^\d+$/.test(count)) return undefined;
  if (Number(count) > inputs.length) return undefined;
  const keys = inputs.slice(0, Number(count));
  const args = inputs.slice(Number(count));
  const file = /^\$\(\s*(?:cat|<)\s*([^)]+?)\s*\)$/.exec(body)?.[1];
  if (mode.startsWith('EVALSHA')) return { mode, sha1: body, keys, args };
  return file === undefined ? { mode, script: body, keys, args } : { mode, file, keys, args };
}
