import { sha1 } from '@noble/hashes/legacy.js';
import { fromOctets, toHex, toOctets, type Bytes } from './bytes.js';

/** The name by which Redis knows a script: SHA1 of its exact bytes, 40 lower-case hexadecimal digits. */
export const sha1Hex = (bytes: Bytes): string => toHex(fromOctets(sha1(toOctets(bytes))));
