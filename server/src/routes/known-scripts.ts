import type { Bytes } from '@luascope/shared/bytes';
import type { TargetName } from '../engines.js';

/** A script that went to a server through the HTTP API. */
export interface KnownScript {
  readonly sha1: string;
  readonly source: Bytes;
  /** How it first got there. */
  readonly via: 'EVAL' | 'EVAL_RO' | 'SCRIPT LOAD';
  /** Milliseconds of the epoch. */
  readonly firstSentAt: number;
}

const MAX_SCRIPTS = 500;
const MAX_BYTES = 16 * 1024 * 1024;

/** The scripts of one target in this process's life, the last ones: a server cannot be asked which scripts it has, only about one. */
export class KnownScripts {
  readonly #scripts = new Map<string, KnownScript>();
  #bytes = 0;

  add(sha1: string, source: Bytes, via: KnownScript['via']): void {
    if (this.#scripts.has(sha1)) return;
    this.#scripts.set(sha1, { sha1, source, via, firstSentAt: Date.now() });
    this.#bytes += source.length;
    for (const [oldest, script] of this.#scripts) {
      if (this.#scripts.size <= MAX_SCRIPTS && this.#bytes <= MAX_BYTES) break;
      this.#scripts.delete(oldest);
      this.#bytes -= script.source.length;
    }
  }

  list(): readonly KnownScript[] {
    return [...this.#scripts.values()];
  }
}

/** Those of every target. */
export type KnownScriptsByTarget = Readonly<Record<TargetName, KnownScripts>>;
