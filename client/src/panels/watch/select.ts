import { parseScript } from '@luascope/shared/analysis';
import { fromText, type Bytes } from '@luascope/shared/bytes';
import { lookupCommand } from '@luascope/shared/commands';
import type { LuaView } from '@luascope/shared/debug';
import { splitArguments } from '@luascope/shared/resp';

/** What is asked of the engine for a watch. */
export type Question =
  | { readonly kind: 'expression' | 'command'; readonly lua: Bytes }
  /** A command that would not only read. */
  | { readonly kind: 'refused'; readonly command: string };

/**
 * A watch is a Lua expression, or a command as redis-cli takes it: one whose first word is a command's name in capitals, or that is no Lua.
 * `KEYS[1]` and `ARGV[1]` in a command mean what they mean in the script.
 */
export function questionOf(watch: string): Question {
  const text = fromText(watch.trim());
  const words = splitArguments(text) ?? [];
  const spec = lookupCommand(words);
  const name = words[0] ?? '';
  const isCommand =
    spec !== undefined && words.length > 1 && (name === name.toUpperCase() || !parseScript(`return ${text}`).ok);
  if (!isCommand) return { kind: 'expression', lua: text };
  if (!spec.flags.includes('readonly')) return { kind: 'refused', command: name.toUpperCase() };
  return { kind: 'command', lua: `redis.call(${words.map(argument).join(', ')})` };
}

const argument = (word: Bytes): Bytes => (/^(KEYS|ARGV)\[\d+\]$/.test(word) ? word : luaString(word));

const luaString = (bytes: Bytes): Bytes =>
  `"${bytes.replace(/[^ !#-[\]-~]/g, (char) => `\\${String(char.charCodeAt(0)).padStart(3, '0')}`)}"`;

/** `redis.call` turns nil into false; what a command answered is shown as it was. */
export const answerOf = (question: Question, value: LuaView): LuaView =>
  question.kind === 'command' && value.type === 'boolean' && !value.value ? { type: 'nil' } : value;
