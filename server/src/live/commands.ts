import { createHash } from 'node:crypto';
import type { Bytes } from '@luascope/shared/bytes';
import type { RunRequest } from '@luascope/shared/debug';

/** The SHA1 by which a server caches a script, lower-case hexadecimal. */
export function sha1Of(script: Bytes): string {
  return createHash('sha1').update(script, 'latin1').digest('hex');
}

/** The command that runs the request. With FCALL the request's script is the name of the function. */
export function runCommand({ mode, script, keys, args }: RunRequest, sha1: string): Bytes[] {
  const subject = mode === 'EVALSHA' || mode === 'EVALSHA_RO' ? sha1 : script;
  return [mode, subject, String(keys.length), ...keys, ...args];
}
