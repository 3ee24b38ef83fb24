import type { Bytes } from '../bytes.js';
import { keyPositions } from '../commands/keys.js';
import { lookupCommand } from '../commands/lookup.js';
import type { Call, Recording, StepIndex } from './recording.js';

/** What the table of commands says of a key that a command changes. */
const CHANGES = new Set(['rw', 'ow', 'rm']);

/**
 * The last call before a step that was made to write a key and did not fail; undefined when there is none among the calls kept. Of a command
 * that writes only sometimes (SETNX) it is not known here whether it did.
 */
export const lastWriteOf = ({ calls }: Pick<Recording, 'calls'>, key: Bytes, before: StepIndex): Call | undefined =>
  calls.findLast(
    (call) => call.step !== undefined && call.step < before && call.reply.type !== 'error' && writes(call, key),
  );

function writes({ command, effect }: Call, key: Bytes): boolean {
  if (effect !== 'write') return false;
  const spec = lookupCommand(command);
  if (spec === undefined) return false;
  return keyPositions(spec, command).some(
    ({ index, flags }) => command[index] === key && flags.some((flag) => CHANGES.has(flag.toLowerCase())),
  );
}
