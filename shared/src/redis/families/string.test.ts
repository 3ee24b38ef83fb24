import { transcripts } from '../../../test/both-engines.js';

transcripts('string', {
  'SET: conditions, GET, times to live': `
    > SET k v
    OK
    > SET k w NX
    (nil)
    > SET k w XX GET
    "v"
    > SET k x NX GET
    "w"
    > GET k
    "w"
    > SET k v EX 0
    (error) ERR invalid expire time in 'set' command
    > SET k v EX 10 PX 10
    (error) ERR syntax error
    > SET k v EX 100 KEEPTTL
    (error) ERR syntax error
    > SET k v NX XX
    (error) ERR syntax error
    > SET new v XX
    (nil)
    > EXISTS new
    (integer) 0
    > RPUSH list a
    (integer) 1
    > SET list v GET
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
    > SET list v
    OK
    > TYPE list
    string
    > SETEX k 0 v
    (error) ERR invalid expire time in 'setex' command
    > PSETEX k -1 v
    (error) ERR invalid expire time in 'psetex' command
    > SET k v PX 9223372036854775807
    (error) ERR invalid expire time in 'set' command
  `,
  'GETEX and GETDEL': `
    > SET k v EX 100
    OK
    > GETEX k PERSIST
    "v"
    > TTL k
    (integer) -1
    > GETEX k EXAT 1
    "v"
    > EXISTS k
    (integer) 0
    > GETEX missing EX x
    (nil)
    > SET k v
    OK
    > GETEX k EX x
    (error) ERR value is not an integer or out of range
    > GETEX k EX 10 PERSIST
    (error) ERR syntax error
    > GETDEL k
    "v"
    > GETDEL k
    (nil)
  `,
  'encodings: int, embstr, raw': `
    > SET k 12345
    OK
    > OBJECT ENCODING k
    "int"
    > SET k 012
    OK
    > OBJECT ENCODING k
    "embstr"
    > SET k 12345
    OK
    > APPEND k 6
    (integer) 6
    > OBJECT ENCODING k
    "raw"
    > SET k xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
    OK
    > OBJECT ENCODING k
    "embstr"
    > SET k xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
    OK
    > OBJECT ENCODING k
    "raw"
    > SETRANGE k 0 ab
    (integer) 45
    > SET k abc
    OK
    > SETRANGE k 1 X
    (integer) 3
    > OBJECT ENCODING k
    "raw"
    > INCRBYFLOAT n 3
    "3"
    > OBJECT ENCODING n
    "embstr"
    > INCR n
    (integer) 4
    > OBJECT ENCODING n
    "int"
  `,
  'counting, up to the limits': `
    > INCR n
    (integer) 1
    > INCRBY n 9223372036854775806
    (integer) 9223372036854775807
    > INCR n
    (error) ERR increment or decrement would overflow
    > DECRBY n -1
    (error) ERR increment or decrement would overflow
    > DECRBY n -9223372036854775808
    (error) ERR decrement would overflow
    > SET n abc
    OK
    > INCR n
    (error) ERR value is not an integer or out of range
    > SET n 3.0
    OK
    > INCR n
    (error) ERR value is not an integer or out of range
    > INCRBYFLOAT n 1e-1
    "3.1"
    > INCRBYFLOAT n inf
    (error) ERR increment would produce NaN or Infinity
    > INCRBYFLOAT n x
    (error) ERR value is not a valid float
    > SET big 1e4931
    OK
    > INCRBYFLOAT big 1.18e4932
    (error) ERR increment would produce NaN or Infinity
  `,
  ranges: `
    > SET k Hello
    OK
    > GETRANGE k -3 -1
    "llo"
    > GETRANGE k -1 -3
    ""
    > GETRANGE k 0 9223372036854775807
    "Hello"
    > GETRANGE k -9223372036854775807 -9223372036854775808
    ""
    > GETRANGE missing 0 1
    ""
    > SETRANGE k 7 x
    (integer) 8
    > GET k
    "Hello\\x00\\x00x"
    > SETRANGE k -1 x
    (error) ERR offset is out of range
    > SETRANGE k 536870912 x
    (error) ERR string exceeds maximum allowed size (proto-max-bulk-len)
    > SETRANGE missing 5 ""
    (integer) 0
    > EXISTS missing
    (integer) 0
    > STRLEN k
    (integer) 8
  `,
  'MSET and MSETNX': `
    > MSET a 1 b 2
    OK
    > MSETNX b 3 c 4
    (integer) 0
    > MGET a b c list
    1) "1"
    2) "2"
    3) (nil)
    4) (nil)
    > MSET a
    (error) ERR wrong number of arguments for 'mset' command
    > MSETNX c 1 d 2 c 3
    (integer) 1
    > MGET c d
    1) "3"
    2) "2"
  `,
  LCS: `
    > MSET a ohmytext b mynewtext
    OK
    > LCS a b
    "mytext"
    > LCS a b LEN
    (integer) 6
    > LCS a b IDX
    1) "matches"
    2) 1) 1) 1) (integer) 4
             2) (integer) 7
          2) 1) (integer) 5
             2) (integer) 8
       2) 1) 1) (integer) 2
             2) (integer) 3
          2) 1) (integer) 0
             2) (integer) 1
    3) "len"
    4) (integer) 6
    > LCS a b IDX MINMATCHLEN 4 WITHMATCHLEN
    1) "matches"
    2) 1) 1) 1) (integer) 4
             2) (integer) 7
          2) 1) (integer) 5
             2) (integer) 8
          3) (integer) 4
    3) "len"
    4) (integer) 6
    > LCS a b LEN IDX
    (error) ERR If you want both the length and indexes, please just use IDX.
    > RPUSH list x
    (integer) 1
    > LCS a list
    (error) ERR The specified keys must contain string values
    > LCS a missing
    ""
  `,
});
