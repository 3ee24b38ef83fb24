import type { Bytes } from '../bytes.js';

/**
 * A script did what kills a real server of this version: nobody would get a reply. Passes through dispatch to whoever hosts the
 * emulator; the data is as the script left it.
 */
export class ScriptCrash extends Error {
  override readonly name = 'ScriptCrash';
  /** The script's SHA1, or the function's name. */
  readonly script: Bytes;
  /** Where the script raised the fatal error. */
  readonly line: number | undefined;

  constructor(version: string, reason: string, script: Bytes, line: number | undefined, cause?: unknown) {
    super(`a real ${version} server would crash here: ${reason}`, { cause });
    this.script = script;
    this.line = line;
  }
}
