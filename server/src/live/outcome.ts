import type { Bytes } from '@luascope/shared/bytes';
import type { Outcome } from '@luascope/shared/debug';
import type { RespValue } from '@luascope/shared/resp';

/** What the reply to EVAL and its kin says about how the script ended. */
export function outcomeOf(reply: RespValue): Outcome {
  if (reply.type !== 'error') return { kind: 'finished' };
  if (KILLED.test(reply.text)) return { kind: 'killed' };
  const line = lineOf(reply.text);
  return { kind: 'error', compile: COMPILE.test(reply.text), ...(line !== undefined && { line }) };
}

const KILLED = /Script killed by user with (SCRIPT|FUNCTION) KILL/;
const COMPILE = /^ERR Error compiling (script|function)/;

/** Redis appends `script: <sha>, on @user_script:<line>.`; a message of Lua's own begins with `user_script:<line>:`; a library is `user_function`. */
export function lineOf(text: Bytes): number | undefined {
  const line =
    /, on @?user_(?:script|function):(\d+)\.?$/.exec(text)?.[1] ?? /user_(?:script|function):(\d+):/.exec(text)?.[1];
  return line === undefined ? undefined : Number(line);
}
