import { transcripts } from '../../../test/both-engines.js';

transcripts('zset', {
  'options of ZADD': `
    > ZADD z 1 a 2 b
    (integer) 2
    > ZADD z NX 5 a 3 c
    (integer) 1
    > ZADD z XX CH 5 a 9 d
    (integer) 1
    > ZADD z GT CH 4 a 3 b
    (integer) 1
    > ZADD z LT 1 a
    (integer) 0
    > ZADD z INCR 2 a
    "3"
    > ZADD z NX INCR 2 a
    (nil)
    > ZADD z XX NX 1 a
    (error) ERR XX and NX options at the same time are not compatible
    > ZADD z GT LT 1 a
    (error) ERR GT, LT, and/or NX options at the same time are not compatible
    > ZADD z INCR 1 a 2 b
    (error) ERR INCR option supports a single increment-element pair
    > ZADD z 1
    (error) ERR wrong number of arguments for 'zadd' command
    > ZADD z x a
    (error) ERR value is not a valid float
    > ZADD z nan a
    (error) ERR value is not a valid float
    > ZADD z inf a
    (integer) 0
    > ZINCRBY z -inf a
    (error) ERR resulting score is not a number (NaN)
    > ZRANGE z 0 -1 WITHSCORES
    1) "b"
    2) "3"
    3) "c"
    4) "3"
    5) "a"
    6) "inf"
  `,
  ranges: `
    > ZADD z 1 a 2 b 3 c 4 d
    (integer) 4
    > ZRANGE z 1 2
    1) "b"
    2) "c"
    > ZRANGE z 0 -1 REV
    1) "d"
    2) "c"
    3) "b"
    4) "a"
    > ZRANGE z (1 3 BYSCORE WITHSCORES
    1) "b"
    2) "2"
    3) "c"
    4) "3"
    > ZRANGE z 3 (1 BYSCORE REV LIMIT 1 5
    1) "b"
    > ZRANGE z 0 -1 LIMIT 0 1
    (error) ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX
    > ZRANGE z - + BYLEX WITHSCORES
    (error) ERR syntax error, WITHSCORES not supported in combination with BYLEX
    > ZRANGEBYSCORE z -inf +inf LIMIT 1 2
    1) "b"
    2) "c"
    > ZRANGEBYSCORE z x 1
    (error) ERR min or max is not a float
    > ZREVRANGEBYSCORE z +inf 2
    1) "d"
    2) "c"
    3) "b"
    > ZCOUNT z (1 (4
    (integer) 2
    > ZRANGESTORE r z 1 2
    (integer) 2
    > ZRANGE r 0 -1 WITHSCORES
    1) "b"
    2) "2"
    3) "c"
    4) "3"
    > ZRANGESTORE r z 9 9
    (integer) 0
    > EXISTS r
    (integer) 0
  `,
  'ranges of bytes': `
    > ZADD z 0 a 0 b 0 c 0 d
    (integer) 4
    > ZRANGEBYLEX z [b +
    1) "b"
    2) "c"
    3) "d"
    > ZRANGEBYLEX z - (c
    1) "a"
    2) "b"
    > ZREVRANGEBYLEX z + [b LIMIT 1 1
    1) "c"
    > ZLEXCOUNT z (a [c
    (integer) 2
    > ZRANGEBYLEX z b c
    (error) ERR min or max not valid string range item
    > ZREMRANGEBYLEX z [b [c
    (integer) 2
    > ZRANGE z 0 -1
    1) "a"
    2) "d"
  `,
  'ranks and scores': `
    > ZADD z 1 a 1.5 b 1e20 c -0 d
    (integer) 4
    > ZRANK z b
    (integer) 2
    > ZREVRANK z b
    (integer) 1
    > ZRANK z x
    (nil)
    > ZSCORE z c
    "1e+20"
    > ZMSCORE z d x
    1) "0"
    2) (nil)
    > ZCARD z
    (integer) 4
    > ZREMRANGEBYRANK z 0 0
    (integer) 1
    > ZREMRANGEBYSCORE z 1 (1.5
    (integer) 1
    > ZREM z b c
    (integer) 2
    > EXISTS z
    (integer) 0
  `,
  algebra: `
    > ZADD a 1 x 2 y
    (integer) 2
    > ZADD b 10 y 20 z
    (integer) 2
    > SADD s x z
    (integer) 2
    > ZUNION 2 a b WITHSCORES
    1) "x"
    2) "1"
    3) "y"
    4) "12"
    5) "z"
    6) "20"
    > ZINTER 2 a b WEIGHTS 2 3 AGGREGATE MAX WITHSCORES
    1) "y"
    2) "30"
    > ZDIFF 2 a s WITHSCORES
    1) "y"
    2) "2"
    > ZUNIONSTORE r 2 a s WEIGHTS 1 -1
    (integer) 3
    > ZRANGE r 0 -1 WITHSCORES
    1) "z"
    2) "-1"
    3) "x"
    4) "0"
    5) "y"
    6) "2"
    > ZINTERCARD 2 a b LIMIT 1
    (integer) 1
    > ZINTERSTORE r 2 a missing
    (integer) 0
    > EXISTS r
    (integer) 0
    > ZUNION 0 a
    (error) ERR at least 1 input key is needed for 'zunion' command
    > ZUNION 3 a b
    (error) ERR syntax error
    > ZUNION 2 a b WEIGHTS 1 x
    (error) ERR weight value is not a float
    > ZDIFF 1 a WEIGHTS 1
    (error) ERR syntax error
    > ZUNION 1 list
    (empty array)
    > ZUNION 2 a b AGGREGATE AVG
    (error) ERR syntax error
  `,
  'taking from the ends': `
    > ZADD z 1 a 2 b 3 c
    (integer) 3
    > ZPOPMIN z
    1) "a"
    2) "1"
    > ZPOPMAX z 5
    1) "c"
    2) "3"
    3) "b"
    4) "2"
    > ZPOPMIN z
    (empty array)
    > ZPOPMIN z -1
    (error) ERR value is out of range, must be positive
    > ZADD z 1 a
    (integer) 1
    > ZMPOP 2 missing z MIN COUNT 2
    1) "z"
    2) 1) 1) "a"
          2) "1"
    > ZMPOP 1 z MIN
    (nil)
    > ZMPOP 1 z MID
    (error) ERR syntax error
    > MULTI
    OK
    > BZPOPMIN z 0
    QUEUED
    > BZMPOP 0 1 z MAX
    QUEUED
    > EXEC
    1) (nil)
    2) (nil)
  `,
  encodings: `
    > ZADD z 1 a
    (integer) 1
    > OBJECT ENCODING z
    "listpack"
    > ZADD z 2 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
    (integer) 1
    > OBJECT ENCODING z
    "skiplist"
    > ZREM z xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
    (integer) 1
    > OBJECT ENCODING z
    "skiplist"
    > ZADD y -0 a 1e18 b
    (integer) 2
    > ZSCAN y 0
    1) "0"
    2) 1) "a"
       2) "0"
       3) "b"
       4) "1000000000000000000"
    > ZSCORE y b
    "1e+18"
    > SORT y ALPHA
    1) "a"
    2) "b"
    > OBJECT ENCODING y
    "skiplist"
    > ZSCAN z 0 MATCH b
    1) "0"
    2) (empty array)
  `,
});
