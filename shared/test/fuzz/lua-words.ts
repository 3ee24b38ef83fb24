import type { Dice } from './dice.js';

/** Numbers, as Lua writes them, that something turns at. */
export const NUMBERS = `
  0 1 2 3 5 7 10 99 100 255 256 1000 -1 -2 0.5 1.5 -0.5 3.7 -3.7 123456.789 0x10 1e10 1e15 1e100 1e-5
  1/3 -0 0/0 -(0/0) 1/0 -1/0 2^31 2^31-1 -2^31 2^32 2^53 2^63 -2^63`
  .trim()
  .split(/\s+/);

/** Strings, as Lua writes them, that something turns at; one a line. */
export const STRINGS = String.raw`
""
"a"
"abc"
"hello world"
"aaa"
"AbC"
"aXbYc123"
"  trim  "
"line1\nline2"
"x\0y"
"\0"
"10"
"0x1F"
" 5 "
"1e3"
"12.5"
"-7"
"1 2"
"nan"
"-nan"
"inf"
"\200\255"
"a,b,,c"
"(foo(bar)baz)"
"key=val; k2=v2"
"%d"
"%"
"[]"
"^$()%.[]*+-?"
("ab"):rep(60)`
  .trim()
  .split('\n');

const PATTERN_ITEMS = `
  a b x o l = , . %. %% %a %d %s %w %p %l %u %x %c %z [abc] [^abc] [a-z] [%d%s] [^%w] [a-] [a-
  (a) (.) () (%a+) (.-) %1 %2 %0 %b() %f[%w] $ [] [^] ( ) %`
  .trim()
  .split(/\s+/);

/** A number, most often a plain one, sometimes a string that may convert to one. */
export function number(dice: Dice): string {
  if (!dice.once(4)) return dice.pick(NUMBERS);
  if (dice.once(2)) return `"${dice.pick(['10', '-3', '0x1f', '1e2', ' 7', '.5', '5.', 'abc', ''])}"`;
  const digits = (dice.below(2_000_001) - 1_000_000) / 1e6;
  return `${digits}e${dice.below(41) - 20}`;
}

/** A pattern; about one in five is malformed. */
export function pattern(dice: Dice): string {
  const anchor = dice.once(7) ? '^' : '';
  const end = dice.once(7) ? '$' : '';
  const items = dice.some(1, 4, () => dice.pick(PATTERN_ITEMS) + (dice.once(3) ? dice.pick(['*', '+', '-', '?']) : ''));
  return `"${anchor}${items.join('')}${end}"`;
}

/** A format of one or two items. */
export function format(dice: Dice): string {
  const item = (): string => {
    const flags = dice.some(0, 2, () => dice.pick(['-', '+', ' ', '#', '0'])).join('');
    const width = dice.once(2) ? String(dice.below(30)) : '';
    const precision = dice.once(2) ? `.${dice.once(9) ? '' : dice.below(25)}` : '';
    return `%${flags}${width}${precision}${dice.pick('d i u o x X e E f g G s c q % g f s d'.split(' '))}`;
  };
  return `"${dice.some(1, 2, () => dice.pick(['', 'x', '|']) + item()).join('')}"`;
}
