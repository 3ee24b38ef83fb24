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

/** `127.0.0.1:6379[2](TX)> `, `> ` and a shell's `$ `. */
const PROMPT = /^(?:[$%#]\s+|\S*?(?:\[\d+\])?(?:\(TX\))?>\s+)/;
/** What MONITOR writes before a command: `1700000000.123456 [0 127.0.0.1:5555] `. */
const MONITORED = /^\d+\.\d+ \[\d+ [^\]]+\] /;
/** What a shell may start redis-cli by: `sudo`, `docker exec -it redis`, `kubectl exec pod --`, `REDISCLI_AUTH=secret`. */
const STARTED_BY =
  /^(?:(?:sudo|docker|docker-compose|podman|kubectl|env|\w+=\S*)\s[^'"\n]*?)?(?:\S*\/)?(?:redis|valkey)-cli\s/;

/**
 * Recognises what people copy from a terminal or a document: `EVAL "…" 2 k1 k2 a1` as at redis-cli's prompt (with or without the
 * prompt, and what was answered below it), `redis-cli … EVAL '…' 1 k a` and `redis-cli --eval file.lua k1 , a1` as in a shell, and a
 * line of MONITOR. Undefined for anything else, so that a script that happens to be pasted stays a script.
 */
export function splitPasted(text: string): PastedCommand | undefined {
  const line = fromText(text.trim().replace(/\r\n?/g, '\n')).replace(MONITORED, '').replace(PROMPT, '');
  const started = STARTED_BY.exec(line);
  if (started !== null) {
    const words = splitShell(firstLine(line.slice(started[0].length), SHELL_QUOTED));
    return words && fromCli(words);
  }
  if (!/^"?(?:EVAL|EVALSHA)(?:_RO)?"?\s/i.test(line)) return undefined;
  // Documents often show a shell's quoting without the shell.
  const words = splitArguments(firstLine(line, CLI_QUOTED)) ?? splitShell(firstLine(line, SHELL_QUOTED));
  return words && fromCommand(words);
}

/** What belongs to one line as redis-cli reads it, and as a shell does: there a backslash at its end goes on to the next. */
const CLI_QUOTED = /(?:"[^"\\]*(?:\\[^][^"\\]*)*"|'[^'\\]*(?:\\[^][^'\\]*)*'|[^\n'"]+|['"])*/y;
const SHELL_QUOTED = /(?:"[^"\\]*(?:\\[^][^"\\]*)*"|\$'[^'\\]*(?:\\[^][^'\\]*)*'|'[^']*'|\\[^]|[^\n\\'"$]+|[\\'"$])*/y;

/** A command ends with its line, unless a quote is open there: what follows it is the answer that was copied along. */
function firstLine(text: Bytes, line: RegExp): Bytes {
  line.lastIndex = 0;
  return line.exec(text)![0];
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
