import { transcripts } from '../../../test/both-engines.js';

transcripts('list', {
  'both ends': `
    > LPUSH l a b c
    (integer) 3
    > RPUSH l d
    (integer) 4
    > LRANGE l 0 -1
    1) "c"
    2) "b"
    3) "a"
    4) "d"
    > LPOP l
    "c"
    > RPOP l 2
    1) "d"
    2) "a"
    > LPOP l 0
    (empty array)
    > LPOP missing
    (nil)
    > LPOP missing 1
    (nil)
    > LPOP l -1
    (error) ERR value is out of range, must be positive
    > LPOP l 1 2
    (error) ERR wrong number of arguments for 'lpop' command
    > LPUSHX missing a
    (integer) 0
    > OBJECT ENCODING l
    "quicklist"
    > LPOP l 9
    1) "b"
    > EXISTS l
    (integer) 0
  `,
  'by position': `
    > RPUSH l a b c d
    (integer) 4
    > LINDEX l -1
    "d"
    > LINDEX l 4
    (nil)
    > LSET l 1 B
    OK
    > LSET l 9 x
    (error) ERR index out of range
    > LSET missing 0 x
    (error) ERR no such key
    > LRANGE l 1 2
    1) "B"
    2) "c"
    > LRANGE l -100 100
    1) "a"
    2) "B"
    3) "c"
    4) "d"
    > LRANGE l 3 1
    (empty array)
    > LINSERT l BEFORE B x
    (integer) 5
    > LINSERT l AFTER nothing x
    (integer) -1
    > LINSERT l NEAR B x
    (error) ERR syntax error
    > LINSERT missing BEFORE a b
    (integer) 0
    > LTRIM l 1 -2
    OK
    > LRANGE l 0 -1
    1) "x"
    2) "B"
    3) "c"
  `,
  'by value': `
    > RPUSH l a b a c a b
    (integer) 6
    > LPOS l a
    (integer) 0
    > LPOS l a RANK 2
    (integer) 2
    > LPOS l a RANK -1 COUNT 0
    1) (integer) 4
    2) (integer) 2
    3) (integer) 0
    > LPOS l a COUNT 2 MAXLEN 3
    1) (integer) 0
    2) (integer) 2
    > LPOS l x
    (nil)
    > LPOS l x COUNT 0
    (empty array)
    > LPOS l a RANK 0
    (error) ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list
    > LPOS l a COUNT -1
    (error) ERR COUNT can't be negative
    > LPOS l a MAXLEN -1
    (error) ERR MAXLEN can't be negative
    > LREM l -2 a
    (integer) 2
    > LRANGE l 0 -1
    1) "a"
    2) "b"
    3) "c"
    4) "b"
    > LREM l 0 b
    (integer) 2
    > LREM l 1 x
    (integer) 0
  `,
  'between lists': `
    > RPUSH a 1 2 3
    (integer) 3
    > LMOVE a b LEFT RIGHT
    "1"
    > RPOPLPUSH a b
    "3"
    > LRANGE b 0 -1
    1) "3"
    2) "1"
    > LMOVE a a RIGHT LEFT
    "2"
    > LMOVE a b UP LEFT
    (error) ERR syntax error
    > LMOVE missing b LEFT LEFT
    (nil)
    > SET s v
    OK
    > RPOPLPUSH a s
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
    > LLEN a
    (integer) 1
  `,
  'from many lists': `
    > RPUSH b 1 2 3
    (integer) 3
    > LMPOP 2 a b LEFT
    1) "b"
    2) 1) "1"
    > LMPOP 2 a b RIGHT COUNT 9
    1) "b"
    2) 1) "3"
       2) "2"
    > LMPOP 2 a b LEFT
    (nil)
    > LMPOP 0 a LEFT
    (error) ERR numkeys should be greater than 0
    > LMPOP 2 a LEFT
    (error) ERR syntax error
    > LMPOP 1 a LEFT COUNT 0
    (error) ERR count should be greater than 0
    > SET s v
    OK
    > LMPOP 2 a s LEFT
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
  `,
  'what would block does not, in a transaction': `
    > RPUSH l a
    (integer) 1
    > MULTI
    OK
    > BLPOP missing l 0
    QUEUED
    > BRPOP missing 0
    QUEUED
    > BLMOVE missing l LEFT LEFT 0
    QUEUED
    > BRPOPLPUSH missing l 0
    QUEUED
    > BLMPOP 0 1 missing LEFT
    QUEUED
    > EXEC
    1) 1) "l"
       2) "a"
    2) (nil)
    3) (nil)
    4) (nil)
    5) (nil)
    > BLPOP l -1
    (error) ERR timeout is negative
    > BLPOP l x
    (error) ERR timeout is not a float or out of range
    > BLMPOP x 1 l LEFT
    (error) ERR timeout is not a float or out of range
    > BLMPOP x 0 l LEFT
    (error) ERR numkeys should be greater than 0
  `,
});
