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

  constructor(target: Target) {
    this.#target = target;
  }

  /** Throws `AppError('needs-confirmation', { address, commands, crashLines })` unless the person said yes, now or before. */
  require(script: Bytes, confirmed: boolean): void {
    if (!this.#target.state.capabilities.confirmWrites) return;
    const { commands, crashLines } = findHazards(script, this.#target.guard);
    const named = [...commands, ...(crashLines.length > 0 ? [`crash in ${sha1Of(script)}`] : [])];
    if (confirmed) {
      this.#asked = true;
      for (const hazard of named) this.#accepted.add(hazard);
    } else if (!this.#asked || named.some((hazard) => !this.#accepted.has(hazard)))
      throw new AppError('needs-confirmation', {
        address: this.#target.address?.label ?? '',
        commands: commands.join(' '),
        crashLines: crashLines.join(' '),
      });
  }
}
