import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isBytes, type Bytes } from '../../src/bytes.js';
import { sealPayload } from '../../src/redis/rdb/payload.js';
import type { Dice } from './dice.js';
import { expression } from './lua-expressions.js';
import { statementProgram } from './lua-statements.js';
import { NUMBERS, number, pattern, STRINGS } from './lua-words.js';

/** Commands for one connection, sent one after another. */
export interface Attack {
  readonly commands: readonly (readonly Bytes[])[];
  /** The replies depend on nothing but these commands, and no script among them can loop: a real server is asked too. */
  readonly comparable: boolean;
}

const evaluate = (script: Bytes, ...rest: readonly Bytes[]): readonly Bytes[] => ['EVAL', script, '0', ...rest];

/** Ways to attack a host of scripts, by name. Each makes any number of attacks. */
export const ATTACKS: Readonly<Record<string, (dice: Dice) => Attack>> = {
  bytes: (dice) => {
    const source = randomBytes(dice, 60);
    return compared(
      dice.pick([
        evaluate(source),
        ['SCRIPT', 'LOAD', source],
        ['EVALSHA', source, '0'],
        ['FUNCTION', 'LOAD', source],
        ['FUNCTION', 'LOAD', `#!lua name=bytes\n${source}`],
        evaluate(`#!lua flags=${source}\nreturn 1`),
        ['FUNCTION', 'RESTORE', source],
        ['FCALL', source, '0'],
        ['EVAL', 'return {KEYS, ARGV}', source, source],
      ]),
    );
  },
  mutated: (dice) => {
    const source = mutate(dice, dice.pick(SCRIPTS));
    return dice.once(2)
      ? compared(['SCRIPT', 'LOAD', source])
      : alone(
          ['EVAL', source, '2', 'k1', 'k2', 'a1', '2', 'a3'],
          ['FUNCTION', 'LOAD', 'REPLACE', `#!lua name=m\n${source}`],
        );
  },
  programs: (dice) => alone(evaluate(dice.once(2) ? statementProgram(dice) : `return ${expression(dice, 5)}`)),
  bombs: (dice) => alone(evaluate(bomb(dice))),
  commands: (dice) => {
    const words = dice.some(0, 5, () => word(dice)).join(', ');
    const called = dice.pick([
      'call',
      'pcall',
      'acl_check_cmd',
      'error_reply',
      'status_reply',
      'log',
      'sha1hex',
      'setresp',
      'set_repl',
    ]);
    return alone(evaluate(`${dice.once(4) ? 'redis.setresp(3) ' : ''}return redis.${called}(${words})`));
  },
  decoders: (dice) => {
    const input = literal(dice.once(3) ? nested(dice) : randomBytes(dice, 40));
    const format = literal(dice.some(1, 6, () => dice.pick(STRUCT_WORDS)).join(''));
    const call = dice.pick([
      `cmsgpack.unpack(${input})`,
      `cmsgpack.unpack_one(${input}, ${number(dice)})`,
      `cmsgpack.unpack_limit(${input}, ${number(dice)}, ${number(dice)})`,
      `cjson.decode(${input})`,
      `struct.unpack(${format}, ${input}, ${dice.below(9)})`,
      `struct.pack(${format}, ${dice.some(0, 4, () => word(dice)).join(', ')})`,
      `struct.size(${format})`,
      `loadstring(${input})`,
    ]);
    return compared(
      evaluate(
        `local results = {pcall(function() return ${call} end)} return {#results, tostring(results[1]), type(results[2]), type(results[2]) == 'table' and #results[2] or results[2]}`,
      ),
    );
  },
  payloads: (dice) => {
    const code = dice.once(4) ? randomBytes(dice, 30) : mutate(dice, dice.pick(LIBRARIES));
    const body = mutate(dice, `\xf5${length(code.length)}${code}`);
    const policy = dice.pick([[], ['FLUSH'], ['APPEND'], ['REPLACE'], ['x']]);
    return compared(
      [
        'FUNCTION',
        'RESTORE',
        dice.once(6) ? body : sealPayload(dice.once(3) ? `\xf5${length(code.length)}${code}` : body, 10),
        ...policy,
      ],
      ['FUNCTION', 'FLUSH'],
    );
  },
  functions: (dice) => {
    const body = dice.once(2) ? statementProgram(dice) : `return ${expression(dice)}`;
    const flags = dice.some(0, 2, () => literal(dice.pick(['no-writes', 'allow-oom', 'allow-stale', 'x']))).join(', ');
    const library = `#!lua name=f\nredis.register_function{function_name='f', callback=function(keys, args) ${body} end, flags={${flags}}}`;
    const inputs = dice.some(0, 3, () => randomBytes(dice, 4));
    return alone(
      ['FUNCTION', 'LOAD', 'REPLACE', library],
      [dice.pick(['FCALL', 'FCALL_RO']), 'f', String(dice.below(4)), ...inputs],
    );
  },
};

const compared = (...commands: Attack['commands']): Attack => ({ commands, comparable: true });
const alone = (...commands: Attack['commands']): Attack => ({ commands, comparable: false });

/** Scripts that somebody wrote: those of the cases that a real server has answered. */
const SCRIPTS: readonly Bytes[] = ['redis-7.0.15.jsonl', 'scripting.jsonl', 'lua.jsonl'].flatMap((name) =>
  readFileSync(join(import.meta.dirname, '../cases', name), 'utf8')
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const { script } = JSON.parse(line) as { readonly script: unknown };
      return typeof script === 'string' && script.length < 2000 && isBytes(script) ? [script] : [];
    }),
);

const LIBRARIES: readonly Bytes[] = [
  "#!lua name=a\nredis.register_function('a', function(keys, args) return {keys, args} end)",
  "#!lua name=b\nlocal n = 0 redis.register_function{function_name='b', callback=function() n = n + 1 return n end, flags={'no-writes'}, description='counts'}",
  '#!lua name=empty\n',
];

const STRUCT_WORDS = '< > = ! !4 !8 b B h H l L T i I i1 i3 i7 i8 i9 f d s c c0 c1 c5 c99999999 x 1 0 \0 z'.split(' ');

const randomBytes = (dice: Dice, most: number): Bytes =>
  dice
    .some(0, most, () =>
      dice.once(2) ? dice.below(256) : dice.pick([0, 10, 13, 32, 34, 39, 40, 41, 91, 92, 93, 123, 192, 255]),
    )
    .map((code) => String.fromCharCode(code))
    .join('');

/** Bytes as a string of Lua. */
const literal = (bytes: Bytes): string =>
  `"${Array.from(bytes, (char) => `\\${String(char.charCodeAt(0)).padStart(3, '0')}`).join('')}"`;

/** The length of a string as an RDB has it, up to 16383. */
const length = (n: number): Bytes =>
  n < 64 ? String.fromCharCode(n) : String.fromCharCode(0x40 | ((n >> 8) & 63), n & 255);

/** A few of its pieces lost, doubled, moved or exchanged. */
function mutate(dice: Dice, source: Bytes): Bytes {
  let text = source;
  for (let count = 1 + dice.below(3); count > 0; count--) {
    const from = dice.below(text.length + 1);
    const to = Math.min(text.length, from + dice.below(12));
    const piece = dice.pick([
      () => '',
      () => text.slice(from, to).repeat(2),
      () => randomBytes(dice, 4),
      () => dice.pick(NUMBERS),
      () => dice.pick(STRINGS),
      () =>
        dice.pick([
          'end',
          'function()',
          'do',
          'while true do end',
          'return',
          '(',
          ')',
          '{',
          '}',
          '..',
          'nil',
          '=',
          ',',
          '-',
        ]),
      () => dice.pick(SCRIPTS).slice(0, 40),
    ])();
    text = text.slice(0, from) + piece + text.slice(to);
  }
  return text;
}

/** Something deep, for what reads one level in another. */
function nested(dice: Dice): Bytes {
  const depth = dice.pick([3, 50, 200, 1001, 5000]);
  const [open, close] = dice.pick([
    ['[', ']'],
    ['{"a":', '}'],
    ['\x91', ''],
    ['\x81\x01', ''],
    ['\xdd\x00\x00\x00\x01', ''],
    ['{', '}'],
    ['(', ')'],
    ['\xdf\xff\xff\xff\xff', ''],
  ] as const);
  return open.repeat(depth) + dice.pick(['', '1', '\xc0', 'null']) + close.repeat(dice.once(4) ? depth - 1 : depth);
}

const word = (dice: Dice): string =>
  dice.pick([
    () => dice.pick(STRINGS),
    () => number(dice),
    () =>
      literal(
        dice.pick([
          'get',
          'set',
          'lpush',
          'hset',
          'sort',
          'eval',
          'xadd',
          'zadd',
          'restore',
          'bitfield',
          'object',
          'config',
          'multi',
          'spop',
          'setrange',
          'blpop',
          'client',
          'script',
          'k1',
          'k2',
          'store',
          'by',
          '*',
        ]),
      ),
    () => dice.pick(['nil', 'true', '{}', 'KEYS[1]', 'tostring']),
  ])();

/** Programs that want more than there is: time, memory, stack. */
function bomb(dice: Dice): string {
  const big = (): string =>
    dice.pick(['1e3', '1e6', '1e9', '2^31', '2^53', '1e300', '1/0', '-1', '0/0', '8000', '200']);
  const body = (): string => `${dice.once(2) ? 'pcall' : 'tostring'}(function() return ${expression(dice, 2)} end)`;
  return dice.pick([
    () => `return #string.rep(${dice.pick(STRINGS)}, ${big()})`,
    () => `local s = "x" for i = 1, ${big()} do s = s .. s end return #s`,
    () => `local t = {} for i = 1, ${big()} do t[i] = ${dice.pick(['i', '{}', '"x" .. i', 't'])} end return #t`,
    () =>
      `local function f(n) ${dice.pick(['return f(n + 1)', 'return 1 + f(n + 1)', 'f(n)', 'return pcall(f, n)', 'return tostring(f(n)) .. f(n)'])} end return f(1)`,
    () =>
      `return string.format("%${big().replace(/[^\d]/g, '')}${dice.pick('d s f g x c q'.split(' '))}", ${number(dice)})`,
    () => `return #(("a"):rep(${big()}):gsub(${pattern(dice)}, ("b"):rep(${big()})))`,
    () => `return ("a"):rep(${dice.below(60)}):find(("a?"):rep(${dice.below(60)}) .. ("a"):rep(${dice.below(60)}))`,
    () =>
      `return table.concat({${dice.some(0, 5, () => number(dice)).join(', ')}}, ("x"):rep(${big()}), ${big()}, ${big()})`,
    () =>
      `local t = {} for i = 1, ${big()} do t = ${dice.pick(['{t}', 'setmetatable({}, {__index = t})', '{t, t}'])} end return ${dice.pick(['t', 't.x', 'cjson.encode(t)', '#cmsgpack.pack(t)', 'tostring(t)'])}`,
    () =>
      `local t = {} t[1] = t return ${dice.pick(['t', 'cjson.encode(t)', 'cmsgpack.pack(t)', 'table.concat(t)', 'unpack(t, 1, ' + big() + ')'])}`,
    () =>
      `local co = coroutine.wrap(function(...) ${dice.pick(['coroutine.yield(1) ' + body(), 'while true do coroutine.yield() end', 'return coroutine.wrap(coroutine.wrap)', 'error({})'])} end) for i = 1, ${big()} do co(i) end`,
    () =>
      `local function nest(n) if n == 0 then return ${expression(dice, 1)} end return coroutine.wrap(nest)(n - 1) end return nest(${big()})`,
    () =>
      `local cs = {} for i = 1, ${big()} do cs[i] = coroutine.create(function() coroutine.yield(cs) end) coroutine.resume(cs[i]) end return #cs`,
    () =>
      `local t = {} for i = 1, ${dice.below(300)} do t[i] = i % ${1 + dice.below(9)} end table.sort(t, function(a, b) return ${dice.pick(['true', 'a > b', 'a <= b', 'nil', 'error("cmp")', 'a.x', 'table.sort(t)'])} end) return t`,
    () =>
      `local mt = {} mt.${dice.pick(['__index', '__newindex', '__add', '__eq', '__lt', '__concat', '__call', '__len', '__tostring', '__gc', '__mode', '__metatable'])} = ${dice.pick(['mt', 'function(...) return ... end', 'function(a) return a.x end', 'function(a, b) return a .. b end', '"k"'])} local t = setmetatable(mt, mt) ${dice.pick(['return t.x', 't.x = 1', 'return t + 1', 'return t == setmetatable({}, mt)', 'return t < t', 'return t .. t', 'return t()', 'return tostring(t)'])}`,
    () => `while true do ${body()} end`,
    () => `repeat local ok = ${body()} until ${dice.pick(['false', 'ok', 'nil'])}`,
    () => `for i = ${number(dice)}, ${big()}, ${number(dice)} do ${body()} end`,
    () => `return select(${big()}, unpack({}, ${number(dice)}, ${big()}))`,
    () =>
      `redis.call("set", "k1", ("x"):rep(1e5)) while true do redis.call("append", "k1", redis.call("get", "k1")) end`,
    () => `while true do redis.call("rpush", "k2", ${word(dice)}) redis.pcall("lpop", "k1") end`,
    () => `return loadstring(("${dice.pick(['(', '{', 'do ', 'function() ', 'a.', 'not ', '-'])}"):rep(${big()}))`,
    () =>
      `local s = {} for i = 1, ${dice.pick(['300', '70000', '300000'])} do s[i] = "x" .. i .. "=" .. i end return loadstring(table.concat(s, " "))`,
    () => `return {${dice.some(1, 3, () => `string.byte(("x"):rep(${big()}), 1, ${big()})`).join(', ')}}`,
  ])();
}
