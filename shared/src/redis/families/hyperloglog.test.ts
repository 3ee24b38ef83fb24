import { transcripts } from '../../../test/both-engines.js';

transcripts('hyperloglog', {
  counting: `
    > PFADD h a b c d
    (integer) 1
    > PFADD h a b
    (integer) 0
    > PFADD h
    (integer) 0
    > PFCOUNT h
    (integer) 4
    > PFCOUNT missing
    (integer) 0
    > PFADD empty
    (integer) 1
    > GET empty
    "HYLL\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x80\\x7f\\xff"
    > STRLEN h
    (integer) 30
    > PFADD other c d e
    (integer) 1
    > PFCOUNT h other
    (integer) 5
    > PFMERGE all h other
    OK
    > PFCOUNT all
    (integer) 5
    > PFDEBUG ENCODING all
    sparse
    > PFDEBUG DECODE h
    "Z:7292 v:1,1 Z:1143 v:1,1 Z:4274 v:2,1 Z:3068 v:1,1 Z:603"
    > PFDEBUG TODENSE h
    (integer) 1
    > PFDEBUG TODENSE h
    (integer) 0
    > STRLEN h
    (integer) 12304
    > PFCOUNT h
    (integer) 4
    > GETRANGE h 0 15
    "HYLL\\x00\\x00\\x00\\x00\\x04\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
    > SET s v
    OK
    > PFADD s a
    (error) WRONGTYPE Key is not a valid HyperLogLog string value.
    > PFCOUNT s h
    (error) WRONGTYPE Key is not a valid HyperLogLog string value.
    > RPUSH l a
    (integer) 1
    > PFADD l a
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
    > PFDEBUG NOTHING h
    (error) ERR Unknown PFDEBUG subcommand 'NOTHING'
    > PFDEBUG ENCODING missing
    (error) ERR The specified key does not exist
  `,
});
