import { expect, it } from 'vitest';
import { readLibrary } from './library.js';

it('finds the functions that a library registers', () => {
  const source = `#!lua name=lib
local function f(keys) return keys[1] end
redis.register_function('first', f)
redis.register_function{ function_name = 'second', callback = f, flags = { 'no-writes' } }
redis.register_function(tostring(1), f)`;
  expect(readLibrary(source)).toMatchObject({ ok: true, functions: ['first', 'second'] });
  expect(readLibrary('#!lua name=empty')).toMatchObject({ ok: true, functions: [] });
});

it('says where a library does not compile, as FUNCTION LOAD does', () => {
  expect(readLibrary('#!lua name=lib\nreturn return')).toMatchObject({
    ok: false,
    problem: { line: 2, message: "ERR Error compiling function: user_function:2: unexpected symbol near 'return'" },
  });
});
