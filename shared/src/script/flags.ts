import type { Bytes } from '../bytes.js';
import { RedisError } from '../redis/errors.js';
import { splitArguments } from '../resp/request.js';

/** What a script may declare about itself, in the order FUNCTION LIST names it (`scripts_flags_def`). */
export const SCRIPT_FLAGS = ['no-writes', 'allow-oom', 'allow-stale', 'no-cluster', 'allow-cross-slot-keys'] as const;
export type ScriptFlag = (typeof SCRIPT_FLAGS)[number];

export const isScriptFlag = (word: string): word is ScriptFlag => (SCRIPT_FLAGS as readonly string[]).includes(word);

/**
 * The rules a script runs by. `undefined` instead of these: a script without a shebang, to which the older, laxer rules apply
 * (`SCRIPT_FLAG_EVAL_COMPAT_MODE`).
 */
export type Declared = ReadonlySet<ScriptFlag>;

export interface Shebang {
  readonly declared: Declared | undefined;
  /** Bytes to skip before compiling. The line end stays, so that line numbers do too. */
  readonly length: number;
}

/** Reads the first line of an EVAL script (`evalExtractShebangFlags`). Throws `RedisError` when it is malformed. */
export function readShebang(script: Bytes): Shebang {
  if (!script.startsWith('#!')) return { declared: undefined, length: 0 };
  const length = script.indexOf('\n');
  if (length < 0 || script.slice(0, length).includes('\0')) throw refused('Invalid script shebang');
  const parts = splitArguments(script.slice(0, length));
  if (parts === undefined || parts.length === 0) throw refused('Invalid engine in script shebang');
  const [engine = '', ...options] = parts;
  if (engine !== '#!lua') throw refused(`Unexpected engine in script shebang: ${engine}`);
  const declared = new Set<ScriptFlag>();
  for (const option of options) {
    if (!option.startsWith('flags=')) throw refused(`Unknown lua shebang option: ${option}`);
    const words = option.slice('flags='.length);
    for (const word of words === '' ? [] : words.split(',')) {
      if (!isScriptFlag(word)) throw refused(`Unexpected flag in script shebang: ${word}`);
      declared.add(word);
    }
  }
  return { declared, length };
}

/** Sent with what the script says in it as it is. */
const refused = (text: Bytes): RedisError => new RedisError(`ERR ${text}`, true);
