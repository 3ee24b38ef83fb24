import type { Dice } from './dice.js';

const NAMES = ['a', 'b', 'c', 'k1', 'k2', 'key', 'name', 'id', 'x', 'y', 'zz', 'foo', 'bar', 'n', ''];
const FRACTIONS = ['0.5', '1.5', '-0', '0', '-1', '1e10', '2^31', '2^40', '1e300', '-2.25', '2^53', '1/0'];

/** A key of any kind that does not hash by its address. */
function key(dice: Dice): string {
  switch (dice.below(10)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return String(1 + dice.below(12));
    case 4:
      return String(dice.below(2000) - 100);
    case 5:
      return dice.pick(FRACTIONS);
    case 6:
      return dice.pick(['true', 'false']);
    case 7:
      return `"${'long'.repeat(1 + dice.below(20))}${dice.below(9)}"`;
    default:
      return `"${dice.pick(NAMES)}${dice.once(2) ? dice.below(50) : ''}"`;
  }
}

const value = (dice: Dice): string => dice.pick(['1', '2', '"v"', 'true', 'nil', 'nil', 'false', '0.5', '{}']);

function constructor(dice: Dice): string {
  const fields = dice.some(0, 10, () => (dice.once(2) ? value(dice) : `[${key(dice)}] = ${value(dice)}`));
  return `{${fields.join(', ')}}`;
}

function change(dice: Dice): string {
  const bound = dice.below(40);
  return dice.pick([
    () => `t[${key(dice)}] = ${value(dice)}`,
    () => `t[${key(dice)}] = ${value(dice)}`,
    () => `t[${key(dice)}] = ${value(dice)}`,
    () => `t[#t + 1] = ${dice.pick(['1', '"q"', 'true'])}`,
    () => `t[${key(dice)}] = nil`,
    () => `table.insert(t, ${dice.once(2) ? '' : `${1 + dice.below(6)}, `}5)`,
    () => `table.remove(t${dice.once(2) ? '' : `, ${1 + dice.below(6)}`})`,
    () => `for i = 1, ${bound} do t[i] = i end`,
    () => `for i = ${bound}, 1, -1 do t[i] = nil end`,
    () =>
      `for k in pairs(t) do if ${dice.pick(['type(k) == "number"', 'k ~= 1', 'type(k) == "string"'])} then t[k] = nil end end`,
    () => `for i = 1, ${bound} do t["k" .. i] = i end`,
    () => 'look()',
  ])();
}

/** A program that changes a table and tells its length, the order of `pairs` and its JSON; a line an operation. */
export function tableProgram(dice: Dice): string[] {
  return [
    `local t = ${constructor(dice)}`,
    'local seen = {}',
    'local function look() seen[#seen + 1] = "#" .. #t for k, v in pairs(t) do seen[#seen + 1] = tostring(k) .. "=" .. type(v) end end',
    ...dice.some(2, 30, () => change(dice)),
    'look()',
    'seen[#seen + 1] = tostring(table.maxn(t))',
    'seen[#seen + 1] = tostring(select(2, pcall(cjson.encode, t)))',
    'return table.concat(seen, " ")',
  ];
}
