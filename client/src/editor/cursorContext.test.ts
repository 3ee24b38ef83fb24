import { describe, expect, it } from 'vitest';
import { cursorContext } from './cursorContext.js';

/** The context at the place marked |. */
const at = (marked: string) => cursorContext(marked.replace('|', ''), marked.indexOf('|'));

describe('cursorContext', () => {
  it('knows the string of a call and which argument it is', () => {
    expect(at('redis.call("HS|')).toEqual({
      inComment: false,
      string: 'HS',
      calls: [{ name: 'redis.call', argument: 0, words: [] }],
    });
    expect(at("redis.call('SET', KEYS[1], 'a,b(', 'N|')")).toMatchObject({
      string: 'N',
      calls: [{ name: 'redis.call', argument: 3, words: ['SET', undefined, 'a,b('] }],
    });
  });

  it('knows the calls around it, innermost last', () => {
    expect(at('local n = tonumber(redis.call("GET", |').calls).toEqual([
      { name: 'tonumber', argument: 0, words: [] },
      { name: 'redis.call', argument: 1, words: ['GET'] },
    ]);
    expect(at('f({1, 2, |').calls).toEqual([{ name: 'f', argument: 0, words: [] }]);
    expect(at('f(1) + g(2, |').calls).toEqual([{ name: 'g', argument: 1, words: ['2'] }]);
  });

  it('knows the object before a dot', () => {
    expect(at('x = redis.|').object).toBe('redis');
    expect(at('x = redis.ca|').object).toBe('redis');
    expect(at('x = redis|').object).toBeUndefined();
    expect(at('x = 1|').object).toBeUndefined();
  });

  it.each(['-- redis.|', '--[[ a\n redis.|', 'x = 1 -- "|'])('%j is in a comment', (marked) => {
    expect(at(marked).inComment).toBe(true);
  });

  it.each(['"a"|', '--[[ a ]]|', '"a\\"b" .. x|', '[[ "a ]]|', 'f("x")|'])('%j is outside', (marked) => {
    expect(at(marked)).toMatchObject({ inComment: false, calls: [] });
    expect(at(marked).string).toBeUndefined();
  });

  it('is not led astray by a string that was never closed', () => {
    expect(at('x = "abc\nredis.call(|').calls).toEqual([{ name: 'redis.call', argument: 0, words: [] }]);
  });
});
