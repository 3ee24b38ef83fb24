export { keyPositions, hasKeys, type KeyPosition } from './keys.js';
export { arityFits, findCommand, lookupCommand, lowerCase } from './lookup.js';
export { crc16, hashSlot } from './slot.js';
export type { ArgumentDocs, CommandDocs, CommandSpec, KeySpec } from './spec.js';
export { TABLE } from './table.generated.js';
