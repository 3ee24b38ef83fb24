import type { Bytes } from '../../src/bytes.js';
import type { Dice } from './dice.js';

/** Where the meaning of a number changes: signs, widths, limits of encodings, what only looks like a number. */
const INTEGERS = [
  ['0', '1', '-1', '2', '3', '5', '7', '10', '-2', '-3', '63', '64', '100', '127', '128', '-128', '255', '256'],
  ['4095', '4096', '-4096', '32767', '32768', '-32768', '65535', '8388607', '2147483647', '2147483648'],
  ['-2147483648', '4294967295', '9007199254740991', '9007199254740993', '-9007199254740993'],
  ['9223372036854775807', '9223372036854775806', '-9223372036854775808', '-9223372036854775807'],
].flat();
const NO_INTEGERS = [
  ['9223372036854775808', '-9223372036854775809', '18446744073709551615', '18446744073709551616', '+1', ' 1'],
  ['1 ', '01', '-0', '--1', '', '1.0', '1e3', '0x10', 'abc', '-', '1a', '\x001', '1\x00'],
].flat();
const FLOATS = [
  ['0', '-0', '1', '-1', '0.1', '0.2', '1.5', '-1.5', '3.0', '3.14159265358979312', '1e3', '1e-7', '1e17', '1e18'],
  ['1e20', '1e100', '1e300', '-1e300', '1.7976931348623157e308', '5e-324', '2.2250738585072014e-308', 'inf', '-inf'],
  ['+inf', 'Infinity', '0x10', '0x1.8p3', '.5', '5.', '-.5', '1E5', '123456789012345678', '0.30000000000000004'],
  ['2.98023223876953125e-8', '9007199254740993', '10000000000000000000000', '1.00000000000000005'],
].flat();
const NO_FLOATS = [
  'nan',
  '-nan',
  'NaN(1)',
  '1e400',
  '-1e400',
  '1e-400',
  '',
  ' 1',
  '1 ',
  'abc',
  '1.5x',
  '.',
  'e5',
  '0x',
];
const TEXTS = [
  ['a', 'b', 'c', 'd', 'e', 'foo', 'bar', 'hello world', '', '\x00', '\xff\xfe', 'é'],
  ['x'.repeat(44), 'x'.repeat(45), 'y'.repeat(64), 'y'.repeat(65), 'z'.repeat(300)],
].flat();
const PATTERNS = [
  '*',
  'a*',
  '?',
  '[a-c]',
  '[^a]',
  '*o',
  'f?o',
  '\\*',
  '[',
  '*[a',
  'a\\',
  '',
  '**',
  '[]',
  '[a-',
  '[c-a]',
];

/** The words that commands are made of, over a handful of keys and members, so that they meet. */
export class Words {
  readonly dice: Dice;

  constructor(dice: Dice) {
    this.dice = dice;
  }

  /** One of a few keys of this family; now and then one of another type, or none at all. */
  key(family: string): Bytes {
    if (this.dice.once(40)) return this.dice.pick(['other', 'missing']);
    return `${family}:${this.dice.below(4)}`;
  }

  integer(): Bytes {
    if (this.dice.once(30)) return this.dice.pick(NO_INTEGERS);
    return this.dice.once(3) ? this.dice.pick(INTEGERS) : this.small();
  }

  /** As {@link integer}, but none that makes a string grow past a megabyte. */
  position(): Bytes {
    const word = this.integer();
    const size = Math.abs(Number(word));
    return size > 1e7 && size < 2 ** 33 ? '77' : word;
  }

  /** -10 … 20. */
  small(): Bytes {
    return String(this.dice.below(31) - 10);
  }

  /** 0 … 6. */
  count(): Bytes {
    return this.dice.once(25) ? this.integer() : String(this.dice.below(7));
  }

  float(): Bytes {
    if (this.dice.once(30)) return this.dice.pick(NO_FLOATS);
    if (this.dice.once(2)) return this.dice.pick(FLOATS);
    return String((this.dice.below(2001) - 1000) / this.dice.pick([1, 2, 3, 7, 10, 100]));
  }

  /** One of about thirty members, fields, elements. */
  member(): Bytes {
    if (this.dice.once(4)) return this.dice.pick(TEXTS);
    return this.dice.once(2) ? String(this.dice.below(12)) : `m${this.dice.below(12)}`;
  }

  value(): Bytes {
    if (this.dice.once(3)) return this.integer();
    if (this.dice.once(4)) return this.float();
    return this.member();
  }

  pattern(): Bytes {
    return this.dice.pick(PATTERNS);
  }

  /** A word in some case. */
  case(word: string): Bytes {
    return this.dice.once(4) ? word.toLowerCase() : word;
  }
}
