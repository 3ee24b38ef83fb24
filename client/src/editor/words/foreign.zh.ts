import type { ForeignWords } from './foreign.en.js';

export const foreignZh: ForeignWords = {
  goto: 'Lua 5.1 没有 `goto`，也没有 `continue`。请把循环的其余部分放进 `if`。',
  comment: '注释以 `--` 开头。',
  increment: 'Lua 没有 `++`，请写 `i = i + 1`。',
  'assignment-operator': 'Lua 没有 `+=` 之类的运算符，请写 `x = x + 1`。',
  'not-equal': '在 Lua 里，不等于是 `~=`。',
  'boolean-operator': 'Lua 用 `and`、`or` 和 `not`。',
  conditional: 'Lua 没有 `? :`。可以写 `condition and a or b`；a 为 false 或 nil 时，结果也是 b。',
  'floor-division': '`//` 从 Lua 5.3 开始才有，请写 `math.floor(a / b)`。',
  'local-attribute': '`<const>` 和 `<close>` 从 Lua 5.4 开始才有。',
  catch: 'Lua 没有 `try`。请用 `pcall`，执行命令时用 `redis.pcall`。',
  'bit-operator': '位运算符从 Lua 5.3 开始才有，请用 `bit.band`、`bit.bor`、`bit.lshift` 等函数。',
  braces: '语句块不用花括号：`if … then … end`、`while … do … end`、`function (…) … end`。',
  brackets: '列表用花括号书写：`{1, 2, 3}`。',
  'else-if': '`elseif` 是一个词；`else if` 会另起一个 `if`，需要自己的 `end`。',
  'not-ascii':
    '在字符串和注释之外，Lua 只接受 ASCII 字符：名字用英文字母，引号、括号、逗号和空格用半角，开头不能有看不见的标记（BOM）。',
  'after-return': '`return` 是语句块的最后一条语句，后面不能再有别的语句。',
};
