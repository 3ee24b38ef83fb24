import { transcripts } from '../../../test/both-engines.js';

transcripts('stream', {
  ids: `
    > XADD s 1-1 a 1
    "1-1"
    > XADD s 1-* b 2
    "1-2"
    > XADD s 1-1 c 3
    (error) ERR The ID specified in XADD is equal or smaller than the target stream top item
    > XADD s 0-0 a 1
    (error) ERR The ID specified in XADD must be greater than 0-0
    > XADD s x a 1
    (error) ERR Invalid stream ID specified as stream command argument
    > XADD s 5 a 1
    "5-0"
    > XADD s NOMKSTREAM 6-0 a 1
    "6-0"
    > XADD missing NOMKSTREAM 6-0 a 1
    (nil)
    > XADD s 7 a
    (error) ERR wrong number of arguments for 'xadd' command
    > XLEN s
    (integer) 4
    > XRANGE s - +
    1) 1) "1-1"
       2) 1) "a"
          2) "1"
    2) 1) "1-2"
       2) 1) "b"
          2) "2"
    3) 1) "5-0"
       2) 1) "a"
          2) "1"
    4) 1) "6-0"
       2) 1) "a"
          2) "1"
    > XREVRANGE s + - COUNT 1
    1) 1) "6-0"
       2) 1) "a"
          2) "1"
    > XRANGE s (1-1 5
    1) 1) "1-2"
       2) 1) "b"
          2) "2"
    2) 1) "5-0"
       2) 1) "a"
          2) "1"
    > XRANGE s - + COUNT 0
    (nil)
    > XADD s 18446744073709551615-18446744073709551615 a 1
    "18446744073709551615-18446744073709551615"
    > XADD s * a 1
    (error) ERR The stream has exhausted the last possible ID, unable to add more items
  `,
  'deleting and trimming': `
    > CONFIG SET stream-node-max-entries 2
    OK
    > XADD s 1 a 1
    "1-0"
    > XADD s 2 a 1
    "2-0"
    > XADD s 3 a 1
    "3-0"
    > XADD s 4 a 1
    "4-0"
    > XADD s 5 a 1
    "5-0"
    > XTRIM s MAXLEN ~ 2
    (integer) 2
    > XLEN s
    (integer) 3
    > XTRIM s MAXLEN 2
    (integer) 1
    > XDEL s 4 9
    (integer) 1
    > XTRIM s MINID 9
    (integer) 1
    > XLEN s
    (integer) 0
    > XTRIM s MAXLEN -1
    (error) ERR The MAXLEN argument must be >= 0.
    > XTRIM s MAXLEN 1 LIMIT 5
    (error) ERR syntax error, LIMIT cannot be used without the special ~ option
    > XTRIM s LIMIT 5
    (error) ERR syntax error, LIMIT cannot be used without specifying a trimming strategy
    > XTRIM s MAXLEN 1 MINID 1
    (error) ERR syntax error, MAXLEN and MINID options at the same time are not compatible
    > XINFO STREAM s
     1) "length"
     2) (integer) 0
     3) "radix-tree-keys"
     4) (integer) 0
     5) "radix-tree-nodes"
     6) (integer) 1
     7) "last-generated-id"
     8) "5-0"
     9) "max-deleted-entry-id"
    10) "4-0"
    11) "entries-added"
    12) (integer) 5
    13) "recorded-first-entry-id"
    14) "0-0"
    15) "groups"
    16) (integer) 0
    17) "first-entry"
    18) (nil)
    19) "last-entry"
    20) (nil)
    > CONFIG SET stream-node-max-entries 100
    OK
  `,
  groups: `
    > XGROUP CREATE s g 0
    (error) ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.
    > XGROUP CREATE s g $ MKSTREAM
    OK
    > XGROUP CREATE s g $
    (error) BUSYGROUP Consumer Group name already exists
    > XADD s 1 a 1
    "1-0"
    > XADD s 2 b 2
    "2-0"
    > XREADGROUP GROUP g alice COUNT 1 STREAMS s >
    1) 1) "s"
       2) 1) 1) "1-0"
             2) 1) "a"
                2) "1"
    > XREADGROUP GROUP g bob NOACK STREAMS s >
    1) 1) "s"
       2) 1) 1) "2-0"
             2) 1) "b"
                2) "2"
    > XREADGROUP GROUP g alice STREAMS s 0
    1) 1) "s"
       2) 1) 1) "1-0"
             2) 1) "a"
                2) "1"
    > XREADGROUP GROUP g alice STREAMS s >
    (nil)
    > XPENDING s g
    1) (integer) 1
    2) "1-0"
    3) "1-0"
    4) 1) 1) "alice"
          2) "1"
    > XACK s g 1 1 9
    (integer) 1
    > XPENDING s g
    1) (integer) 0
    2) (nil)
    3) (nil)
    4) (nil)
    > XINFO GROUPS s
    1)  1) "name"
        2) "g"
        3) "consumers"
        4) (integer) 2
        5) "pending"
        6) (integer) 0
        7) "last-delivered-id"
        8) "2-0"
        9) "entries-read"
       10) (integer) 2
       11) "lag"
       12) (integer) 0
    > XGROUP SETID s g 0
    OK
    > XGROUP DELCONSUMER s g alice
    (integer) 0
    > XGROUP CREATECONSUMER s g bob
    (integer) 0
    > XGROUP DESTROY s g
    (integer) 1
    > XGROUP DESTROY s g
    (integer) 0
    > XREADGROUP GROUP g alice STREAMS s >
    (error) NOGROUP No such key 's' or consumer group 'g' in XREADGROUP with GROUP option
    > XGROUP SETID s g 0
    (error) NOGROUP No such consumer group 'g' for key name 's'
  `,
  claiming: `
    > XADD s 1 a 1
    "1-0"
    > XADD s 2 b 2
    "2-0"
    > XGROUP CREATE s g 0
    OK
    > XREADGROUP GROUP g alice STREAMS s >
    1) 1) "s"
       2) 1) 1) "1-0"
             2) 1) "a"
                2) "1"
          2) 1) "2-0"
             2) 1) "b"
                2) "2"
    > XCLAIM s g bob 0 1
    1) 1) "1-0"
       2) 1) "a"
          2) "1"
    > XCLAIM s g bob 99999999 2
    (empty array)
    > XDEL s 2
    (integer) 1
    > XAUTOCLAIM s g carol 0 - COUNT 5 JUSTID
    1) "0-0"
    2) 1) "1-0"
    3) 1) "2-0"
    > XCLAIM s g bob 0 9 FORCE
    (empty array)
    > XCLAIM s g bob 0 1 IDLE x
    (error) ERR Invalid IDLE option argument for XCLAIM
    > XCLAIM s g bob 0 1 NONSENSE
    (error) ERR Unrecognized XCLAIM option 'NONSENSE'
    > XCLAIM s nogroup bob 0 1
    (error) NOGROUP No such key 's' or consumer group 'nogroup'
    > XAUTOCLAIM s g bob 0 0 COUNT 0
    (error) ERR COUNT must be > 0
  `,
  reading: `
    > XADD s 1 a 1
    "1-0"
    > XREAD STREAMS s 0
    1) 1) "s"
       2) 1) 1) "1-0"
             2) 1) "a"
                2) "1"
    > XREAD STREAMS s missing $ 0
    (nil)
    > XREAD COUNT 1 STREAMS s 0 1
    (error) ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified.
    > XREAD STREAMS s >
    (error) ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.
    > XREAD GROUP g a STREAMS s 0
    (error) ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.
    > XREADGROUP STREAMS s >
    (error) ERR wrong number of arguments for 'xreadgroup' command
    > XREADGROUP GROUP g a STREAMS s $
    (error) NOGROUP No such key 's' or consumer group 'g' in XREADGROUP with GROUP option
    > XREAD BLOCK -1 STREAMS s 0
    (error) ERR timeout is negative
    > XSETID s 0
    (error) ERR The ID specified in XSETID is smaller than the target stream top item
    > XSETID s 9 ENTRIESADDED 5 MAXDELETEDID 3
    OK
    > XSETID missing 1
    (error) ERR no such key
    > XSETID s 9 ENTRIESADDED -1
    (error) ERR entries_added must be positive
  `,
});
