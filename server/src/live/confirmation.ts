import type { Bytes } from '@luascope/shared/bytes';
import { AppError } from '@luascope/shared/debug';
import type { Target } from '../redis/target.js';
import { sha1Of } from './commands.js';
import { findHazards } from './hazards.js';

/**
 * The question before scripts run on a Redis that this program did not start: once in a visit, and once more for each hazard that the
 * question before did not name.
 */
export class Confirmation {
  readonly #target: Target;
  #asked = false;
  readonly #accepted = new Set<string>();
  /** Scripts of which a forked copy of the server died, by SHA1, with the line where it is known. */
  readonly #deadly = new Map<string, number | undefined>();

  constructor(target: Target) {
    this.#target = target;
  }

  /** Takes note that a forked copy of the server died of a script. */
  diesOf(script: Bytes, line: number | undefined): void {
    this.#deadly.set(sha1Of(script), line);
  }

  knowsDeathBy(script: Bytes): boolean {
    return this.#deadly.has(sha1Of(script));
  }

  /** Throws `AppError('needs-confirmation', { address, commands, crashLines, … })` unless the person said yes, now or before. */
  require(script: Bytes, confirmed: boolean): void {
    if (!this.#target.state.capabilities.confirmWrites) return;
    const sha1 = sha1Of(script);
    const { commands, crashLines: written } = findHazards(script, this.#target.guard);
    const died = this.#deadly.has(sha1);
    const line = this.#deadly.get(sha1);
    const crashLines = line === undefined ? written : [line];
    const named = [
      ...commands,
      ...(crashLines.length > 0 ? [`crash in ${sha1}`] : []),
      ...(died ? [`death by ${sha1}`] : []),
    ];
    if (confirmed) {
      this.#asked = true;
      for (const hazard of named) this.#accepted.add(hazard);
    } else if (!this.#asked || named.some((hazard) => !this.#accepted.has(hazard)))
      throw new AppError('needs-confirmation', {
        address: this.#target.address?.label ?? '',
        commands: commands.join(' '),
        crashLines: crashLines.join(' '),
        ...(died && { died: 1 }),
      });
  }
}
