import { transcripts } from '../../../test/both-engines.js';

transcripts('hash', {
  'fields keep their place': `
    > HSET h a 1 b 2 c 3
    (integer) 3
    > HSET h b 5 d 4
    (integer) 1
    > HGETALL h
    1) "a"
    2) "1"
    3) "b"
    4) "5"
    5) "c"
    6) "3"
    7) "d"
    8) "4"
    > HDEL h a x
    (integer) 1
    > HSET h a 6
    (integer) 1
    > HKEYS h
    1) "b"
    2) "c"
    3) "d"
    4) "a"
    > HVALS h
    1) "5"
    2) "3"
    3) "4"
    4) "6"
    > HMGET h a x
    1) "6"
    2) (nil)
    > HLEN h
    (integer) 4
    > HSTRLEN h a
    (integer) 1
    > HEXISTS h x
    (integer) 0
    > HSETNX h a 7
    (integer) 0
    > HDEL h a b c d
    (integer) 4
    > EXISTS h
    (integer) 0
  `,
  errors: `
    > HSET h a
    (error) ERR wrong number of arguments for 'hset' command
    > HMSET h a 1 b
    (error) ERR wrong number of arguments for 'hmset' command
    > SET s v
    OK
    > HSET s a 1
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
    > HGET s a
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
    > HINCRBY h a x
    (error) ERR value is not an integer or out of range
    > HSET h a x
    (integer) 1
    > HINCRBY h a 1
    (error) ERR hash value is not an integer
    > HINCRBYFLOAT h a 1
    (error) ERR hash value is not a float
    > HINCRBYFLOAT h b inf
    (error) ERR value is NaN or Infinity
    > HSET h n 9223372036854775807
    (integer) 1
    > HINCRBY h n 1
    (error) ERR increment or decrement would overflow
    > HRANDFIELD h x
    (error) ERR value is not an integer or out of range
    > HRANDFIELD h 1 2
    (error) ERR syntax error
  `,
  'a long value makes a hash table, for good': `
    > HSET h a 1
    (integer) 1
    > OBJECT ENCODING h
    "listpack"
    > HSET h a xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
    (integer) 0
    > OBJECT ENCODING h
    "hashtable"
    > HSET h a 1
    (integer) 0
    > OBJECT ENCODING h
    "hashtable"
  `,
  'counting in long doubles': `
    > HSET h n 3.0
    (integer) 1
    > HINCRBYFLOAT h n 1.000000000000000005
    "4.00000000000000001"
    > HINCRBYFLOAT h n -4
    "0.00000000000000001"
    > HINCRBY h m -5
    (integer) -5
    > HGETALL h
    1) "n"
    2) "0.00000000000000001"
    3) "m"
    4) "-5"
  `,
  'random fields and cursors': `
    > HSET h a 1
    (integer) 1
    > HRANDFIELD h
    "a"
    > HRANDFIELD h 5 WITHVALUES
    1) "a"
    2) "1"
    > HRANDFIELD h -2 WITHVALUES
    1) "a"
    2) "1"
    3) "a"
    4) "1"
    > HRANDFIELD h 0
    (empty array)
    > HRANDFIELD missing
    (nil)
    > HRANDFIELD missing 3
    (empty array)
    > HSCAN h 0
    1) "0"
    2) 1) "a"
       2) "1"
    > HSCAN h x
    (error) ERR invalid cursor
    > HSCAN h 0 COUNT 0
    (error) ERR syntax error
    > HSCAN missing 0 NONSENSE
    1) "0"
    2) (empty array)
    > HSCAN h 0 MATCH b*
    1) "0"
    2) (empty array)
  `,
});
