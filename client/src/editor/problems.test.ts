import { describe, expect, it } from 'vitest';
import { countProblems, problemsOf } from './problems.js';

const marked = (text: string): string[] => problemsOf(text, {}).map(({ start, end }) => text.slice(start, end));

describe('problemsOf', () => {
  it('marks what does not compile with the words of Redis', () => {
    const [problem, ...others] = problemsOf('local s = "用户"\nreturn +', {});
    expect(others).toEqual([]);
    expect(problem?.message).toBe(
      "ERR Error compiling script (new function): user_script:2: unexpected symbol near '+'",
    );
    expect(marked('local s = "用户"\nreturn +')).toEqual(['+']);
    expect(problem?.foreign).toBeUndefined();
    expect(problemsOf('if ARGV[1] != "a" then end', {})[0]?.foreign).toBe('not-equal');
  });

  it('places findings behind text that is longer in bytes than on the screen', () => {
    const text = 'local greeting = "用户 🔒 é" return greeting .. oops';
    expect(marked(text)).toEqual(['oops']);
  });

  it('gives the edits that mend one in units of the text', () => {
    const text = 'local 用 = 1'.replace('用', 'n') + ' local s = "用" if redis.call("GET", KEYS[1]) == nil then end';
    const fix = problemsOf(text, {})[0]!.fix![0]!;
    expect(text.slice(fix.start, fix.end)).toBe('nil');
    expect(fix.text).toBe('false');
  });

  it('finds nothing in an empty script', () => {
    expect(problemsOf('', {})).toEqual([]);
  });
});

it('countProblems counts errors and warnings, not advice', () => {
  const problems = problemsOf('x = 1 redis.call("DEL", "k") redis.call("KEYS", "*") return y', {});
  expect(countProblems(problems)).toEqual({ errors: 2, warnings: 1 });
  expect(countProblems(problemsOf('return +', {}))).toEqual({ errors: 1, warnings: 0 });
});
