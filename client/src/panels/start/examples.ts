import type { Language } from '../../state/model.js';
import { textRow, type Mode, type Script } from '../../state/script.js';

type Words = Readonly<Record<Language, string>>;

export interface Example {
  /** Also the file name, without `.lua`. */
  readonly id: string;
  readonly title: Words;
  readonly about: Words;
  readonly topic: 'atomicity' | 'errors' | 'pattern' | 'readOnly' | 'replies' | 'busy' | 'basics' | 'functions';
  readonly text: string;
  readonly keys: readonly string[];
  readonly args: readonly string[];
  readonly given: string;
  readonly data?: 'keep';
  readonly mode?: Mode;
}

const MULTIPLY = `local curVal = redis.call("get", KEYS[1])
if curVal == false then
  curVal = 0
else
  curVal = tonumber(curVal)
end
curVal = curVal * tonumber(ARGV[1])
redis.call("set", KEYS[1], curVal)
return curVal`;

const MULTIPLY_FUNCTION = `#!lua name=luascope
local function multiply(keys, args)
  local value = redis.call("get", keys[1])
  if value == false then
    value = 0
  end
  value = tonumber(value) * tonumber(args[1])
  redis.call("set", keys[1], value)
  return value
end

redis.register_function("multiply", multiply)`;

const POINTS = `-- Split points: credit each member, then debit the payer
local payer, ledger = KEYS[1], KEYS[2]

local function credit(key, n)
  local now = redis.call("HINCRBY", key, "points", n)
  redis.call("RPUSH", ledger, key .. " +" .. n)
  return now
end

local paid, out = 0, {}
for i = 3, #KEYS do
  local n = tonumber(ARGV[i - 2])
  out[#out + 1] = credit(KEYS[i], n)
  paid = paid + n
end

local left = redis.call("HINCRBY", payer, "points", -paid)
redis.log(redis.LOG_NOTICE, "paid " .. paid .. ", left " .. left)
redis.call("DEL", "lock:" .. payer)
return { paid, out, redis.status_reply("SETTLED") }`;

const POINT_KEYS = ['pts:team', 'ledger', 'pts:ana', 'pts:bo', 'pts:chen', 'pts:dee'];
const POINT_GIVEN = (chen: string): string => `HSET pts:team points 500
HSET pts:ana points 40
HSET pts:bo points 15
${chen}
SET lock:pts:team 7f3a EX 30
SET cfg:rate 1.5`;

/** The first is the one a new browser starts with; the next ones are offered on the start panel. */
export const EXAMPLES: readonly Example[] = [
  {
    id: 'multiply',
    title: { en: 'Multiply a value', zh: '把一个值乘以参数' },
    about: { en: 'read, compute, write', zh: '读、算、写' },
    topic: 'basics',
    text: MULTIPLY,
    keys: ['foo'],
    args: ['5'],
    given: 'SET foo 5',
  },
  {
    id: 'lock-release',
    title: { en: 'Release a lock only if you own it', zh: '只释放自己持有的锁' },
    about: { en: 'compare and delete; run it twice', zh: '比较并删除，运行两次看看' },
    topic: 'atomicity',
    text: `if redis.call("get", KEYS[1]) == ARGV[1] then
  return redis.call("del", KEYS[1])
else
  return 0
end`,
    keys: ['foo'],
    args: ['bar'],
    given: 'SET foo bar',
    data: 'keep',
  },
  {
    id: 'function',
    title: { en: 'The same script as a function', zh: '同一个脚本写成函数' },
    about: { en: 'FUNCTION LOAD and FCALL', zh: 'FUNCTION LOAD 与 FCALL' },
    topic: 'functions',
    text: MULTIPLY_FUNCTION,
    keys: ['foo'],
    args: ['5'],
    given: 'SET foo 5',
    mode: 'FCALL',
  },
  {
    id: 'points-fail',
    title: { en: 'Split points, fail half-way', zh: '分配积分，中途失败' },
    about: { en: 'what stays after an error', zh: '出错以后留下了什么' },
    topic: 'errors',
    text: POINTS,
    keys: POINT_KEYS,
    args: ['30', '20', '30', '40'],
    given: POINT_GIVEN('SET pts:chen 12'),
  },
  {
    id: 'rate-limit',
    title: { en: 'Fixed-window rate limiter', zh: '固定窗口限流' },
    about: { en: 'INCR with a TTL set once', zh: 'INCR，TTL 只设一次' },
    topic: 'pattern',
    text: `-- At most ARGV[1] calls in ARGV[2] seconds
local used = redis.call("INCR", KEYS[1])
if used == 1 then
  redis.call("EXPIRE", KEYS[1], ARGV[2])
end
if used > tonumber(ARGV[1]) then
  return { 0, redis.call("TTL", KEYS[1]) }
end
return { 1, tonumber(ARGV[1]) - used }`,
    keys: ['rate:ana'],
    args: ['3', '60'],
    given: '',
  },
  {
    id: 'bounded-queue',
    title: { en: 'Push to a bounded queue', zh: '有界队列入队' },
    about: { en: 'LPUSH, then LTRIM, in one step', zh: 'LPUSH 与 LTRIM 一步完成' },
    topic: 'pattern',
    text: `-- Keep the newest ARGV[1] items
for i = 2, #ARGV do
  redis.call("LPUSH", KEYS[1], ARGV[i])
end
local limit = tonumber(ARGV[1])
redis.call("LTRIM", KEYS[1], 0, limit - 1)
return redis.call("LRANGE", KEYS[1], 0, -1)`,
    keys: ['queue'],
    args: ['3', 'c', 'd'],
    given: 'RPUSH queue b a',
  },
  {
    id: 'report',
    title: { en: 'Report without any write', zh: '只读报表' },
    about: { en: 'EVAL_RO, safe on a replica', zh: 'EVAL_RO，可在副本上运行' },
    topic: 'readOnly',
    text: `local total = 0
for i = 1, #KEYS do
  local points = redis.call("HGET", KEYS[i], "points")
  if points then
    total = total + tonumber(points)
  end
end
return { #KEYS, total }`,
    keys: ['pts:ana', 'pts:bo', 'pts:chen'],
    args: [],
    given: 'HSET pts:ana points 40\nHSET pts:bo points 15',
    mode: 'EVAL_RO',
  },
  {
    id: 'vote',
    title: { en: 'One vote per reader', zh: '一人一票' },
    about: { en: 'SADD decides, ZINCRBY counts', zh: 'SADD 判重，ZINCRBY 计票' },
    topic: 'pattern',
    text: `local setResult = redis.call('sadd','article:votes:' .. KEYS[1],ARGV[1])
if setResult ~= 0 then
return redis.call('zincrby','article:queues',1,'article:prefix:' .. KEYS[1])
else
return -1
end`,
    keys: ['1001'],
    args: ['7'],
    given: 'SADD article:votes:1001 7',
    data: 'keep',
  },
  {
    id: 'points',
    title: { en: 'Split points', zh: '分配积分' },
    about: { en: 'ten writes that belong together', zh: '十次写入，要么都做' },
    topic: 'atomicity',
    text: POINTS,
    keys: POINT_KEYS,
    args: ['30', '20', '30', '40'],
    given: POINT_GIVEN('HSET pts:chen points 12'),
  },
  {
    id: 'counter',
    title: { en: 'Simple counter', zh: '简单计数器' },
    about: { en: 'the smallest useful script', zh: '最小的有用脚本' },
    topic: 'basics',
    text: `-- 增加计数器并返回新值
local current = redis.call('INCR', KEYS[1])
return current`,
    keys: ['counter'],
    args: [],
    given: 'SET counter 41',
  },
  {
    id: 'counter-expire',
    title: { en: 'Counter that expires', zh: '带过期时间的计数器' },
    about: { en: 'every increment starts the time again', zh: '每次增加都重新计时' },
    topic: 'pattern',
    text: `-- 实现带过期时间的计数器
local key = KEYS[1]
local increment = tonumber(ARGV[1])
local expire_time = tonumber(ARGV[2])

-- 增加计数并设置过期时间
local current = redis.call('INCRBY', key, increment)
redis.call('EXPIRE', key, expire_time)

return current`,
    keys: ['visits'],
    args: ['5', '60'],
    given: 'SET visits 10',
  },
  {
    id: 'lock',
    title: { en: 'Take a lock', zh: '获取分布式锁' },
    about: { en: 'SETNX and EXPIRE as one', zh: 'SETNX 与 EXPIRE 合为一步' },
    topic: 'atomicity',
    text: `-- Lua脚本实现分布式锁
local key = KEYS[1]
local lock_value = ARGV[1]
local expire_time = tonumber(ARGV[2])

-- 尝试获取锁
if redis.call('SETNX', key, lock_value) == 1 then
    redis.call('EXPIRE', key, expire_time)
    return 1
else
    return 0
end`,
    keys: ['lock:job'],
    args: ['7f3a', '30'],
    given: '',
  },
  {
    id: 'spend-points',
    title: { en: 'Spend points: compares a string with a number', zh: '扣减积分：字符串和数字比较' },
    about: { en: 'GET answers a string; find the line', zh: 'GET 返回字符串，找出出错的行' },
    topic: 'errors',
    text: `-- 原子性处理用户积分变化
local user_key = KEYS[1]
local points_key = KEYS[2]
local points = tonumber(ARGV[1])

-- 检查用户是否存在且积分充足
local user_exists = redis.call('EXISTS', user_key)
if user_exists == 0 then
    return {err = "User not found"}
end

local current_points = redis.call('GET', points_key)
if current_points < points then
    return {err = "Insufficient points"}
end

-- 扣减积分并更新用户状态
redis.call('DECRBY', points_key, points)
redis.call('HSET', user_key, 'last_transaction', redis.call('TIME')[1])

return {success = true, remaining_points = current_points - points}`,
    keys: ['user:1', 'points:1'],
    args: ['30'],
    given: 'HSET user:1 name ana\nSET points:1 100',
  },
  {
    id: 'spend-points-corrected',
    title: { en: 'Spend points, corrected', zh: '扣减积分，改正版' },
    about: { en: 'tonumber, and a reply that arrives', zh: 'tonumber，以及能送达的返回值' },
    topic: 'errors',
    text: `local user_key, points_key = KEYS[1], KEYS[2]
local points = tonumber(ARGV[1])

if redis.call('EXISTS', user_key) == 0 then
  return { err = "NOUSER User not found" }
end

-- GET answers a string, or false for a missing key
local current_points = tonumber(redis.call('GET', points_key) or 0)
if current_points < points then
  return { err = "NOPOINTS Insufficient points" }
end

redis.call('DECRBY', points_key, points)
redis.call('HSET', user_key, 'last_transaction', redis.call('TIME')[1])

-- A table with names only becomes an empty array: send a list
return { 'remaining_points', current_points - points }`,
    keys: ['user:1', 'points:1'],
    args: ['30'],
    given: 'HSET user:1 name ana\nSET points:1 100',
  },
  {
    id: 'named-table',
    title: { en: 'A reply that loses everything', zh: '丢光内容的返回值' },
    about: { en: '{success = true} arrives as an empty array', zh: '{success = true} 变成空数组' },
    topic: 'replies',
    text: `local current_points, points = 100, 30
return {success = true, remaining_points = current_points - points}`,
    keys: [],
    args: [],
    given: '',
  },
  {
    id: 'conversions',
    title: { en: 'What becomes of Lua values', zh: 'Lua 值变成了什么' },
    about: { en: 'fractions, booleans, nil in a list', zh: '小数、布尔值、列表里的 nil' },
    topic: 'replies',
    text: `return {
  3.99,
  tostring(3.99),
  true,
  false,
  redis.status_reply("OK"),
  { 1, 2, nil, 4 },
  cjson.encode({ name = "ana" }),
}`,
    keys: [],
    args: [],
    given: '',
  },
  {
    id: 'one-line',
    title: { en: 'The same script on one line', zh: '单行脚本' },
    about: { en: 'ready for SCRIPT LOAD', zh: '可直接 SCRIPT LOAD' },
    topic: 'basics',
    text: `local curVal = redis.call("get", KEYS[1]); if curVal == false then curVal = 0 else curVal = tonumber(curVal) end; curVal = curVal * tonumber(ARGV[1]); redis.call("set", KEYS[1], curVal); return curVal`,
    keys: ['foo'],
    args: ['5'],
    given: 'SET foo 1',
    mode: 'EVALSHA',
  },
  {
    id: 'call-error',
    title: { en: 'redis.call raises', zh: 'redis.call 抛出错误' },
    about: { en: 'INCR on a hash', zh: '对哈希执行 INCR' },
    topic: 'errors',
    text: `return redis.call("incr", "foo")`,
    keys: [],
    args: [],
    given: 'HSET foo x 1 y 2',
  },
  {
    id: 'pcall-error',
    title: { en: 'redis.pcall returns the error', zh: 'redis.pcall 返回错误' },
    about: { en: 'the same INCR, the script goes on', zh: '同样的 INCR，脚本继续' },
    topic: 'errors',
    text: `return redis.pcall("incr", "foo")`,
    keys: [],
    args: [],
    given: 'HSET foo x 1 y 2',
  },
  {
    id: 'endless',
    title: { en: 'Endless loop', zh: '死循环' },
    about: { en: 'SCRIPT KILL ends it', zh: '用 SCRIPT KILL 终止' },
    topic: 'busy',
    text: `while true do
  redis.call("get", KEYS[1])
end`,
    keys: ['foo'],
    args: [],
    given: 'SET foo bar',
  },
  {
    id: 'endless-write',
    title: { en: 'Endless loop after a write', zh: '写入之后的死循环' },
    about: { en: 'UNKILLABLE: nothing is left half done', zh: 'UNKILLABLE：不留下半个事务' },
    topic: 'busy',
    text: `redis.call("set", KEYS[1], "waiting")
while true do
  redis.call("get", KEYS[1])
end`,
    keys: ['wait:state'],
    args: [],
    given: '',
  },
];

/** What a new tab with the example holds; the id and place are the tab's own. */
export const scriptOf = (example: Example): Omit<Script, 'id' | 'order'> => ({
  name: `${example.id}.lua`,
  text: example.text,
  keys: example.keys.map(textRow),
  args: example.args.map(textRow),
  given: example.given,
  data: example.data ?? 'fresh',
  mode: example.mode ?? 'EVAL',
  resp: 2,
  example: example.id,
});
