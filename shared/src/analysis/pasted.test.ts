import { describe, expect, it } from 'vitest';
import { splitPasted } from './pasted.js';
import { quoteArgument } from './quoting.js';
import { splitArguments } from '../resp/index.js';
import { quoteShell, splitShell } from './shell.js';

describe('splitPasted', () => {
  it.each([
    [
      'EVAL "return {KEYS[1],ARGV[1]}" 1 k "a b"',
      { mode: 'EVAL', script: 'return {KEYS[1],ARGV[1]}', keys: ['k'], args: ['a b'] },
    ],
    ["127.0.0.1:6379[2]> eval 'return 1' 0", { mode: 'EVAL', script: 'return 1', keys: [], args: [] }],
    ['EVALSHA abc 1 "\\xff\\x00"', { mode: 'EVALSHA', sha1: 'abc', keys: ['\xff\0'], args: [] }],
    [
      'eval_ro "return redis.call(\'get\', KEYS[1])" 1 ""',
      { mode: 'EVAL_RO', script: "return redis.call('get', KEYS[1])", keys: [''], args: [] },
    ],
    [
      "redis-cli -p 6380 --eval /tmp/x.lua k1 k2 , a1 'a 2'",
      { mode: 'EVAL', file: '/tmp/x.lua', keys: ['k1', 'k2'], args: ['a1', 'a 2'] },
    ],
    ['redis-cli --eval x.lua k', { mode: 'EVAL', file: 'x.lua', keys: ['k'], args: [] }],
    ['$ redis-cli -3 EVAL "$(cat f.lua)" 1 k', { mode: 'EVAL', file: 'f.lua', keys: ['k'], args: [], resp: 3 }],
    [
      '/usr/bin/redis-cli -h db -a "pass word" \\\n  EVAL "return redis.call(\\"get\\", KEYS[1])" 1 用户',
      { mode: 'EVAL', script: 'return redis.call("get", KEYS[1])', keys: ['\xe7\x94\xa8\xe6\x88\xb7'], args: [] },
    ],
    [
      '> EVAL "return { KEYS[1], ARGV[1] }" 1 key1 arg1\n1) "key1"\n2) "arg1"',
      { mode: 'EVAL', script: 'return { KEYS[1], ARGV[1] }', keys: ['key1'], args: ['arg1'] },
    ],
    [
      '127.0.0.1:6379> eval \'return\n"it\\\'s"\' 0\n"it\'s"\n127.0.0.1:6379> get a',
      { mode: 'EVAL', script: 'return\n"it\'s"', keys: [], args: [] },
    ],
    [
      '1700000000.123456 [0 127.0.0.1:5555] "EVAL" "return 1" "1" "a b" "\\xff"',
      { mode: 'EVAL', script: 'return 1', keys: ['a b'], args: ['\xff'] },
    ],
    [
      "docker exec -it redis redis-cli -n 2 EVAL 'return 1' 1 k\n(integer) 1",
      { mode: 'EVAL', script: 'return 1', keys: ['k'], args: [] },
    ],
    ['REDISCLI_AUTH=x redis-cli --eval f.lua k , a', { mode: 'EVAL', file: 'f.lua', keys: ['k'], args: ['a'] }],
    ['kubectl exec pod -- redis-cli EVAL "return 1" 0', { mode: 'EVAL', script: 'return 1', keys: [], args: [] }],
    ["redis-cli EVAL 'local a = 1\nreturn a' 0", { mode: 'EVAL', script: 'local a = 1\nreturn a', keys: [], args: [] }],
  ])('%j', (text, expected) => {
    expect(splitPasted(text)).toEqual(expected);
  });

  it.each([
    'return 1',
    'local eval = 1',
    'EVAL "return 1"',
    'EVAL "return 1" 2 k',
    'EVAL "return 1',
    'SET a b',
    'redis-cli GET x',
    'local x = a > eval (1)',
    '-- sudo redis-cli EVAL "return 1" 0',
  ])('%j is no command that runs a script', (text) => {
    expect(splitPasted(text)).toBeUndefined();
  });

  it('gives up on a quote that a megabyte of lines does not close', () => {
    expect(splitPasted(`EVAL "${'x\n'.repeat(500_000)}`)).toBeUndefined();
  });
});

describe('quoting', () => {
  const VALUES = [
    '',
    'plain',
    'two words',
    "it's",
    'say "hi"',
    'back\\slash',
    'line\nend\t',
    '\0\xff',
    '\xe7\x94\xa8',
    '$HOME `x`',
  ];

  it.each(VALUES)('%j survives the prompt of redis-cli and a shell', (value) => {
    expect(splitArguments(quoteArgument(value))).toEqual([value]);
    expect(splitShell(quoteShell(value))).toEqual([value]);
  });

  it('quotes only what needs it and keeps text readable', () => {
    expect(quoteArgument('pts:ana')).toBe('pts:ana');
    expect(quoteArgument('\xe7\x94\xa8')).toBe('\xe7\x94\xa8');
    expect(quoteArgument('\0\xff')).toBe('"\\x00\\xff"');
    expect(quoteShell('a/b:1')).toBe('a/b:1');
  });

  it("understands bash's $'…'", () => {
    expect(splitShell("echo $'a\\n\\x41\\'b' c\\ d")).toEqual(['echo', "a\nA'b", 'c d']);
  });
});
