import { createHash } from 'node:crypto';
import type { Bytes } from '@luascope/shared/bytes';
import type { RunMode, RunRequest } from '@luascope/shared/debug';

/** The SHA1 by which a server caches a script, lower-case hexadecimal. */
export function sha1Of(script: Bytes): string {
  return createHash('sha1').update(script, 'latin1').digest('hex');
}

/** The command that runs the request. With FCALL and no function's name the request's script is the name. */
export function runCommand({ mode, script, functionName, keys, args }: RunRequest, sha1: string): Bytes[] {
  const byName = callsFunction(mode) ? functionName : undefined;
  const subject = mode === 'EVALSHA' || mode === 'EVALSHA_RO' ? sha1 : (byName ?? script);
  return [mode, subject, String(keys.length), ...keys, ...args];
}

/** What is sent before it: the library that the request brings along. */
export const loadCommand = ({ mode, script, functionName }: RunRequest): Bytes[] | undefined =>
  callsFunction(mode) && functionName !== undefined ? ['FUNCTION', 'LOAD', 'REPLACE', script] : undefined;

const callsFunction = (mode: RunMode): boolean => mode === 'FCALL' || mode === 'FCALL_RO';
