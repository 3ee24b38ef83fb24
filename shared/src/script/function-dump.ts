import type { Bytes } from '../bytes.js';
import { fail } from '../redis/errors.js';
import { FOOTER, openPayload, sealPayload } from '../redis/rdb/payload.js';
import { CorruptPayload, PayloadReader } from '../redis/rdb/reader.js';
import { writeString } from '../redis/rdb/strings.js';

/** RDB_OPCODE_FUNCTION2: a library, as its code. */
const LIBRARY = '\xf5';

/** The payload of FUNCTION DUMP for the code of these libraries. */
export const writeLibraries = (codes: readonly Bytes[], compress: boolean, version: number): Bytes =>
  sealPayload(codes.map((code) => LIBRARY + writeString(code, compress)).join(''), version);

/** The codes in a payload of FUNCTION DUMP, one at a time. Throws `RedisError` where it is malformed. */
export function* readLibraries(payload: Bytes, newest: number): Iterable<Bytes> {
  if (openPayload(payload, newest) === undefined) fail('ERR DUMP payload version or checksum are wrong');
  // Of a library that claims to be longer than it is, the footer is read too.
  const reader = new PayloadReader(payload);
  while (reader.left > FOOTER) {
    if (reader.bytes(1) !== LIBRARY) fail('ERR given type is not a function');
    yield libraryCode(reader);
  }
}

function libraryCode(reader: PayloadReader): Bytes {
  try {
    return reader.string();
  } catch (thrown) {
    if (thrown instanceof CorruptPayload) return fail('ERR Failed loading library payload');
    throw thrown;
  }
}
