/** What random programs are put together from: see `random-program.ts`. */

/** Numbers at the edges. */
export const NUMBERS: readonly string[] = [
  '0.1',
  '-0',
  '1e300 * 1e300',
  '2^53',
  '1/3',
  '0/0',
  '-1e15',
  '0x10',
  '1e100',
  '.5',
  '1/0',
  '-2^63',
  '5 % -3',
  '-5.5 % 2',
  '2^-1074',
  '0.1 + 0.2',
  '1e15 + 0.5',
  '9007199254740993',
  'math.huge % 2',
  '-1/0',
  "'0x1F' + 0",
  "'1e1' * 1",
];

/** Strings that methods and libraries make. */
export const STRING_METHODS: readonly string[] = [
  "('abc'):upper()",
  "(('a,b'):gsub(',', ';'))",
  "('abc'):sub(-2)",
  "(('x=1'):match('(%w)=(%d)'))",
  "('abc'):reverse():lower()",
  "tostring(('abc'):find('b', 1, true))",
  "tostring(('abc'):byte(-1))",
  "('%5.2f|%q'):format(1.005, 'a\\n')",
  "table.concat({1, 'b', 2.5}, '-')",
  'tostring(redis.REDIS_VERSION_NUM)',
  'tostring(_G.pcall == pcall)',
];

/** What may stand between two statements. */
export const SEPARATORS: readonly string[] = [
  '\n',
  '\n',
  ' ',
  '; ',
  '\n\n',
  ';\n',
  ' --[[ c ]] ',
  ' -- c\n',
  '\n  ',
  '\r\n',
  ' --[==[ ]] \n ]==] ',
  '\t',
];

/** Of a numeric for. */
export const BOUNDS: readonly string[] = [
  '1, 2',
  '1, 3',
  '3, 1, -1',
  '0, 1, 0.5',
  '1, 0',
  '#t, 2',
  "'1', 2",
  '0.1, 0.35, 0.1',
  '1, 2, math.huge',
  '-1, -2, -0.5',
  '0/0, 1',
];

/** Statements that the host refuses. */
export const REFUSED: readonly string[] = [
  'redis.x = 1',
  'redis.call = nil',
  'coroutine.yield = 1',
  'pcall = nil',
  'coroutine.create(error)',
  'coroutine.wrap(redis.call)',
  'coroutine.wrap()',
  'setmetatable(redis, {})',
  "rawset(redis, 'x', 1)",
  'table.insert(redis, 1)',
  "error('x', 'y')",
  'coroutine.resume(1)',
  'xpcall()',
  "_G.redis.call('INCR', 'text')",
  "_G['error']('by name')",
  "redis.nosuch('x')",
  "_G.redis.call('SET', 'k', 0/0)",
];

/** Statements that go wrong, whatever is around them. */
export const FAILURES: readonly string[] = [
  "error('no')",
  'local n = nil + 1',
  "error({err = 'ERR table'})",
  "error('level', 0)",
  "error('up', 2)",
  "redis.call('INCR', 'text')",
  'local q = nil; q.r.s = 1',
  'a()',
  "local c = 'x' < 1",
  'undeclared(1)',
  'newglobal = 1',
  "redis.call('NOSUCH', 'x')",
  "assert(false, 'asserted')",
  'assert(nil)',
  "local c = {} .. 'x'",
  'string.rep()',
  "local c = ('x'):nomethod()",
  'error()',
  'redis.call()',
  "for i = 1, 'x' do end",
  "setmetatable({}, {__index = function(o, k) error('meta ' .. k) end}).field = (setmetatable({}, {__index = function(o, k) error('meta ' .. k) end})).field",
  'error(nil)',
  'error(42)',
  "table.sort({1, 2, 3}, function(p, q) error('in sort') end)",
  'redis = 1',
];
