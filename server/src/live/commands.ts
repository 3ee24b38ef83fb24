import { createHash } from 'node:crypto';
import type { Bytes } from '@luascope/shared/bytes';
import { AppError, type RunRequest } from '@luascope/shared/debug';

/** The SHA1 by which a server caches a script, lower-case hexadecimal. */
export function sha1Of(script: Bytes): string {
  return createHash('sha1').update(script, 'latin1').digest('hex');
}

/** The command that runs the request. */
export function runCommand(request: RunRequest, sha1: string): Bytes[] {
  const rest = [String(request.keys.length), ...request.keys, ...request.args];
  switch (request.mode) {
    case 'EVAL':
    case 'EVAL_RO':
      return [request.mode, request.script, ...rest];
    case 'EVALSHA':
    case 'EVALSHA_RO':
      return [request.mode, sha1, ...rest];
    case 'FCALL':
    case 'FCALL_RO':
      throw new AppError('not-supported', { what: request.mode });
  }
}
