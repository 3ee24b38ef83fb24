import { transcripts } from '../../../test/both-engines.js';

transcripts('set', {
  'integers are in order': `
    > SADD s 3 -1 20 100000000000
    (integer) 4
    > SMEMBERS s
    1) "-1"
    2) "3"
    3) "20"
    4) "100000000000"
    > OBJECT ENCODING s
    "intset"
    > SADD s 3 4
    (integer) 1
    > SISMEMBER s 4
    (integer) 1
    > SMISMEMBER s 4 x
    1) (integer) 1
    2) (integer) 0
    > SREM s 3 x
    (integer) 1
    > SCARD s
    (integer) 4
    > SADD s x
    (integer) 1
    > OBJECT ENCODING s
    "hashtable"
    > SREM s x
    (integer) 1
    > OBJECT ENCODING s
    "hashtable"
  `,
  algebra: `
    > SADD a 1 2 3 4
    (integer) 4
    > SADD b 3 4 5
    (integer) 3
    > SINTER a b
    1) "3"
    2) "4"
    > SUNION a b
    1) "1"
    2) "2"
    3) "3"
    4) "4"
    5) "5"
    > SDIFF a b
    1) "1"
    2) "2"
    > SDIFF a a
    (empty array)
    > SINTER a missing
    (empty array)
    > SINTERCARD 2 a b LIMIT 1
    (integer) 1
    > SINTERCARD 3 a b
    (error) ERR Number of keys can't be greater than number of args
    > SINTERCARD 0 a
    (error) ERR numkeys should be greater than 0
    > SINTERCARD 1 a LIMIT -1
    (error) ERR LIMIT can't be negative
    > SINTERSTORE r a b
    (integer) 2
    > SMEMBERS r
    1) "3"
    2) "4"
    > SDIFFSTORE r a a
    (integer) 0
    > EXISTS r
    (integer) 0
    > SET s v
    OK
    > SUNION a s
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
    > SUNIONSTORE s a missing
    (integer) 4
    > TYPE s
    set
  `,
  'a difference is as it was made': `
    > SADD first x 1 2 3
    (integer) 4
    > SADD second x
    (integer) 1
    > SDIFFSTORE r first second
    (integer) 3
    > OBJECT ENCODING r
    "intset"
    > SADD other x y
    (integer) 2
    > SDIFFSTORE r first second other second other
    (integer) 3
    > OBJECT ENCODING r
    "intset"
  `,
  'moving and taking out': `
    > SADD a 1
    (integer) 1
    > SMOVE a b 1
    (integer) 1
    > SMEMBERS b
    1) "1"
    > EXISTS a
    (integer) 0
    > SMOVE b b 1
    (integer) 1
    > SMOVE b c 2
    (integer) 0
    > SPOP b
    "1"
    > SPOP b
    (nil)
    > SPOP b 3
    (empty array)
    > SADD b 1 2 3
    (integer) 3
    > SPOP b 0
    (empty array)
    > SPOP b -1
    (error) ERR value is out of range, must be positive
    > SPOP b 9
    1) "1"
    2) "2"
    3) "3"
    > EXISTS b
    (integer) 0
    > SPOP b 1 2
    (error) ERR syntax error
    > SRANDMEMBER b
    (nil)
    > SRANDMEMBER b 2
    (empty array)
    > SRANDMEMBER b -9223372036854775808
    (error) ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807
  `,
});
