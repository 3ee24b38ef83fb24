import type { CallSite, Program } from '../program.js';
import type { Expression, NameExpression } from '../syntax/ast.js';

/** What is known of a value before the script runs. `item`: it is one of the items of the reply. */
export type Value =
  | { readonly kind: 'reply'; readonly site: CallSite; readonly reply: ReplyKind; readonly item?: boolean }
  /** An element of KEYS or ARGV: a string. */
  | { readonly kind: 'input'; readonly from: 'KEYS' | 'ARGV' }
  | { readonly kind: 'string' }
  | { readonly kind: 'number'; readonly whole: boolean }
  | { readonly kind: 'unknown' };

/** How the reply of a command arrives in Lua (RESP2). `string?` is a string, or `false` when there is none. */
type ReplyKind = 'integer' | 'integer?' | 'string' | 'string?' | 'status' | 'status?' | 'pairs' | 'list' | 'unknown';

const KINDS: readonly (readonly [ReplyKind, string])[] = [
  [
    'integer',
    `append bitcount bitop bitpos copy dbsize decr decrby del exists expire expireat expiretime hdel hexists hincrby hlen hset hsetnx
    hstrlen incr incrby lastsave linsert llen lpush lpushx lrem memory|usage move msetnx persist pexpire pexpireat pexpiretime pfadd pfcount
    pttl publish renamenx rpush rpushx sadd scard sdiffstore setbit getbit setnx setrange sinterstore sintercard sismember smove srem strlen
    sunionstore touch ttl unlink xack xdel xlen xtrim zadd zcard zcount zdiffstore zinterstore zintercard zlexcount zrangestore zrem
    zremrangebylex zremrangebyrank zremrangebyscore zunionstore geoadd geosearchstore`,
  ],
  ['integer?', 'zrank zrevrank'],
  ['string', 'echo getrange substr incrbyfloat hincrbyfloat zincrby info acl|whoami client|id'],
  ['string?', 'get getdel getex getset hget lindex rpoplpush lmove zscore randomkey dump object|encoding geodist'],
  [
    'status',
    'hmset lset ltrim mset psetex rename restore setex type flushall flushdb select pfmerge xgroup|create script|flush',
  ],
  ['pairs', 'hgetall config|get'],
  [
    'list',
    `blpop hkeys hmget hvals keys lrange mget sdiff sinter smembers smismember sunion zmscore zrange zrangebylex zrangebyscore zrevrange
    zrevrangebylex zrevrangebyscore zdiff zinter zunion xrange xrevrange time scan hscan sscan zscan geopos geohash geosearch`,
  ],
];

const KIND_OF: ReadonlyMap<string, ReplyKind> = new Map(
  KINDS.flatMap(([kind, names]) => names.split(/\s+/).map((name) => [name, kind] as const)),
);

/** Commands whose reply depends on how many arguments they get. */
function replyKind(site: CallSite): ReplyKind {
  const name = site.command?.name ?? '';
  const words = site.words.length;
  const has = (...options: string[]): boolean => site.words.some((word) => options.includes(word?.toLowerCase() ?? ''));
  switch (name) {
    case 'set':
      if (has('get')) return 'string?';
      return site.open || site.words.includes(undefined, 3) ? 'unknown' : has('nx', 'xx') ? 'status?' : 'status';
    case 'lpop':
    case 'rpop':
      return words === 2 ? 'string?' : 'unknown';
    case 'spop':
    case 'srandmember':
    case 'hrandfield':
      return words === 2 ? 'string?' : 'list';
    case 'zrange':
    case 'zrevrange':
    case 'zrangebyscore':
    case 'zrevrangebyscore':
      return has('withscores') ? 'pairs' : 'list';
    case 'zadd':
      return has('incr') ? 'unknown' : 'integer';
    case 'xadd':
      return has('nomkstream') ? 'string?' : 'string';
    default:
      return KIND_OF.get(name) ?? 'unknown';
  }
}

/** Commands that answer a list of strings, `?` with `false` where there is none. */
const ITEMS: ReadonlyMap<string, ReplyKind> = new Map(
  (
    [
      ['string?', 'hmget mget zmscore geohash'],
      [
        'string',
        `config|get hgetall hkeys hvals keys lrange sdiff sinter smembers sunion time zrange zrangebylex zrangebyscore zrevrange zrevrangebylex
        zrevrangebyscore`,
      ],
    ] as const
  ).flatMap(([kind, names]) => names.split(/\s+/).map((name) => [name, kind] as const)),
);

/** An item of the list that an expression stands for. */
function itemOf(program: Program, list: Expression): Value {
  const from = nameOfInputs(program.resolve(list));
  if (from !== undefined) return { kind: 'input', from };
  const value = valueOf(program, list);
  const reply = value.kind === 'reply' && value.item !== true ? ITEMS.get(value.site.command?.name ?? '') : undefined;
  return value.kind === 'reply' && reply !== undefined ? { ...value, reply, item: true } : UNKNOWN;
}

/** What a loop variable goes through: the items of a list, for the second one of `ipairs` and `pairs`. */
function loopValue(program: Program, { binding }: NameExpression): Value {
  const loop = binding?.firstWrite === undefined ? binding && program.loopOf(binding) : undefined;
  if (loop?.type === 'NumericFor') return { kind: 'number', whole: true };
  const iterator = loop?.iterators[0];
  if (iterator?.type !== 'Call' || loop?.variables[1] !== binding) return UNKNOWN;
  const list = /^i?pairs$/.test(program.globalFunction(iterator) ?? '') ? iterator.arguments[0] : undefined;
  return list === undefined ? UNKNOWN : itemOf(program, list);
}

const UNKNOWN: Value = { kind: 'unknown' };

export const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '^']);
/** A number read from text counts as whole: whether it is, only a run can tell. */
const NUMBER_FUNCTIONS = [
  'tonumber',
  'math.floor',
  'math.ceil',
  'math.abs',
  'math.max',
  'math.min',
  'string.len',
  'table.getn',
];
const STRING_FUNCTIONS = [
  'tostring',
  'string.format',
  'string.sub',
  'string.lower',
  'string.upper',
  'string.rep',
  'table.concat',
  'cjson.encode',
];

export function valueOf(program: Program, expression: Expression): Value {
  const value = program.resolve(expression);
  switch (value.type) {
    case 'Number':
      return { kind: 'number', whole: Number.isInteger(value.value) };
    case 'String':
      return { kind: 'string' };
    case 'Unary':
      return value.operator === 'not'
        ? UNKNOWN
        : value.operator === '#'
          ? { kind: 'number', whole: true }
          : numberOf(program, [value.operand]);
    case 'Binary':
      if (value.operator === '..') return { kind: 'string' };
      if (value.operator === '/') return { kind: 'number', whole: false };
      return ARITHMETIC.has(value.operator) ? numberOf(program, [value.left, value.right]) : UNKNOWN;
    case 'Name':
      return loopValue(program, value);
    case 'Index': {
      const from = inputTable(value);
      if (from !== undefined) return { kind: 'input', from };
      return program.resolve(value.key).type === 'String' ? UNKNOWN : itemOf(program, value.base);
    }
    case 'Call': {
      const site = program.callAt(value);
      if (site) return site.name === value.callee ? { kind: 'reply', site, reply: replyKind(site) } : UNKNOWN;
      const name = program.globalFunction(value) ?? '';
      if (NUMBER_FUNCTIONS.includes(name)) return { kind: 'number', whole: true };
      return STRING_FUNCTIONS.includes(name) ? { kind: 'string' } : UNKNOWN;
    }
    default:
      return UNKNOWN;
  }
}

/** Arithmetic makes a fraction only out of one (division is looked at before). */
function numberOf(program: Program, operands: readonly Expression[]): Value {
  const whole = operands.every((operand) => {
    const value = valueOf(program, operand);
    return value.kind !== 'number' || value.whole;
  });
  return { kind: 'number', whole };
}

/** `KEYS[…]` or `ARGV[…]`. */
export function inputTable(expression: Expression): 'KEYS' | 'ARGV' | undefined {
  return expression.type === 'Index' ? nameOfInputs(expression.base) : undefined;
}

/** `KEYS` or `ARGV` itself. */
export function nameOfInputs(expression: Expression): 'KEYS' | 'ARGV' | undefined {
  if (expression.type !== 'Name' || expression.binding) return undefined;
  return expression.name === 'KEYS' || expression.name === 'ARGV' ? expression.name : undefined;
}

/** Always a string (or, for a missing key, false): never a number. */
export const isText = (value: Value): boolean =>
  value.kind === 'string' ||
  value.kind === 'input' ||
  (value.kind === 'reply' && (value.reply === 'string' || value.reply === 'string?'));

/** A number, and never anything else. */
export const isNumber = (value: Value): boolean =>
  value.kind === 'number' || (value.kind === 'reply' && value.reply === 'integer');

/** A table, and never anything else: a status or a list. */
export const isTable = (value: Value): boolean =>
  value.kind === 'reply' && (value.reply === 'status' || value.reply === 'list' || value.reply === 'pairs');

/** A reply that is `false`, not nil, when there is nothing. */
export const canBeFalse = (value: Value): boolean =>
  value.kind === 'reply' &&
  (value.reply === 'string?' ||
    value.reply === 'integer?' ||
    value.reply === 'status?' ||
    value.site.command?.name === 'set');
