import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../bytes.js';
import { readLibrary } from '../library.js';
import { parseScript } from '../parse.js';
import { applyEdits } from '../rewrite/edits.js';
import { lint, type Finding, type RuleId } from './lint.js';
import type { LintOptions } from './rule.js';

const find = (source: Bytes, options?: LintOptions): Finding[] => {
  const parsed = options?.mode?.startsWith('FCALL') ? readLibrary(source) : parseScript(source);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return lint(source, parsed, options);
};

interface Example {
  /** What the rule marks, between «». */
  readonly bad: readonly string[];
  readonly good: readonly string[];
  readonly options?: LintOptions;
}

const EXAMPLES: Readonly<Record<RuleId, Example>> = {
  'global-read': {
    bad: [
      'return «total»',
      '«print»("x")',
      'local a = «b» and 1 or 2',
      'local t = {} «tabel».insert(t, 1)',
      'return «null»',
      'do local x = 1 end return «x»',
      'local a = «later»() local function later() end',
    ],
    good: ['local total = 1 return total', 'return KEYS[1] .. ARGV[1] .. _VERSION', 'for i = 1, 2 do local j = i end'],
  },
  'global-write': {
    bad: ['«total» = 1', 'function «f»() end', 'local a a, «b» = 1, 2', '«KEYS» = {}'],
    good: ['local total total = 1', 'local function f() end', 'KEYS[1] = "x"', 'local t = {} function t.f() end'],
  },
  'readonly-write': {
    bad: ['«redis.call» = nil', '«string.trim» = function() end', 'function «math.half»() end'],
    good: ['local string = {} string.trim = 1', 'local t = {} t.redis = 1'],
  },
  'unknown-member': {
    bad: [
      'return «table.unpack»({1})',
      'redis.call("PING") «redis.register_function»("f")',
      'return «string.split».x',
      'return «redis.get»(KEYS[1])',
      'return «redis.Call»("PING")',
      'return ARGV[1]:«split»(",")',
    ],
    good: [
      'return ARGV[1]:sub(2)',
      'local t = {} t:split()',
      'return unpack({1})',
      'if redis.setresp then return redis.REDIS_VERSION end',
      'return redis.nothing == nil',
    ],
  },
  'unknown-command': {
    bad: [
      'redis.call(«"GTE"», KEYS[1])',
      'redis.call(«"CLIENT"», "nosuch")',
      'redis.call(«"GET foo"»)',
      'redis.call(«"GET " .. KEYS[1]»)',
    ],
    good: ['redis.call("GET", KEYS[1])', 'redis.call(ARGV[1])', 'redis.call("OBJECT", ARGV[1], KEYS[1])'],
  },
  'wrong-arity': {
    bad: ['«redis.call("SET", KEYS[1])»', '«redis.call("GET", KEYS[1], "x")»', '«redis.call()»'],
    good: [
      'redis.call("SET", KEYS[1], 1)',
      'redis.call("SET", unpack(ARGV))',
      'local f = ipairs redis.call("SET", f(1))',
    ],
  },
  'not-allowed': {
    bad: ['redis.call(«"SUBSCRIBE"», "c")', 'redis.call(«"BLPOP"», KEYS[1], 0)', 'redis.call(«"config"», "get", "x")'],
    good: ['redis.call("PUBLISH", "c", "m")', 'redis.call("LPOP", KEYS[1])'],
  },
  'bad-argument': {
    bad: [
      'redis.call("SET", KEYS[1], «nil»)',
      'redis.call("SET", KEYS[1], «true»)',
      'local t = {} redis.call("SET", KEYS[1], «t»)',
      'redis.call("DEL", «KEYS»)',
      '«redis:call»("PING")',
    ],
    good: ['redis.call("DEL", unpack(KEYS))', 'redis.call("SET", KEYS[1], 1.5)', 'redis.call("SET", KEYS[1], ARGV[1])'],
  },
  'read-only-write': {
    bad: ['redis.call(«"SET"», KEYS[1], 1)', 'redis.call(«"PUBLISH"», "c", "m")'],
    good: ['return redis.call("GET", KEYS[1])'],
    options: { mode: 'EVAL_RO' },
  },
  'undeclared-key': {
    bad: [
      'redis.call("DEL", «"lock:" .. KEYS[1]»)',
      'redis.call("GET", «"config"»)',
      'redis.call("GET", «ARGV[1]»)',
      'local k = "a" redis.call("MSET", KEYS[1], 1, «k», 2)',
      'redis.call("EXISTS", «string.format("a:%d", 1)»)',
      'for _, key in ipairs(ARGV) do redis.call("DEL", «key») end',
      'for _, key in ipairs(redis.call("SMEMBERS", KEYS[1])) do redis.call("DEL", «key») end',
      'local key = redis.call("GET", KEYS[1]) redis.call("DEL", «key»)',
    ],
    good: [
      'redis.call("SET", KEYS[1], "a" .. "b")',
      'for _, key in ipairs(KEYS) do redis.call("DEL", key) end',
      'redis.call("PUBLISH", "news", "x")',
    ],
  },
  'key-as-value': {
    bad: [
      'redis.call("HSET", KEYS[1], «KEYS[2]», ARGV[1])',
      'local field = KEYS[2] return redis.call("HGET", KEYS[1], «field»)',
    ],
    good: [
      'redis.call("SADD", KEYS[1], KEYS[2]) redis.call("DEL", KEYS[2])',
      'redis.call("SADD", KEYS[1], KEYS[2]) return KEYS[2]',
      'for i = 1, #KEYS do redis.call("DEL", KEYS[i]) end redis.call("SADD", KEYS[1], KEYS[2])',
      'redis.call("PUBLISH", KEYS[1], ARGV[1])',
    ],
  },
  'float-argument': {
    bad: [
      'local ttl = ARGV[1] / 2 redis.call("SET", KEYS[1], 1, "EX", «ttl»)',
      'redis.call("EXPIRE", KEYS[1], «ARGV[1] / 2»)',
      'redis.call("INCRBY", KEYS[1], «1.5»)',
    ],
    good: ['redis.call("EXPIRE", KEYS[1], math.floor(ARGV[1] / 2))', 'redis.call("INCRBYFLOAT", KEYS[1], 1.5)'],
  },
  'slow-command': { bad: ['redis.call(«"KEYS"», "*")', 'redis.call(«"flushall"»)'], good: ['redis.call("SCAN", 0)'] },
  'percent-wildcard': {
    bad: ['redis.call("KEYS", «"user%"»)', 'redis.call("SCAN", 0, "MATCH", «"%:1"»)'],
    good: ['redis.call("SCAN", 0, "MATCH", "user:*")'],
  },
  'nil-compare': {
    bad: [
      'if «redis.call("GET", KEYS[1]) == nil» then end',
      'local v = redis.call("HGET", KEYS[1], "f") return «nil ~= v»',
      'local v = redis.call("HMGET", KEYS[1], "a", "b") return «v[1] == nil»',
      'for _, v in ipairs(redis.call("MGET", KEYS[1])) do if «v == nil» then return 1 end end',
      'local v = redis.call("GET", KEYS[1]) return «type(v) == "nil"»',
      'local v v = redis.call("GET", KEYS[1]) return «v == nil»',
    ],
    good: [
      'if redis.call("GET", KEYS[1]) == false then end',
      'redis.setresp(3) return redis.call("GET", KEYS[1]) == nil',
      'return ARGV[1] == nil',
      'local v if KEYS[2] then v = redis.call("GET", KEYS[1]) end return v == nil',
      'local v = redis.call("XRANGE", KEYS[1], "-", "+") return v[1] == nil',
      'return redis.call("ZRANGE", KEYS[1], 0, 0)[1] == nil',
    ],
  },
  'boolean-compare': {
    bad: ['return «redis.call("EXISTS", KEYS[1]) == true»', 'local n = tonumber(ARGV[1]) return «n ~= false»'],
    good: ['return redis.call("GET", KEYS[1]) == false', 'return redis.call("EXISTS", KEYS[1]) == 1'],
  },
  'text-against-number': {
    bad: [
      'return «redis.call("GET", KEYS[1]) > 10»',
      'return «ARGV[1] == 0»',
      'local p = redis.call("HGET", KEYS[1], "p") local n = tonumber(ARGV[1]) return «p < n»',
      'return «redis.call("INCR", KEYS[1]) > ARGV[1]»',
      'local h = redis.call("HMGET", KEYS[1], "a") return «h[1] > 5»',
      'for i = 1, 3 do if «ARGV[1] == i» then return i end end',
    ],
    good: [
      'return tonumber(ARGV[1]) > 10',
      'return redis.call("INCR", KEYS[1]) > 10',
      'local v = ARGV[1] v = 5 return v > 1',
    ],
  },
  'text-order': {
    bad: ['return «ARGV[1] < ARGV[2]»', 'return «redis.call("GET", KEYS[1]) >= ARGV[1]»'],
    good: ['return ARGV[1] == ARGV[2]', 'return "a" < "b"'],
  },
  'zero-is-true': {
    bad: [
      'if «redis.call("EXISTS", KEYS[1])» then end',
      'local n = redis.call("SISMEMBER", KEYS[1], "m") if not «n» then end',
      'return «redis.call("HEXISTS", KEYS[1], "f")» and 1 or 2',
    ],
    good: ['if redis.call("EXISTS", KEYS[1]) == 1 then end', 'if redis.call("GET", KEYS[1]) then end'],
  },
  'status-compared': {
    bad: [
      'return «redis.call("SET", KEYS[1], 1) == "OK"»',
      'return «"string" == redis.call("TYPE", KEYS[1])»',
      'local r = redis.call("SET", KEYS[1], 1, "NX") return «r == "OK"»',
    ],
    good: ['return redis.call("TYPE", KEYS[1]).ok == "string"', 'return redis.call("GET", KEYS[1]) == "OK"'],
  },
  'pcall-unchecked': {
    bad: [
      '«redis.pcall»("INCR", KEYS[1])',
      'local n = «redis.pcall»("INCR", KEYS[1]) return n + 1',
      'if «redis.pcall»("GET", KEYS[1]) then end',
      'local ok = «pcall(redis.pcall, "INCR", KEYS[1])» return ok',
    ],
    good: [
      'local r = redis.pcall("INCR", KEYS[1]) if r.err then return r end return r + 1',
      'return redis.pcall("INCR", KEYS[1])',
      'local r = redis.pcall("INCR", KEYS[1]) if type(r) == "table" then return 0 end',
    ],
  },
  'one-value': {
    bad: ['local ok, «err» = redis.pcall("INCR", KEYS[1]) return err', 'local a, «b» = redis.call("MGET", KEYS[1])'],
    good: ['local ok, err = pcall(redis.call, "INCR", KEYS[1])', 'local a, b = redis.call("GET", KEYS[1]), 1'],
  },
  'caught-text': {
    bad: ['local ok, e = pcall(redis.call, "INCR", KEYS[1]) if not ok then return «e.err» end'],
    good: [
      'local ok, e = pcall(redis.call, "INCR", KEYS[1]) return e',
      'local ok, e = pcall(redis.pcall, "INCR", KEYS[1]) return e.err',
      'local r = redis.pcall("INCR", KEYS[1]) return r.err',
    ],
  },
  'no-pairs': {
    bad: [
      'for k, v in «{1, 2}» do end',
      'for _, k in «KEYS» do redis.call("DEL", k) end',
      'for _, v in «redis.call("SMEMBERS", KEYS[1])» do end',
    ],
    good: [
      'for k, v in pairs({1}) do end',
      'for word in string.gmatch(ARGV[1], "%a+") do end',
      'for k, v in next, {} do end',
    ],
  },
  'table-calculated': {
    bad: ['return "type " .. «redis.call("TYPE", KEYS[1])»', 'return 1 + «redis.call("LRANGE", KEYS[1], 0, 1)»'],
    good: ['return "type " .. redis.call("TYPE", KEYS[1]).ok', 'return redis.call("INCR", KEYS[1]) + 1'],
  },
  'text-added': {
    bad: ['return «"total: " + 5»', 'return «ARGV[1] * "x"»'],
    good: ['return "5" + 1', 'return "0x10" * 2', 'return "a" .. 1'],
  },
  'missing-used': {
    bad: [
      'return «redis.call("GET", KEYS[1])» + 1',
      'local v = redis.call("HGET", KEYS[1], "f") return "v" .. «v»',
      'return cjson.decode(«redis.call("GET", KEYS[1])»)',
      'redis.call("SET", KEYS[2], «redis.call("GET", KEYS[1])»)',
      'return #«redis.call("GET", KEYS[1])»',
    ],
    good: [
      'return (redis.call("GET", KEYS[1]) or 0) + 1',
      'local v = redis.call("GET", KEYS[1]) if v then return v + 1 end',
      'redis.call("SET", KEYS[1], 1) return redis.call("GET", KEYS[1]) + 1',
      'if redis.call("EXISTS", KEYS[1]) == 1 then return redis.call("GET", KEYS[1]) + 1 end',
      'local v = redis.call("GET", KEYS[1]) v = 1 return v + 1',
      'return redis.call("GET", KEYS[1])',
    ],
  },
  'flat-map': {
    bad: [
      'local h = redis.call("HGETALL", KEYS[1]) return «h.name»',
      'for «f», v in pairs(redis.call("HGETALL", KEYS[1])) do redis.call("HSET", KEYS[2], f, v) end',
    ],
    good: [
      'local h = redis.call("HGETALL", KEYS[1]) return h[1]',
      'local r = redis.pcall("HGETALL", KEYS[1]) return r.err',
      'local t = {} for i, v in ipairs(redis.call("HGETALL", KEYS[1])) do t[i] = v end return t',
    ],
  },
  'number-of-nothing': {
    bad: [
      'return «tonumber(redis.call("GET", KEYS[1]))» + 1',
      'local v = redis.call("GET", KEYS[1]) return 2 * «tonumber(v)»',
      'local n = «tonumber(redis.call("GET", KEYS[1]))» n = n + 1 return n',
    ],
    good: [
      'return (tonumber(redis.call("GET", KEYS[1])) or 0) + 1',
      'return tonumber(redis.call("INCR", KEYS[1])) + 1',
      'local n = tonumber(redis.call("GET", KEYS[1])) if not n then n = 0 end return n + 1',
      'redis.call("INCR", KEYS[1]) return tonumber(redis.call("GET", KEYS[1])) + 1',
      'local h = redis.call("HMGET", KEYS[1], "a", "b") if h[2] then return tonumber(h[2]) + 1 end',
    ],
  },
  'json-null': {
    bad: ['local d = cjson.decode(ARGV[1]) return «d.name == nil»'],
    good: ['local d = cjson.decode(ARGV[1]) return d.name == cjson.null'],
  },
  'keys-lost': {
    bad: [
      'return {«success = true», points = 3}',
      'local r = {«a = 1»} return r',
      'return {1, {«b = 2»}}',
      'return {«ok = true», 1}',
      'return {«err = 404»}',
      'local r = {} «r.name» = 1 r["b"] = 2 return r',
      'local r = {} r[1] = 1 «r.n» = 1 return r',
    ],
    good: [
      'return {1, 2}',
      'return {ok = "done"}',
      'return {err = "NO"}',
      'local f = function() return {a = 1} end return f().a',
      'local r = {} r.ok = "done" return r',
      'local r = {} r.a = 1 return cjson.encode(r)',
      'local r = {} r.a = 1 table.sort(r) return r',
      'return {ok = ARGV[1]}',
    ],
  },
  'items-swallowed': {
    bad: ['return {«ok = "x"», 1, 2}', 'return {1, {«err = "E"», n = 1}}'],
    good: ['return {ok = "x"}', 'return {ok = true, 1}', 'return {double = "1.5", 1}'],
  },
  'nil-in-reply': { bad: ['return {1, «nil», 3}'], good: ['return {1, false, 3}', 'local t = {1, nil} return #t'] },
  'fraction-cut': {
    bad: ['return «1.5»', 'return «KEYS[1] / 2»', 'local half = ARGV[1] / 2 return {1, «half»}'],
    good: [
      'return tostring(1.5)',
      'return math.floor(ARGV[1] / 2)',
      'local f = function() return 1.5 end return f() * 2',
      'return 3 * 2',
    ],
  },
  'reply-dropped': { bad: ['«redis.error_reply("NO")»'], good: ['return redis.error_reply("NO")'] },
  'error-table': {
    bad: ['«error({})»', 'local e = {code = 1} «error(e)»'],
    good: ['error({err = "NO"})', 'error({[ARGV[1]] = "NO"})', 'error("no")'],
  },
  'code-lost': {
    bad: ['«error("NOSTOCK none left")»', 'local why = "OUT_OF stock" «error(why)»'],
    good: ['error({err = "NOSTOCK none left"})', 'error("none left")', 'error("NOSTOCK none left", 0)'],
  },
  'empty-json': { bad: ['return «cjson.encode({})»'], good: ['return cjson.encode({1})'] },
  'zero-index': {
    bad: [
      'return «KEYS[0]»',
      'return «ARGV[0]»',
      'for i = 0, #KEYS do redis.call("DEL", «KEYS[i]») end',
      'local l = redis.call("LRANGE", KEYS[1], 0, 1) return «l[0]»',
    ],
    good: ['return KEYS[1]', 'for i = 1, #KEYS do redis.call("DEL", KEYS[i]) end', 'local t = {[0] = 1} return t[0]'],
  },
  'log-arguments': {
    bad: ['«redis.log("hello")»', 'redis.log(«"notice"», "hello")'],
    good: ['redis.log(redis.LOG_NOTICE, "hello")', 'redis.log(unpack(ARGV))'],
  },
  'missing-input': {
    bad: ['return «KEYS[2]»', 'return «ARGV[1]»'],
    good: ['return KEYS[1]', 'return #ARGV'],
    options: { keys: 1, args: 0 },
  },
  'big-number': { bad: ['return «9007199254740993»'], good: ['return 9007199254740991'] },
  'hex-escape': { bad: ['return "a«\\x41»"'], good: ['return "\\\\x41"', 'return [[\\x41]]', 'return "\\065"'] },
  'long-unpack': {
    bad: ['redis.call("DEL", «unpack(redis.call("SMEMBERS", KEYS[1]))»)'],
    good: ['redis.call("DEL", unpack(KEYS))'],
  },
  'endless-loop': {
    bad: [
      'while «true» do redis.call("INCR", KEYS[1]) end',
      'while «redis.call("GET", KEYS[1]) ~= "go"» do end',
      'while «tonumber(redis.call("GET", KEYS[1])) < 5» do local a = 1 end',
    ],
    good: [
      'while true do if KEYS[1] then break end end',
      'while redis.call("LLEN", KEYS[1]) > 0 do redis.call("LPOP", KEYS[1]) end',
      'while true do return 1 end',
    ],
  },
  'library-header': {
    bad: [
      '«#!lua»\nredis.register_function("f", function() end)',
      '«return 1»',
      '«#!lua name=a-b»\nredis.register_function("f", function() end)',
    ],
    good: [
      '#!lua name=lib\nredis.register_function("f", function() end)',
      '#!LUA NAME="lib"\nredis.register_function("f", function() end)',
    ],
    options: { mode: 'FCALL' },
  },
  'no-function': {
    bad: ['«#!lua name=lib»\nlocal x = 1'],
    good: ['#!lua name=lib\nlocal r = redis.register_function r("f", function() end)'],
    options: { mode: 'FCALL' },
  },
  'register-function': {
    bad: [
      '#!lua name=lib\nredis.register_function(«"a-b"», function() end)',
      '#!lua name=lib\n«redis.register_function()»',
      '#!lua name=lib\nredis.register_function("f", «1»)',
      '#!lua name=lib\nredis.register_function(«"f"»)',
      '#!lua name=lib\nlocal f = function() end redis.register_function("f", f) redis.register_function(«"f"», f)',
      '#!lua name=lib\n«redis.register_function{function_name="f"}»',
      '#!lua name=lib\nredis.register_function{function_name="f", callback=function() end, flags={«"read-only"»}}',
      '#!lua name=lib\nredis.register_function{function_name="f", callback=function() end, «desc="x"»}',
      '#!lua name=lib\nredis.register_function("f", function() «redis.register_function("g", tostring)» end)',
    ],
    good: [
      '#!lua name=lib\nlocal function f() end redis.register_function("f", f) redis.register_function("g", f)',
      '#!lua name=lib\nredis.register_function{FUNCTION_NAME="f", callback=function() end, flags={"NO-WRITES"}, description="d"}',
      '#!lua name=lib\nlocal function add(n) redis.register_function(n, function() end) end add("f")',
    ],
    options: { mode: 'FCALL_RO' },
  },
  'load-time': {
    bad: [
      '#!lua name=lib\n«redis.call»("GET", "k") redis.register_function("f", function() end)',
      '#!lua name=lib\nlocal n = «tonumber»("5") redis.register_function("f", function() return n end)',
    ],
    good: [
      '#!lua name=lib\nredis.log(redis.LOG_NOTICE, "x") redis.register_function("f", function() return redis.call("PING") end)',
      '#!lua name=lib\nredis.register_function("f", function() return tonumber("5") end)',
    ],
    options: { mode: 'FCALL' },
  },
};

const rules = Object.entries(EXAMPLES) as [RuleId, Example][];

/** The findings of a rule as the source with «» around what they mark. */
function marked(rule: RuleId, source: string, options?: LintOptions): string {
  const found = find(source, options).filter((each) => each.rule === rule);
  const edits = found.flatMap(({ span }) => [
    { start: span.start, end: span.start, text: '«' },
    { start: span.end, end: span.end, text: '»' },
  ]);
  return applyEdits(source, edits);
}

describe.each(rules)('%s', (rule, { bad, good, options }) => {
  it.each(bad)('%s', (example) => {
    expect(marked(rule, example.replace(/[«»]/g, ''), options)).toBe(example);
  });

  it.each(good)('finds nothing in %s', (example) => {
    expect(marked(rule, example, options)).toBe(example);
  });

  it('mends what it offers to mend', () => {
    for (const example of bad) {
      const source = example.replace(/[«»]/g, '');
      for (const finding of find(source, options).filter((each) => each.rule === rule && each.fix)) {
        const left = find(applyEdits(source, finding.fix!), options).filter((each) => each.rule === rule);
        expect(left.length).toBeLessThan(find(source, options).filter((each) => each.rule === rule).length);
      }
    }
  });
});

describe('lint', () => {
  it('gives what it finds in the order of the source', () => {
    const found = find('return b + a + redis.call("FOO")');
    expect(found.map(({ rule }) => rule)).toEqual(['global-read', 'global-read', 'unknown-command']);
  });

  it('knows the flags of the shebang', () => {
    const source = '#!lua flags=no-writes\nredis.call("DEL", KEYS[1])';
    expect(find(source)[0]).toMatchObject({ rule: 'read-only-write', data: { command: 'DEL', why: 'no-writes' } });
  });

  it('says what was probably meant, and where a local is', () => {
    const dataOf = (source: Bytes) => find(source)[0]?.data;
    expect(dataOf('return keys[1]')).toEqual({ name: 'keys', case: 'unknown', instead: 'KEYS' });
    expect(dataOf('local total = 1 return totla')).toMatchObject({ instead: 'total' });
    expect(dataOf('return x')).toEqual({ name: 'x', case: 'unknown' });
    expect(dataOf('do\n local x = 1\nend\nreturn x')).toEqual({ name: 'x', case: 'ended', line: 2 });
    expect(dataOf('local y = f()\nlocal function f() end')).toEqual({ name: 'f', case: 'later', line: 2 });
    expect(dataOf('return redis.log_notice.x')).toMatchObject({ instead: 'redis.LOG_NOTICE' });
  });

  it('tells a forgotten local once, not at each use', () => {
    expect(find('n = 0 n = n + 1 return n').map(({ rule }) => rule)).toEqual(['global-write', 'global-write']);
  });

  it('is quiet about a script that is right', () => {
    const source = `local current = redis.call('GET', KEYS[1])
if current == false then
  current = 0
else
  current = tonumber(current)
end
current = current * tonumber(ARGV[1])
redis.call('SET', KEYS[1], current)
return current`;
    expect(find(source, { mode: 'EVAL', keys: 1, args: 1 })).toEqual([]);
  });
});

describe('in a library', () => {
  const found = (body: Bytes): string[] =>
    find(`#!lua name=lib\n${body}`, { mode: 'FCALL' }).map(({ rule, data }) => `${rule} ${data['case'] ?? ''}`.trim());

  it('KEYS and ARGV are parameters', () => {
    expect(found('redis.register_function("f", function() return KEYS[1] end)')).toEqual(['global-read library']);
  });

  it('a function with no-writes may not write, the one beside it may', () => {
    const body = `redis.register_function{function_name='r', callback=function(keys) redis.call('DEL', keys[1]) end, flags={'no-writes'}}
      redis.register_function('w', function(keys) redis.call('DEL', keys[1]) end)`;
    expect(found(body)).toEqual(['read-only-write']);
  });
});
