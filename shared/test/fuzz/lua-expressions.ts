import type { Dice } from './dice.js';
import { format, number, NUMBERS, pattern, STRINGS } from './lua-words.js';

const BINARY = ['+', '-', '*', '/', '%', '..', '==', '~=', '<', '<=', '>', '>=', 'and', 'or'];

/**
 * An expression of arithmetic, coercion, comparison and library functions, right or wrong. Functions that C computes with its own last bit
 * (sin, exp, most powers …) are not in it, and the address of an object is never part of a longer text.
 */
export function expression(dice: Dice, depth = 3): string {
  if (depth <= 0) return dice.once(2) ? number(dice) : dice.pick(STRINGS);
  const any = (): string => anything(dice, depth - 1);
  const text = (): string => (dice.once(6) ? `("" .. ${expression(dice, depth - 1)})` : dice.pick(STRINGS));
  const maybe = (chance: number, more: () => string): string => (dice.once(chance) ? `, ${more()}` : '');
  const position = (): string => number(dice);
  switch (dice.below(23)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return `(${any()} ${dice.pick(BINARY)} ${any()})`;
    case 4:
    case 5:
      return `(${number(dice)} ${dice.pick(BINARY)} ${number(dice)})`;
    case 6:
      return `(${dice.pick(['-', 'not ', '#', '- -'])}${any()})`;
    case 7:
      return `tonumber(${text()}${maybe(2, () => dice.pick(['2', '8', '10', '16', '36', '3', '1', '37', number(dice)]))})`;
    case 8:
      return `tostring(${dice.pick([number(dice), dice.pick(STRINGS), 'nil', 'true', ''])})`;
    case 9:
    case 10:
      return `string.format(${format(dice)}, ${any()}, ${any()})`;
    case 11:
      return `string.find(${text()}, ${pattern(dice)}${maybe(3, position)}${maybe(9, () => '1, true')})`;
    case 12:
      return `string.match(${text()}, ${pattern(dice)}${maybe(3, position)})`;
    case 13:
    case 14: {
      const replacement = ['"x"', '"[%0]"', '"%1"', '"%2"', 'string.upper', '{a = "A", b = 1}', '"%%"', any()];
      return `string.gsub(${text()}, ${pattern(dice)}, ${dice.pick(replacement)}${maybe(3, position)})`;
    }
    case 15:
      return `string.sub(${text()}, ${position()}${maybe(2, position)})`;
    case 16:
      return `string.byte(${text()}, ${position()}${maybe(2, position)})`;
    case 17:
      return `${dice.pick(['string.upper', 'string.lower', 'string.len', 'string.reverse'])}(${text()})`;
    case 18: {
      const name = dice.pick(['floor', 'ceil', 'abs', 'sqrt', 'fmod', 'modf', 'frexp', 'ldexp', 'max', 'min', 'mod']);
      return `math.${name}(${number(dice)}, ${number(dice)})`;
    }
    case 19:
      return `select(${dice.pick(NUMBERS)}, ${any()}, ${any()}, ${any()})`;
    case 20: {
      // Where the power is exact, or C and V8 round alike.
      const base = dice.pick(['2', '10', '-2', '0', '-0', '1', '-1', '1/0', '0/0', '"3"', '"nan"', '{}', 'nil']);
      const exponent = dice.pick(['0', '1', '2', '3', '-1', '10', '0.5', '1/0', '-1/0', '0/0', '"2"', '"nan"', '{}']);
      return `((${base}) ^ (${exponent}))`;
    }
    case 21:
      return `table.concat({${number(dice)}, ${text()}, ${any()}}, ${dice.pick(['","', '""', '1', 'nil'])})`;
    default:
      return `string.char(${number(dice)}, ${number(dice)})`;
  }
}

function anything(dice: Dice, depth: number): string {
  return dice.pick([
    () => number(dice),
    () => dice.pick(STRINGS),
    () => dice.pick(['nil', 'true', 'false', '{}']),
    () => expression(dice, depth),
  ])();
}
