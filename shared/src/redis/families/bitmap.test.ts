import { transcripts } from '../../../test/both-engines.js';

transcripts('bitmap', {
  'SETBIT and GETBIT': `
    > SETBIT k 7 1
    (integer) 0
    > SETBIT k 7 1
    (integer) 1
    > GET k
    "\\x01"
    > GETBIT k 100
    (integer) 0
    > SETBIT k 4294967296 1
    (error) ERR bit offset is not an integer or out of range
    > SETBIT k -1 1
    (error) ERR bit offset is not an integer or out of range
    > SETBIT k 0 2
    (error) ERR bit is not an integer or out of range
    > STRLEN k
    (integer) 1
  `,
  'BITCOUNT and BITPOS': `
    > SET k foobar
    OK
    > BITCOUNT k
    (integer) 26
    > BITCOUNT k 1 1
    (integer) 6
    > BITCOUNT k 5 30 BIT
    (integer) 17
    > BITCOUNT k -2 -3
    (integer) 0
    > BITCOUNT k 0
    (error) ERR syntax error
    > BITPOS k 1
    (integer) 1
    > BITPOS k 0 2
    (integer) 16
    > BITPOS k 1 0 -1 BIT
    (integer) 1
    > SET ones "\\xff\\xff"
    OK
    > BITPOS ones 0
    (integer) 16
    > BITPOS ones 0 0 -1
    (integer) -1
    > BITPOS missing 0
    (integer) 0
    > BITPOS missing 1
    (integer) -1
    > BITPOS k 2
    (error) ERR The bit argument must be 1 or 0.
  `,
  BITOP: `
    > MSET a foobar b abc
    OK
    > BITOP AND r a b
    (integer) 6
    > GET r
    "\`bc\\x00\\x00\\x00"
    > BITOP OR r a b
    (integer) 6
    > GET r
    "goobar"
    > BITOP XOR r a b
    (integer) 6
    > BITOP NOT r b
    (integer) 3
    > GET r
    "\\x9e\\x9d\\x9c"
    > BITOP NOT r a b
    (error) ERR BITOP NOT must be called with a single source key.
    > BITOP AND r missing
    (integer) 0
    > EXISTS r
    (integer) 0
    > BITOP NAND r a
    (error) ERR syntax error
  `,
  BITFIELD: `
    > BITFIELD k SET u8 0 255 INCRBY u8 0 10
    1) (integer) 0
    2) (integer) 9
    > BITFIELD k OVERFLOW SAT SET i5 93 -9223372036854775808 GET i5 93
    1) (integer) 0
    2) (integer) 15
    > BITFIELD k OVERFLOW FAIL INCRBY u2 #4 5 INCRBY u2 #4 1
    1) (nil)
    2) (integer) 1
    > BITFIELD k GET u64 0
    (error) ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
    > BITFIELD k GET i64 0
    1) (integer) 666532744850833408
    > BITFIELD k OVERFLOW NONE
    (error) ERR Invalid OVERFLOW type specified
    > BITFIELD_RO k SET u8 0 1
    (error) ERR BITFIELD_RO only supports the GET subcommand
    > BITFIELD missing GET u8 0
    1) (integer) 0
    > EXISTS missing
    (integer) 0
  `,
});
