import type { Bytes } from '../bytes.js';
import { keyPositions } from '../commands/keys.js';
import { lookupCommand } from '../commands/lookup.js';
import type { Call, Recording, StepIndex } from './recording.js';

/** What the table of commands says of a key that a command changes. */
const CHANGES = new Set(['rw', 'ow', 'rm']);

/**
 * The last step before another in which a key was changed; undefined when there is none. Where a recording does not know its writes, it is the
 * last among the calls kept that was made to write the key and did not fail: of a command that writes only sometimes (SETNX) it is not known
 * then whether it did.
 */
export function lastWriteOf(
  { calls, writes }: Pick<Recording, 'calls' | 'writes'>,
  key: Bytes,
  before: StepIndex,
): StepIndex | undefined {
  if (writes !== undefined)
    return writes.step.findLast((step, i) => step < before && writes.keys[writes.key[i]!]!.key === key);
  return calls.findLast(
    (call) => call.step !== undefined && call.step < before && call.reply.type !== 'error' && isMadeToWrite(call, key),
  )?.step;
}

function isMadeToWrite({ command, effect }: Call, key: Bytes): boolean {
  if (effect !== 'write') return false;
  const spec = lookupCommand(command);
  if (spec === undefined) return false;
  return keyPositions(spec, command).some(
    ({ index, flags }) => command[index] === key && flags.some((flag) => CHANGES.has(flag.toLowerCase())),
  );
}
