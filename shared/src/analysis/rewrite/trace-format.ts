/** The first numbers of the records of a trace; what follows each is said where `readTrace` reads it. */
export const Trace = { enter: 1, step: 2, call: 3, log: 4, error: 5, exit: 6, varargs: 7, home: 8, key: 9 } as const;
/** The first numbers of values that MessagePack cannot say. */
export const Special = {
  nil: 0,
  negativeZero: 1,
  table: 2,
  object: 3,
  longString: 4,
  seenTable: 5,
  packed: 6,
  number: 7,
  list: 8,
} as const;

/** What a slice of the trace that is sent through `redis.debug` begins with. */
export const Sent = { trace: '\x01T', keys: '\x01K', values: '\x01V', returned: '\x01R', end: '\x01E' } as const;
/** In place of the number of a database, what a note of the values says besides values; `KeyValues` reads them. */
export const Noted = { begin: -1, database: -2, protocol: -3, anything: -4 } as const;
/** In place of a payload: there is no key; its value is too large; it is not told any more. */
export const NoPayload = { missing: 0, large: 1, ended: 2 } as const;
