import type { ForeignGrammar } from '@luascope/shared/analysis';

export type ForeignWords = Readonly<Record<ForeignGrammar, string>>;

/** What Lua 5.1 has in the place of grammar of another language. Code stands between backquotes. */
export const foreignEn: ForeignWords = {
  goto: 'Lua 5.1 has neither `goto` nor `continue`. Put the rest of the loop into an `if`.',
  comment: 'A comment starts with `--`.',
  increment: 'Lua has no `++`. Write `i = i + 1`.',
  'assignment-operator': 'Lua has no `+=` and the like. Write `x = x + 1`.',
  'not-equal': 'Not equal is `~=` in Lua.',
  'boolean-operator': 'Lua writes `and`, `or` and `not`.',
  conditional: 'Lua has no `? :`. Write `condition and a or b`, which gives b also where a is false or nil.',
  'floor-division': '`//` came with Lua 5.3. Write `math.floor(a / b)`.',
  'local-attribute': '`<const>` and `<close>` came with Lua 5.4.',
  catch: 'Lua has no `try`. Use `pcall`, or `redis.pcall` for a command.',
  'bit-operator': 'Operators for bits came with Lua 5.3. Use `bit.band`, `bit.bor`, `bit.lshift` and the like.',
  braces: 'Blocks have no braces: `if … then … end`, `while … do … end`, `function (…) … end`.',
  brackets: 'A list is written in braces: `{1, 2, 3}`.',
  'else-if': '`elseif` is one word; `else if` starts another `if`, with an `end` of its own.',
  'not-ascii':
    'Outside of strings and comments Lua takes ASCII only: names of letters a to z, straight quotes, ordinary brackets, commas and spaces, and no invisible mark at the start.',
  'after-return': '`return` is the last statement of its block. Nothing may follow it.',
};
