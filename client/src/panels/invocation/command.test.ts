import { splitPasted } from '@luascope/shared/analysis';
import { fromText } from '@luascope/shared/bytes';
import { describe, expect, it } from 'vitest';
import { blankScript, bytesRow, textRow, type Script } from '../../state/script.js';
import { invocationOf, promptLine, shellLine, shortBody, shownWord } from './command.js';

const SHA = '4a3835b67e0d4dd16f97799f1f301c3d7f51503e';
const script = (patch: Partial<Script>) => invocationOf({ ...blankScript([], 0), ...patch }, SHA);

describe('the invocation', () => {
  it('is what redis-cli would be told', () => {
    expect(
      promptLine(script({ text: 'return KEYS[1]', keys: [textRow('用户:1'), textRow('')], args: [textRow('a b')] })),
    ).toBe('EVAL "return KEYS[1]" 2 用户:1 "" "a b"');
    expect(promptLine(script({ mode: 'EVALSHA', keys: [bytesRow('\\x00\\xff')] }))).toBe(
      `EVALSHA ${SHA} 1 "\\x00\\xff"`,
    );
  });

  it('loads a library before it calls a function: the one that was chosen, else the first', () => {
    const text = "#!lua name=l\nredis.register_function('f', g)";
    const load = 'FUNCTION LOAD REPLACE "#!lua name=l\\nredis.register_function(\'f\', g)"';
    expect(promptLine(script({ mode: 'FCALL', text, keys: [textRow('k')] }))).toBe(`${load}\nFCALL f 1 k`);
    expect(promptLine(script({ mode: 'FCALL_RO', text, functionName: 'h' }))).toBe(`${load}\nFCALL_RO h 0`);
    expect(shellLine(script({ mode: 'FCALL', text: 'x' }), {})).toBe(
      "redis-cli FUNCTION LOAD REPLACE x && redis-cli FCALL '' 0",
    );
  });

  it('shows the beginning of the script', () => {
    expect(shortBody(script({ text: 'local curVal = redis.call("get", KEYS[1])' }))).toBe(
      '"local curVal = redis.cal…"',
    );
    expect(shortBody(script({ text: 'return 1' }))).toBe('"return 1"');
    expect(shortBody(script({ text: 'return' }))).toBe('return');
    expect(shortBody(script({ mode: 'EVALSHA_RO' }))).toBe('4a3835b6…');
    expect(shortBody(script({ text: '-- 用户用户用户用户用户用户用户用户用户用户用户用户用户\nreturn 1' }))).toMatch(
      /^"-- 用户.*…"$/,
    );
  });

  it('cuts long words in the middle', () => {
    expect(shownWord('x'.repeat(100))).toBe(`${'x'.repeat(28)}…${'x'.repeat(28)}`);
    expect(shownWord('x'.repeat(1000))).toBe(`${'x'.repeat(28)}…${'x'.repeat(28)}`);
    expect(promptLine(script({ args: [textRow('x'.repeat(100))] }), 10)).toBe(`EVAL "" 0 xxxxx…xxxxx`);
  });
});

describe('the line for a shell', () => {
  it.each([
    ['return {KEYS[1], "it\'s $HOME"}', ['用户', '']],
    ['local a = 1\nreturn a', ['two words', "it's"]],
    ['return "\\\\n"', ['a\\b']],
  ])('%j comes back whole when it is pasted', (text, values) => {
    const line = shellLine(script({ text, keys: values.map(textRow) }), {});
    expect(splitPasted(line)).toEqual({ mode: 'EVAL', script: fromText(text), keys: values.map(fromText), args: [] });
  });

  it('names the server, the database and the protocol', () => {
    const line = (address: string) => shellLine(script({ text: 'return' }), { address, db: 2, resp: 3 });
    expect(line('127.0.0.1:6380')).toBe('redis-cli -h 127.0.0.1 -p 6380 -n 2 -3 EVAL return 0');
    expect(line('/tmp/redis.sock')).toBe('redis-cli -s /tmp/redis.sock -n 2 -3 EVAL return 0');
    expect(line('[::1]:6379')).toContain('-h ::1 -p 6379');
  });

  it("carries bytes by redis-cli's own escapes", () => {
    expect(shellLine(script({ text: 'return 1', keys: [bytesRow('\\x00\\xff')] }), {})).toBe(
      `redis-cli --quoted-input EVAL '"return 1"' 1 '"\\x00\\xff"'`,
    );
  });
});
