import type { Bytes } from '../bytes.js';

/** V8 has it, and only V8; elsewhere it is one more property. */
const traces: ErrorConstructor & { stackTraceLimit?: number } = Error;

/** An error reply on its way out: thrown by handlers, turned into a reply once, at the dispatch. `text` is the whole line, code first. */
export class RedisError extends Error {
  override readonly name = 'RedisError';
  readonly text: Bytes;
  /** @param keepsBreaks its line breaks are sent as they are (`addReplyErrorSds`), and cut the reply in two for who reads it */
  constructor(
    text: Bytes,
    readonly keepsBreaks = false,
  ) {
    // An answer like any other, thrown by the thousand in a loop of redis.pcall: taking its stack trace would cost more than the command.
    const { stackTraceLimit } = traces;
    traces.stackTraceLimit = 0;
    super(text);
    if (stackTraceLimit !== undefined) traces.stackTraceLimit = stackTraceLimit;
    this.text = text;
  }
}

/** Throws a {@link RedisError}; an expression, so that it can stand after `??`. */
export function fail(text: Bytes): never {
  throw new RedisError(text);
}

// Every error text of the emulator. Each is what 7.0.15 sends; the families name them, they never spell them.
export const WRONG_TYPE = 'WRONGTYPE Operation against a key holding the wrong kind of value';
export const NO_SUCH_KEY = 'ERR no such key';
export const SYNTAX = 'ERR syntax error';
export const SAME_OBJECT = 'ERR source and destination objects are the same';
export const INDEX_OUT_OF_RANGE = 'ERR index out of range';
export const NO_SCRIPT = 'NOSCRIPT No matching script. Please use EVAL.';
export const BUSY_SCRIPT = 'BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.';
export const BUSY_FUNCTION = 'BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.';
export const NO_AUTH = 'NOAUTH Authentication required.';
export const OUT_OF_MEMORY = "OOM command not allowed when used memory > 'maxmemory'.";
export const EXEC_ABORT = 'EXECABORT Transaction discarded because of previous errors.';
export const NO_REPLICAS = 'NOREPLICAS Not enough good replicas to write.';
export const BUSY_KEY = 'BUSYKEY Target key name already exists.';

export const NOT_INTEGER = 'ERR value is not an integer or out of range';
export const NOT_FLOAT = 'ERR value is not a valid float';
export const OUT_OF_RANGE = 'ERR value is out of range';
export const NOT_POSITIVE = 'ERR value is out of range, must be positive';
export const OVERFLOW = 'ERR increment or decrement would overflow';
export const NAN_OR_INFINITY = 'ERR increment would produce NaN or Infinity';
export const DB_OUT_OF_RANGE = 'ERR DB index is out of range';
export const INVALID_CURSOR = 'ERR invalid cursor';
export const STRING_TOO_LONG = 'ERR string exceeds maximum allowed size (proto-max-bulk-len)';
export const TIMEOUT_NOT_FLOAT = 'ERR timeout is not a float or out of range';
export const TIMEOUT_NEGATIVE = 'ERR timeout is negative';

export const valueBetween = (min: number | bigint, max: number | bigint): Bytes =>
  `ERR value is out of range, value must between ${min} and ${max}`;
export const wrongArity = (command: Bytes): Bytes => `ERR wrong number of arguments for '${command}' command`;
export const invalidExpire = (command: Bytes): Bytes => `ERR invalid expire time in '${command}' command`;

// The dispatch. Refusals of calls from scripts come without a position; the script host adds it.
export const NOT_IN_TRANSACTION = 'ERR Command not allowed inside a transaction';
export const DEBUG_NOT_ALLOWED =
  'ERR DEBUG command not allowed. If the enable-debug-command option is set to "local", you can run it from a local connection, otherwise you need to set this option in the configuration file, and then restart the server.';
export const SCRIPT_UNKNOWN_COMMAND = 'ERR Unknown Redis command called from script';
export const SCRIPT_WRONG_ARITY = 'ERR Wrong number of args calling Redis command from script';
export const SCRIPT_DENIED_COMMAND = 'ERR This Redis command is not allowed from script';
export const SCRIPT_READ_ONLY = 'ERR Write commands are not allowed from read-only scripts.';
export const subscribedContext = (command: Bytes): Bytes =>
  `ERR Can't execute '${command}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`;
export const unknownSubcommand = (command: Bytes, subcommand: Bytes): Bytes =>
  `ERR unknown subcommand '${untilNul(subcommand).slice(0, 128)}'. Try ${upperCase(command)} HELP.`;

export function unknownCommand([name = '', ...args]: readonly Bytes[]): Bytes {
  let beginning = '';
  for (const argument of args) {
    if (beginning.length >= 128) break;
    beginning += `'${untilNul(argument).slice(0, 128 - beginning.length)}' `;
  }
  return `ERR unknown command '${untilNul(name).slice(0, 128)}', with args beginning with: ${beginning}`;
}

/** What C takes a string for: all before its first NUL. */
export function untilNul(text: Bytes): Bytes {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
const upperCase = (word: Bytes): Bytes => word.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
export const wrongSubcommand = (argv: readonly Bytes[]): Bytes =>
  `ERR unknown subcommand or wrong number of arguments for '${untilNul(argv[1] ?? '').slice(0, 128)}'. Try ${upperCase(argv[0] ?? '')} HELP.`;

// Keys, expiry, databases.
export const expireOption = (option: Bytes): Bytes => `ERR Unsupported option ${untilNul(option)}`;
export const EXPIRE_NX_WITH_OTHERS = 'ERR NX and XX, GT or LT options at the same time are not compatible';
export const EXPIRE_GT_AND_LT = 'ERR GT and LT options at the same time are not compatible';
export const FIRST_DB = 'ERR invalid first DB index';
export const SECOND_DB = 'ERR invalid second DB index';
export const LFU_SELECTED =
  'ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.';
export const LFU_NOT_SELECTED =
  'ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.';
export const SORT_NOT_NUMBERS = "ERR One or more scores can't be converted into double";
export const SORT_BY_DENIED = 'ERR BY option of SORT denied due to insufficient ACL permissions.';
export const SORT_GET_DENIED = 'ERR GET option of SORT denied due to insufficient ACL permissions.';
export const PAYLOAD_CHECKSUM = 'ERR DUMP payload version or checksum are wrong';
export const BAD_PAYLOAD = 'ERR Bad data format';
export const TTL_NEGATIVE = 'ERR Invalid TTL value, must be >= 0';
export const IDLETIME_NEGATIVE = 'ERR Invalid IDLETIME value, must be >= 0';
export const FREQ_OUT_OF_RANGE = 'ERR Invalid FREQ value, must be >= 0 and <= 255';

// Connections, transactions, subscriptions.
export const NESTED_MULTI = 'ERR MULTI calls can not be nested';
export const EXEC_WITHOUT_MULTI = 'ERR EXEC without MULTI';
export const DISCARD_WITHOUT_MULTI = 'ERR DISCARD without MULTI';
export const WATCH_IN_MULTI = 'ERR WATCH inside MULTI is not allowed';
export const WRONG_PASSWORD = 'WRONGPASS invalid username-password pair or user is disabled.';
export const NO_PASSWORD_SET =
  'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?';
export const PROTOCOL_NOT_INTEGER = 'ERR Protocol version is not an integer or out of range';
export const NO_PROTOCOL = 'NOPROTO unsupported protocol version';
export const HELLO_NO_AUTH =
  'NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time';
export const helloOption = (option: Bytes): Bytes => `ERR Syntax error in HELLO option '${untilNul(option)}'`;
export const CLIENT_NAME = 'ERR Client names cannot contain spaces, newlines or special characters.';
export const clientType = (type: Bytes): Bytes => `ERR Unknown client type '${untilNul(type)}'`;
export const CLIENT_ID = 'ERR Invalid client ID';
export const CLIENT_ID_NOT_POSITIVE = 'ERR client-id should be greater than 0';
export const noSuchUser = (name: Bytes): Bytes => `ERR No such user '${untilNul(name)}'`;
export const NO_SUCH_CLIENT = 'ERR No such client';
export const UNBLOCK_REASON = 'ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR';
export const PAUSE_MODE = 'ERR CLIENT PAUSE mode must be WRITE or ALL';
export const TIMEOUT_NOT_INTEGER = 'ERR timeout is not an integer or out of range';
export const ONE_REDIRECTION = 'ERR A client can only redirect to a single other client';
export const NO_REDIRECTION_TARGET = 'ERR The client ID you want redirect to does not exist';
export const PREFIX_WITHOUT_BCAST = 'ERR PREFIX option requires BCAST mode to be enabled';
export const SWITCHED_BCAST =
  "ERR You can't switch BCAST mode on/off before disabling tracking for this client, and then re-enabling it with a different mode.";
export const OPT_WITH_BCAST = 'ERR OPTIN and OPTOUT are not compatible with BCAST';
export const OPTIN_AND_OPTOUT = "ERR You can't specify both OPTIN mode and OPTOUT mode";
export const SWITCHED_OPT =
  "ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and then re-enabling it with a different mode.";
export const prefixOverlaps = (prefix: Bytes, other: Bytes, origin: 'an existing' | 'another provided'): Bytes =>
  `ERR Prefix '${untilNul(prefix)}' overlaps with ${origin} prefix '${untilNul(other)}'. Prefixes for a single client must not overlap.`;
export const CACHING_WITHOUT_TRACKING =
  'ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled';
export const CACHING_YES = 'ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.';
export const CACHING_NO = 'ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.';
export const subscribeDenied = (command: Bytes): Bytes =>
  `ERR ${upperCase(command)} isn't allowed for a DENY BLOCKING client`;

// The server: COMMAND, ACL, DEBUG and the like.
export const COMMAND_UNKNOWN = 'ERR Invalid command specified';
export const COMMAND_WITHOUT_KEYS = 'ERR The command has no key arguments';
export const COMMAND_WRONG_ARITY = 'ERR Invalid number of arguments specified for command';
export const COMMAND_INVALID_ARGUMENTS = 'ERR Invalid arguments specified for command';
export const NO_CONFIG_FILE = 'ERR The server is running without a config file';
export const NO_CLUSTER = 'ERR This instance has cluster support disabled';
export const NO_SHUTDOWN = 'ERR No shutdown in progress.';
export const SHUTDOWN_FAILED = 'ERR Errors trying to SHUTDOWN. Check logs.';
export const MONITOR_BLOCKS = "ERR MONITOR isn't allowed for DENY BLOCKING client";
export const SHUTDOWN_BLOCKS = "ERR SHUTDOWN without NOW or ABORT isn't allowed for DENY BLOCKING client";
export const SLOWLOG_COUNT = 'ERR count should be greater than or equal to -1';
export const noLatencySamples = (event: Bytes): Bytes => `ERR No samples available for event '${untilNul(event)}'`;
export const MODULE_NOT_ALLOWED =
  'ERR MODULE command not allowed. If the enable-module-command option is set to "local", you can run it from a local connection, otherwise you need to set this option in the configuration file, and then restart the server.';
export const READ_ONLY_REPLICA = "READONLY You can't write against a read only replica.";
export const MONITOR_KEYSPACE = "ERR Replica can't interact with the keyspace";
export const MASTER_DOWN = "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.";
export const SCRIPT_ON_STALE_REPLICA = 'ERR Can not execute the command on a stale replica';
export const MASTER_PORT = 'ERR Invalid master port';
export const NO_FAILOVER = 'ERR No failover in progress.';
export const FAILOVER_TIMEOUT = 'ERR FAILOVER timeout must be greater than 0';
export const FAILOVER_OF_REPLICA = 'ERR FAILOVER is not valid when server is a replica.';
export const FAILOVER_WITHOUT_REPLICAS = 'ERR FAILOVER requires connected replicas.';
export const REPLCONF_FILTER = 'ERR Missing rdb-filter-only values';
export const replconfFilter = (filter: Bytes): Bytes => `ERR Unsupported rdb-filter-only option: ${untilNul(filter)}`;
export const replconfOption = (option: Bytes): Bytes => `ERR Unrecognized REPLCONF option: ${untilNul(option)}`;
export const MIGRATE_KEYS = 'ERR When using MIGRATE KEYS option, the key argument must be set to the empty string';
export const NO_MASTER_LINK = "NOMASTERLINK Can't SYNC while not connected with my master";
export const NO_BACKGROUND_SAVE = "ERR BGSAVE failed, replication can't continue";
export const MIGRATE_CONNECT_FAILED = 'IOERR error or timeout connecting to the client';
export const MIGRATE_WRITE_FAILED = 'IOERR error or timeout writing to target instance';
export const WAIT_IN_REPLICA =
  'ERR WAIT cannot be used with replica instances. Please also note that since Redis 4.0 if a replica is configured to be writable (which is not the default) writes to replicas are just local and are not propagated.';
export const USER_NAME = "ERR Usernames can't contain spaces or null characters";
export const DEFAULT_USER_REMOVED = "ERR The 'default' user cannot be removed";
export const NO_ACL_FILE =
  'ERR This Redis instance is not configured to use an ACL file. You may want to specify users via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a Redis configuration file set) in order to store users in the Redis configuration.';
export const GENPASS_BITS =
  'ERR ACL GENPASS argument must be the number of bits for the output password, a positive number up to 4096';
export const aclCategory = (name: Bytes): Bytes => `ERR Unknown category '${untilNul(name).slice(0, 128)}'`;
export const aclUserNotFound = (name: Bytes): Bytes => `ERR User '${untilNul(name)}' not found`;
export const aclCommandNotFound = (name: Bytes): Bytes => `ERR Command '${untilNul(name)}' not found`;
export const aclModifier = (rule: Bytes, reason: string): Bytes =>
  `ERR Error in ACL SETUSER modifier '${untilNul(rule)}': ${reason}`;
export const aclUnmatched = (rule: Bytes): Bytes =>
  `ERR Unmatched parenthesis in acl selector starting at '${untilNul(rule)}'.`;
export const RELOAD_FAILED = 'ERR Error trying to load the RDB dump';
export const RELOAD_OPTIONS = 'ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.';
export const PACKED_THRESHOLD = 'ERR argument must be a memory value bigger than 1 and smaller than 4gb';
export const PROTOCOL_TYPE =
  'ERR Wrong protocol type name. Please use one of the following: string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false';
export const RESP2_NOT_SUPPORTED = 'ERR RESP2 is not supported by this command';
export const DB_NOT_THERE = 'ERR Out of range database';
export const NOT_HASH_TABLE = 'ERR The value stored at the specified key is not represented using an hash table';
export const CLIENT_EVICTION_DISABLED = 'ERR maxmemory-clients is disabled.';
export const CLUSTER_MODE_ONLY = 'ERR Debug option only available for cluster mode enabled setup!';
export const RESTART_FAILED = 'ERR failed to restart the server. Check server logs.';
export const REWRITE_FAILED = 'ERR CONFIG-REWRITE-FORCE-ALL failed: Bad address';
export const NO_ALLOCATOR_SETTING = 'ERR No such file or directory';
export const serverCrash = (version: string, how: Bytes): Bytes =>
  `ERR a real ${version} server would crash here: DEBUG ${how}`;
export const NOT_SDS = 'ERR Not an sds encoded string.';
export const NOT_LISTPACK = 'ERR Not a listpack encoded object.';
export const NOT_QUICKLIST = 'ERR Not a quicklist encoded object.';

// Strings and bitmaps.
export const OFFSET_OUT_OF_RANGE = 'ERR offset is out of range';
export const DECREMENT_OVERFLOW = 'ERR decrement would overflow';
export const LCS_NOT_STRINGS = 'ERR The specified keys must contain string values';
export const LCS_LENGTH_OR_INDEXES = 'ERR If you want both the length and indexes, please just use IDX.';
export const LCS_TOO_BIG = 'ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len';

// Hashes.
export const HASH_VALUE_NOT_INTEGER = 'ERR hash value is not an integer';
export const HASH_VALUE_NOT_FLOAT = 'ERR hash value is not a float';
export const VALUE_NAN_OR_INFINITY = 'ERR value is NaN or Infinity';

// Lists, and what pops from many keys.
export const LPOS_RANK_ZERO =
  "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list";
export const LPOS_COUNT_NEGATIVE = "ERR COUNT can't be negative";
export const LPOS_MAXLEN_NEGATIVE = "ERR MAXLEN can't be negative";
export const NUMKEYS_NOT_POSITIVE = 'ERR numkeys should be greater than 0';
export const COUNT_NOT_POSITIVE = 'ERR count should be greater than 0';

// Sets.
export const NUMKEYS_TOO_MANY = "ERR Number of keys can't be greater than number of args";
export const LIMIT_NEGATIVE = "ERR LIMIT can't be negative";

// Sorted sets.
export const SCORE_NAN = 'ERR resulting score is not a number (NaN)';
export const ZADD_XX_NX = 'ERR XX and NX options at the same time are not compatible';
export const ZADD_GT_LT_NX = 'ERR GT, LT, and/or NX options at the same time are not compatible';
export const ZADD_INCR_ONE_PAIR = 'ERR INCR option supports a single increment-element pair';
export const SCORE_RANGE_NOT_FLOAT = 'ERR min or max is not a float';
export const LEX_RANGE_INVALID = 'ERR min or max not valid string range item';
export const ZRANGE_RANK_LIMIT =
  'ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX';
export const ZRANGE_LEX_SCORES = 'ERR syntax error, WITHSCORES not supported in combination with BYLEX';
export const WEIGHT_NOT_FLOAT = 'ERR weight value is not a float';
export const atLeastOneKey = (command: Bytes): Bytes => `ERR at least 1 input key is needed for '${command}' command`;

// Bitmaps.
export const BIT_OFFSET = 'ERR bit offset is not an integer or out of range';
export const BIT_NOT_INTEGER = 'ERR bit is not an integer or out of range';
export const BIT_NOT_0_OR_1 = 'ERR The bit argument must be 1 or 0.';
export const BITOP_NOT_ONE_KEY = 'ERR BITOP NOT must be called with a single source key.';
export const BITFIELD_TYPE =
  'ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.';
export const BITFIELD_OVERFLOW = 'ERR Invalid OVERFLOW type specified';
export const BITFIELD_READ_ONLY = 'ERR BITFIELD_RO only supports the GET subcommand';

// Streams.
export const subcommandSyntax = (command: Bytes, subcommand: Bytes): Bytes =>
  `ERR unknown subcommand or wrong number of arguments for '${untilNul(subcommand).slice(0, 128)}'. Try ${upperCase(command)} HELP.`;
export const INVALID_STREAM_ID = 'ERR Invalid stream ID specified as stream command argument';
export const INVALID_START_ID = 'ERR invalid start ID for the interval';
export const INVALID_END_ID = 'ERR invalid end ID for the interval';
export const TRIM_TWO_STRATEGIES = 'ERR syntax error, MAXLEN and MINID options at the same time are not compatible';
export const TRIM_MAXLEN_NEGATIVE = 'ERR The MAXLEN argument must be >= 0.';
export const TRIM_LIMIT_NEGATIVE = 'ERR The LIMIT argument must be >= 0.';
export const TRIM_LIMIT_NEEDS_STRATEGY =
  'ERR syntax error, LIMIT cannot be used without specifying a trimming strategy';
export const TRIM_LIMIT_NEEDS_APPROXIMATION = 'ERR syntax error, LIMIT cannot be used without the special ~ option';
export const XTRIM_NEEDS_STRATEGY = 'ERR syntax error, XTRIM must be called with a trimming strategy';
export const XADD_ID_ZERO = 'ERR The ID specified in XADD must be greater than 0-0';
export const XADD_EXHAUSTED = 'ERR The stream has exhausted the last possible ID, unable to add more items';
export const XADD_ID_TOO_SMALL = 'ERR The ID specified in XADD is equal or smaller than the target stream top item';
export const XADD_TOO_LARGE = 'ERR Elements are too large to be stored';
export const XSETID_ADDED_NEGATIVE = 'ERR entries_added must be positive';
export const XSETID_BELOW_DELETED = 'ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id';
export const XSETID_BELOW_TOP = 'ERR The ID specified in XSETID is smaller than the target stream top item';
export const XSETID_BELOW_LENGTH = 'ERR The entries_added specified in XSETID is smaller than the target stream length';
export const XREAD_GROUP_OPTION = 'ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.';
export const XREAD_NOACK_OPTION = 'ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.';
export const XREAD_UNBALANCED =
  "ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified.";
export const XREADGROUP_NEEDS_GROUP = 'ERR Missing GROUP option for XREADGROUP';
export const XREAD_DOLLAR_IN_GROUP =
  'ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The $ ID would just return an empty result set.';
export const XREAD_NEW_WITHOUT_GROUP =
  'ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.';
export const XREAD_GROUP_GONE = 'NOGROUP the consumer group this client was blocked on no longer exists';
export const STREAM_GONE = 'UNBLOCKED the stream key no longer exists';
export const ENTRIESREAD_NEGATIVE = 'ERR value for ENTRIESREAD must be positive or -1';
export const BUSY_GROUP = 'BUSYGROUP Consumer Group name already exists';
export const XGROUP_NEEDS_KEY =
  'ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.';
export const XCLAIM_MIN_IDLE = 'ERR Invalid min-idle-time argument for XCLAIM';
export const XCLAIM_IDLE = 'ERR Invalid IDLE option argument for XCLAIM';
export const XCLAIM_TIME = 'ERR Invalid TIME option argument for XCLAIM';
export const XCLAIM_RETRYCOUNT = 'ERR Invalid RETRYCOUNT option argument for XCLAIM';
export const XAUTOCLAIM_MIN_IDLE = 'ERR Invalid min-idle-time argument for XAUTOCLAIM';
export const XAUTOCLAIM_COUNT = 'ERR COUNT must be > 0';
export const XAUTOCLAIM_MEMORY = 'ERR Insufficient memory, failed allocating transient memory, COUNT too high.';
export const xclaimOption = (option: Bytes): Bytes => `ERR Unrecognized XCLAIM option '${untilNul(option)}'`;
export const blockInScript = (command: Bytes): Bytes =>
  `ERR ${untilNul(command)} command is not allowed with BLOCK option from scripts`;
export const noGroup = (key: Bytes, group: Bytes): Bytes =>
  `NOGROUP No such key '${untilNul(key)}' or consumer group '${untilNul(group)}'`;
export const noGroupForKey = (group: Bytes, key: Bytes): Bytes =>
  `NOGROUP No such consumer group '${untilNul(group)}' for key name '${untilNul(key)}'`;
export const noGroupForRead = (key: Bytes, group: Bytes): Bytes =>
  `${noGroup(key, group)} in XREADGROUP with GROUP option`;

// Geo.
export const GEO_UNIT = 'ERR unsupported unit provided. please use M, KM, FT, MI';
export const NOT_A_RADIUS = 'ERR need numeric radius';
export const NOT_A_WIDTH = 'ERR need numeric width';
export const NOT_A_HEIGHT = 'ERR need numeric height';
export const RADIUS_NEGATIVE = 'ERR radius cannot be negative';
export const BOX_NEGATIVE = 'ERR height or width cannot be negative';
export const GEO_COUNT = 'ERR COUNT must be > 0';
export const GEO_MEMBER = 'ERR could not decode requested zset member';
export const GEO_ANY_NEEDS_COUNT = 'ERR the ANY argument requires COUNT argument';
export const invalidPoint = (longitude: Bytes, latitude: Bytes): Bytes =>
  `ERR invalid longitude,latitude pair ${longitude},${latitude}`;
export const geoStoreConflict = (what: Bytes): Bytes =>
  `ERR ${what} is not compatible with WITHDIST, WITHHASH and WITHCOORD options`;
export const exactlyOneCentre = (command: Bytes): Bytes =>
  `ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for ${untilNul(command)}`;
export const exactlyOneShape = (command: Bytes): Bytes =>
  `ERR exactly one of BYRADIUS and BYBOX can be specified for ${untilNul(command)}`;

// HyperLogLogs.
export const HLL_WRONG_TYPE = 'WRONGTYPE Key is not a valid HyperLogLog string value.';
export const HLL_CORRUPT = 'INVALIDOBJ Corrupted HLL object detected';
export const HLL_NO_KEY = 'ERR The specified key does not exist';
export const HLL_NOT_SPARSE = 'ERR HLL encoding is not sparse';
export const pfdebugSubcommand = (subcommand: Bytes): Bytes =>
  `ERR Unknown PFDEBUG subcommand '${untilNul(subcommand)}'`;
export const pfdebugArity = (subcommand: Bytes): Bytes =>
  `ERR Wrong number of arguments for the '${untilNul(subcommand)}' subcommand`;
export const selfTestFailed = (why: Bytes): Bytes => `ERR TESTFAILED ${why}`;
