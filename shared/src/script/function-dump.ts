import type { Bytes } from '../bytes.js';
import { fail } from '../redis/errors.js';
import { openPayload, sealPayload } from '../redis/rdb/payload.js';
import { CorruptPayload, PayloadReader } from '../redis/rdb/reader.js';
import { writeString } from '../redis/rdb/strings.js';

/** RDB_OPCODE_FUNCTION2: a library, as its code. */
const LIBRARY = '\xf5';

/** The payload of FUNCTION DUMP for the code of these libraries. */
export const writeLibraries = (codes: readonly Bytes[], compress: boolean, version: number): Bytes =>
  sealPayload(codes.map((code) => LIBRARY + writeString(code, compress)).join(''), version);

/** The codes in a payload of FUNCTION DUMP, one at a time. Throws `RedisError` where it is malformed. */
export function* readLibraries(payload: Bytes, newest: number): Iterable<Bytes> {
  const body = openPayload(payload, newest) ?? fail('ERR DUMP payload version or checksum are wrong');
  const reader = new PayloadReader(body);
  while (reader.left > 0) {
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
