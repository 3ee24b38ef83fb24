import { describe, expect, it } from 'vitest';
import { fromText } from '../bytes.js';
import { parseScript } from './parse.js';

const answer = (script: string): string => {
  const parsed = parseScript(fromText(script));
  return parsed.ok ? 'ok' : parsed.problem.message;
};

/** What SCRIPT LOAD of redis-server 7.0.15 answers; `@` stands for its `ERR Error compiling script (new function): user_script:`. */
const ANSWERS: readonly (readonly [script: string, redis: string])[] = [
  ['local goto = 1 return goto', 'ok'],
  ['x = [[ [[ ]]', 'ok'],
  ['return 1\u0000e5', 'ok'],
  ['x =', "@1: unexpected symbol near '<eof>'"],
  ['if x then\n\nfoo()\n', "@4: 'end' expected (to close 'if' at line 1) near '<eof>'"],
  ['a = 1 // 2', "@1: unexpected symbol near '/'"],
  ['a != b', "@1: '=' expected near '!'"],
  ['goto a', "@1: '=' expected near 'a'"],
  ["x = 'abc", "@1: unfinished string near '<eof>'"],
  ['x = "abc\ndef"', "@1: unfinished string near '\"abc'"],
  ["x = 'a\\\nb' y", "@2: '=' expected near '<eof>'"],
  ['x = [[abc', "@1: unfinished long string near '<eof>'"],
  ['--[[ abc', "@1: unfinished long comment near '<eof>'"],
  ['x = [=abc', "@1: invalid long string delimiter near '[='"],
  ["x='\\300'", "@1: escape sequence too large near '''"],
  ['x = 3x', "@1: malformed number near '3x'"],
  ['break', "@1: no loop to break near '<eof>'"],
  ['while 1 do break x() end', "@1: 'end' expected near 'x'"],
  ['function f() return ... end', "@1: cannot use '...' outside a vararg function near '...'"],
  ['f\n(1)', "@2: ambiguous syntax (function call x new statement) near '('"],
  ['x = function(a,) end', "@1: <name> or '...' expected near ')'"],
  ['(a) = 1', "@1: syntax error near '='"],
  ['a:b', "@1: function arguments expected near '<eof>'"],
  ['for a do end', "@1: '=' or 'in' expected near 'do'"],
  ['用户 = 1', "@1: unexpected symbol near 'ç'"],
  ['x = \u0001', "@1: unexpected symbol near 'char(1)'"],
  ['a\u0000b', "@1: '=' expected"],
  ['f(1', "@1: ')' expected near '<eof>'"],
  ['{', "@1: unexpected symbol near '{'"],
  ['x = {1,\n2', "@2: '}' expected (to close '{' at line 1) near '<eof>'"],
  ['local function f.a() end', "@1: '(' expected near '.'"],
  ['#!lua flags=no-writes\nreturn 1', 'ok'],
  ['#!lua flags=\nreturn 1', 'ok'],
  ['#!lua\n\nx =', "@3: unexpected symbol near '<eof>'"],
  ['#!lua', 'ERR Invalid script shebang'],
  ['#!js\n', 'ERR Unexpected engine in script shebang: #!js'],
  ['#!\n', 'ERR Unexpected engine in script shebang: #!'],
  ['#!lua flags=bogus\n', 'ERR Unexpected flag in script shebang: bogus'],
  ['#!lua name=x\n', 'ERR Unknown lua shebang option: name=x'],
];
const long = (answer: string): string =>
  answer.replace(/^@/, 'ERR Error compiling script (new function): user_script:');

describe('a script that does not compile', () => {
  it.each(ANSWERS)('%j is refused with the words of Redis', (script, redis) => {
    expect(answer(script)).toBe(long(redis));
  });

  it('has at most 200 locals, 60 upvalues and 200 levels', () => {
    const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `v${i}`);
    expect(answer(`local ${names(200).join()}`)).toBe('ok');
    expect(answer(`local ${names(201).join()}`)).toBe(long('@1: main function has more than 200 local variables'));
    const capture = (count: number): string =>
      `local ${names(count).join()}\nfunction f()\n return ${names(count).join('+')} end`;
    expect(answer(capture(60))).toBe('ok');
    expect(answer(capture(61))).toBe(long('@3: function at line 2 has more than 60 upvalues'));
    expect(answer(`x = ${'('.repeat(198)}1${')'.repeat(198)}`)).toBe('ok');
    expect(answer(`x = ${'('.repeat(199)}1${')'.repeat(199)}`)).toBe(long('@1: chunk has too many syntax levels'));
  });

  it('marks the token that Lua names, or the end of the script', () => {
    const marked = (script: string): string => {
      const parsed = parseScript(script);
      return parsed.ok ? '' : script.slice(parsed.problem.span.start, parsed.problem.span.end);
    };
    expect(marked('return 1 + * 2')).toBe('*');
    expect(marked('if x then ')).toBe('n');
    expect(marked("local s = 'abc\n")).toBe("'abc");
    expect(marked('#!lua flags=x\nreturn')).toBe('#!lua flags=x');
  });
});

describe('a script that compiles', () => {
  it('is a tree whose spans are bytes of the source', () => {
    const source = 'local n = 1 return {n, k = "é"}';
    const parsed = parseScript(fromText(source));
    if (!parsed.ok) throw new Error(parsed.problem.message);
    const [local, result] = parsed.chunk.body;
    expect(local?.type === 'Local' && local.names[0]?.name).toBe('n');
    if (result?.type !== 'Return' || result.values[0]?.type !== 'Table') throw new Error('no table');
    const [item, field] = result.values[0].fields;
    expect(item?.value.type === 'Name' && item.value.binding?.initial?.type).toBe('Number');
    expect(fromText(source).slice(field!.start, field!.end)).toBe('k = "\xc3\xa9"');
  });

  it('keeps the flags of its shebang apart from having none', () => {
    const flags = (script: string) => {
      const parsed = parseScript(script);
      return parsed.ok ? parsed.flags : 'refused';
    };
    expect(flags('return 1')).toBeUndefined();
    expect(flags('#!lua\nreturn 1')).toEqual([]);
    expect(flags('#!lua flags=no-writes,allow-oom\n')).toEqual(['no-writes', 'allow-oom']);
  });
});
