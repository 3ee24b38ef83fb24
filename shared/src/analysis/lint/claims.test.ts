import { transcripts } from '../../../test/both-engines.js';
import { Prng } from '../../lua/index.js';
import { createScripting, REDIS_7_0 } from '../../script/index.js';

const { families } = createScripting({ profile: REDIS_7_0, random: new Prng() });

const SESSIONS = {
  'global-read': String.raw`
    > EVAL "return total" 0
    (error) ERR user_script:1: Script attempted to access nonexistent global variable 'total' script: a068d41103840e717b7a56ca0d67b0c0a27ed661, on @user_script:1.
    > EVAL "return print('x')" 0
    (error) ERR user_script:1: Script attempted to access nonexistent global variable 'print' script: 2f6def963b4a1f78d3d640304d016c097195dbc7, on @user_script:1.`,
  'global-write': String.raw`
    > EVAL "total = 1" 0
    (error) ERR user_script:1: Attempt to modify a readonly table script: dde5a25bff1ee6edf6462a42f958aff264a24093, on @user_script:1.
    > EVAL "KEYS = {}" 0
    (error) ERR user_script:1: Attempt to modify a readonly table script: 6f9c2135c385ef4406555ad3ccccb97d6af382cb, on @user_script:1.`,
  'readonly-write': String.raw`
    > EVAL "string.trim = 1" 0
    (error) ERR user_script:1: Attempt to modify a readonly table script: d68310cb5b8ea282639ad4b4f1cc6da5bc9a1a32, on @user_script:1.`,
  'unknown-member': String.raw`
    > EVAL "return table.unpack({1})" 0
    (error) ERR user_script:1: attempt to call field 'unpack' (a nil value) script: 28b35d17e2d50c474a4c6b0e38e4cb5e174e683c, on @user_script:1.
    > EVAL "return redis.nothing == nil" 0
    (integer) 1`,
  'unknown-command': String.raw`
    > EVAL "redis.call('GTE', KEYS[1])" 1 k
    (error) ERR Unknown Redis command called from script script: 2f9f96d85bacd6cf19f0a4b2a32d95f2f911f4e8, on @user_script:1.
    > EVAL "redis.call('GET foo')" 0
    (error) ERR Unknown Redis command called from script script: d6c1327b75457615f180fe98a810468787697408, on @user_script:1.
    > EVAL "redis.call('CLIENT', 'nosuch')" 0
    (error) ERR Unknown Redis command called from script script: a80b3fc80b54ca7f71e8e89b5d494a2dbe6fec3e, on @user_script:1.`,
  'wrong-arity': String.raw`
    > EVAL "redis.call('SET', KEYS[1])" 1 k
    (error) ERR Wrong number of args calling Redis command from script script: 4225a809ac7f0d959e8347474cbd76669002c01a, on @user_script:1.
    > EVAL "redis.call()" 0
    (error) ERR Please specify at least one argument for this redis lib call script: 23251039f40992dadef496cbfe3f3d23a6d314ce, on @user_script:1.`,
  'not-allowed': String.raw`
    > EVAL "redis.call('SUBSCRIBE', 'c')" 0
    (error) ERR This Redis command is not allowed from script script: ced5ea2567ac0d942cd2aa7005c7b98cc58e66a7, on @user_script:1.
    > EVAL "redis.call('BLPOP', KEYS[1], 0)" 1 k
    (error) ERR This Redis command is not allowed from script script: e13229dbaef20eb4e6e8073c258fd2a9030194b6, on @user_script:1.`,
  'bad-argument': String.raw`
    > EVAL "redis.call('SET', KEYS[1], nil)" 1 k
    (error) ERR Lua redis lib command arguments must be strings or integers script: b581841d753c02f77163a53c21eeed9db9e6ced9, on @user_script:1.
    > EVAL "redis:call('PING')" 0
    (error) ERR Lua redis lib command arguments must be strings or integers script: 599fb57bd2963f96c7c2e465835af0add0248e94, on @user_script:1.
    > EVAL "redis.call('DEL', KEYS)" 1 k
    (error) ERR Lua redis lib command arguments must be strings or integers script: 8de0544bf66af152029f17b2cfd374292379fa54, on @user_script:1.
    > EVAL "redis.call('SET', KEYS[1], true)" 1 k
    (error) ERR Lua redis lib command arguments must be strings or integers script: ce94f08c8e010d1854c6131606f8fa1f9ab86934, on @user_script:1.`,
  'read-only-write': String.raw`
    > EVAL_RO "redis.call('SET', KEYS[1], 1)" 1 k
    (error) ERR Write commands are not allowed from read-only scripts. script: 49eeace2bb16c8660781804056e2a7935329d1e6, on @user_script:1.
    > EVAL_RO "redis.call('PUBLISH', 'c', 'm')" 0
    (error) ERR Write commands are not allowed from read-only scripts. script: 7da761981e332f21ea184b11f58722e9dfe41ad7, on @user_script:1.`,
  'float-argument': String.raw`
    > EVAL "redis.call('SET', KEYS[1], 1) redis.call('EXPIRE', KEYS[1], 7 / 2)" 1 k
    (error) ERR value is not an integer or out of range script: 7d3db5869bdfb3d7de7413aec4be28768c0c5524, on @user_script:1.
    > EVAL "redis.call('INCRBY', KEYS[1], 1.5)" 1 n
    (error) ERR value is not an integer or out of range script: 6edb6151fa9d03949425e9bc0ef4be37da7bbc48, on @user_script:1.`,
  'percent-wildcard': String.raw`
    > EVAL "return #redis.call('KEYS', 'k%')" 1 k
    (integer) 0`,
  'nil-compare': String.raw`
    > EVAL "return {redis.call('GET', 'missing') == nil, redis.call('GET', 'missing') == false}" 0
    1) (nil)
    2) (integer) 1`,
  'boolean-compare': String.raw`
    > EVAL "return {redis.call('EXISTS', 'missing') == false, tostring(tonumber(false))}" 0
    1) (nil)
    2) "nil"`,
  'one-value': String.raw`
    > EVAL "local ok, err = redis.pcall('INCR') return {type(ok), type(err)}" 0
    1) "table"
    2) "nil"`,
  'caught-text': String.raw`
    > EVAL "local ok, e = pcall(redis.call, 'INCR') return {type(e), tostring(e.err)}" 0
    1) "string"
    2) "nil"`,
  'no-pairs': String.raw`
    > EVAL "for _, k in KEYS do end" 1 k
    (error) ERR user_script:1: attempt to call a table value script: a12160f97924d26faeb3204eb8c2319c11dab618, on @user_script:1.`,
  'table-calculated': String.raw`
    > EVAL "return 'x' .. redis.call('PING')" 0
    (error) ERR user_script:1: attempt to concatenate a table value script: 68f4e651197c51911b5360cb2fdfc601295942ad, on @user_script:1.`,
  'text-added': String.raw`
    > EVAL "return 'total' + 5" 0
    (error) ERR user_script:1: attempt to perform arithmetic on a string value script: ce8d621f2c4a8544ed1f47636fa9b6e6d45a9b54, on @user_script:1.
    > EVAL "return '0x10' + 1" 0
    (integer) 17
    > EVAL "return tostring(' inf ' + 1)" 0
    "inf"`,
  'missing-used': String.raw`
    > EVAL "return redis.call('GET', 'missing') + 1" 0
    (error) ERR user_script:1: attempt to perform arithmetic on a boolean value script: 4fc7f7f7d833fc3fafb5713b6c19fe4e491974fd, on @user_script:1.
    > EVAL "redis.call('SET', 'k', redis.call('GET', 'missing'))" 0
    (error) ERR Lua redis lib command arguments must be strings or integers script: 42bc8b52b1ed656b381160ecad8baaf0750fe873, on @user_script:1.`,
  'code-lost': String.raw`
    > EVAL "error('NOSTOCK none')" 0
    (error) ERR user_script:1: NOSTOCK none script: 3a41e014936dfd4d1605649a4cebd8b5419f3a3c, on @user_script:1.
    > EVAL "error({err = 'NOSTOCK none'})" 0
    (error) NOSTOCK none script: a5ea2b2ec08b221b2d6b66e441c187a489f6afc3, on @user_script:1.`,
  'log-arguments': String.raw`
    > EVAL "redis.log('hello')" 0
    (error) ERR redis.log() requires two arguments or more. script: ebc0ba883c69915c8e271fae70fc3619e54fb3db, on @user_script:1.
    > EVAL "redis.log('notice', 'hello')" 0
    (error) ERR First argument must be a number (log level). script: 9388a165a3069036f3d56dea58204f5c49cf0a26, on @user_script:1.`,
  'text-against-number': String.raw`
    > EVAL "redis.call('SET', KEYS[1], 5) return redis.call('GET', KEYS[1]) > 3" 1 k
    (error) ERR user_script:1: attempt to compare number with string script: a236d2daf06633ff829f282b0489530c12b3e549, on @user_script:1.
    > EVAL "return ARGV[1] == 1" 0 1
    (nil)`,
  'text-order': String.raw`
    > EVAL "return ARGV[1] < ARGV[2]" 0 10 9
    (integer) 1`,
  'zero-is-true': String.raw`
    > EVAL "if redis.call('EXISTS', 'missing') then return 'true' end" 0
    "true"`,
  'status-compared': String.raw`
    > EVAL "return {redis.call('SET', KEYS[1], 1) == 'OK', redis.call('SET', KEYS[1], 1).ok == 'OK'}" 1 k
    1) (nil)
    2) (integer) 1`,
  'pcall-unchecked': String.raw`
    > EVAL "local r = redis.pcall('INCR') return type(r) .. type(r.err)" 0
    "tablestring"`,
  'flat-map': String.raw`
    > EVAL "redis.call('HSET', KEYS[1], 'f', 'v') local h = redis.call('HGETALL', KEYS[1]) return {h[1], h[2], tostring(h.f)}" 1 h
    1) "f"
    2) "v"
    3) "nil"`,
  'number-of-nothing': String.raw`
    > EVAL "return tonumber(redis.call('GET', 'missing')) + 1" 0
    (error) ERR user_script:1: attempt to perform arithmetic on a nil value script: cc336752e35a006c762b6adcbbe294968cf8818e, on @user_script:1.`,
  'json-null': String.raw`
    > EVAL "local d = cjson.decode('{\"a\":null}') return {d.a == nil, d.a == cjson.null, d.b == nil}" 0
    1) (nil)
    2) (integer) 1
    3) (integer) 1`,
  'keys-lost': String.raw`
    > EVAL "return {ok = true, 1}" 0
    1) (integer) 1
    > EVAL "return {err = 404}" 0
    (empty array)
    > EVAL "return {double = '1.5', map = 1, big_number = 1, verbatim_string = 'x', 7}" 0
    1) (integer) 7
    > EVAL "return {success = true, points = 3}" 0
    (empty array)
    > EVAL "return {1, lost = 2}" 0
    1) (integer) 1`,
  'items-swallowed': String.raw`
    > EVAL "return {ok = 'x', 1, 2}" 0
    x`,
  'nil-in-reply': String.raw`
    > EVAL "return {1, nil, 3}" 0
    1) (integer) 1
    > EVAL "return {1, false, 3}" 0
    1) (integer) 1
    2) (nil)
    3) (integer) 3`,
  'fraction-cut': String.raw`
    > EVAL "return 3.99" 0
    (integer) 3`,
  'reply-dropped': String.raw`
    > EVAL "redis.error_reply('NO')" 0
    (nil)`,
  'error-table': String.raw`
    > EVAL "error({err = 'NO way'})" 0
    (error) NO way script: 28093f6953ce3237884d60107088624100e76c9a, on @user_script:1.`,
  'empty-json': String.raw`
    > EVAL "return cjson.encode({})" 0
    "{}"`,
  'zero-index': String.raw`
    > EVAL "return {tostring(KEYS[0]), KEYS[1]}" 1 k
    1) "nil"
    2) "k"`,
  'missing-input': String.raw`
    > EVAL "return tostring(ARGV[1])" 0
    "nil"`,
  'big-number': String.raw`
    > EVAL "return string.format('%.0f', 9007199254740993)" 0
    "9007199254740992"`,
  'hex-escape': String.raw`
    > EVAL "return '\\x41'" 0
    "x41"`,
  'long-unpack': String.raw`
    > EVAL "local t = {} for i = 1, 9000 do t[i] = i end return select('#', unpack(t))" 0
    (error) ERR user_script:1: too many results to unpack script: a0473a8c95674a56ecb5b11c3cde5a95a2bbd3de, on @user_script:1.`,
};

// What the rules say happens, as it happens on both.
transcripts('what lint claims', SESSIONS, families);
