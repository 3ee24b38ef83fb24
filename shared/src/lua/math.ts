import { checkInt, checkNumber, fail, failArgument } from './arguments.js';
import { pushLibrary } from './library.js';
import type { Prng } from './prng.js';
import {
  getTop,
  isPositiveNan,
  pushNumber,
  pushPositiveNan,
  rawGetField,
  rawSetField,
  type LuaFunction,
  type LuaState,
} from './vm.js';

const RADIANS_PER_DEGREE = Math.PI / 180;

/** `REDIS_LRAND48_MAX` */
const RANDOM_MAX = 2147483647;

/** What `math.random` and `math.randomseed` stand on. */
export interface RandomSource {
  readonly random: Prng;
  /** Whether a script is running; outside (while a library is loaded) Redis refuses both functions. */
  readonly running: () => boolean;
}

/** `luaopen_math` with Redis's own `random` and `randomseed`: pushes the library. */
export function pushMath(L: LuaState, source: RandomSource): void {
  pushLibrary(L, {
    abs: absolute,
    acos: ofOne(Math.acos, 'positive'),
    asin: ofOne(Math.asin, 'positive'),
    atan2: ofTwo(Math.atan2, 'negative'),
    atan: ofOne(Math.atan, 'negative'),
    ceil: ofOne(Math.ceil, 'negative'),
    cosh: ofOne(Math.cosh, 'negative'),
    cos: ofOne(Math.cos, 'negative'),
    deg: ofOne((x) => x / RADIANS_PER_DEGREE, 'negative'),
    exp: ofOne(Math.exp, 'negative'),
    floor: ofOne(Math.floor, 'negative'),
    fmod: ofTwo((x, y) => x % y, 'negative'),
    frexp,
    ldexp,
    log10: ofOne(log10, 'positive'),
    log: ofOne(Math.log, 'negative'),
    max: extreme((x, best) => x > best),
    min: extreme((x, best) => x < best),
    modf,
    pow: power,
    rad: ofOne((x) => x * RADIANS_PER_DEGREE, 'negative'),
    random: (L) => random(L, source),
    randomseed: (L) => randomSeed(L, source),
    sinh: ofOne(Math.sinh, 'negative'),
    sin: ofOne(Math.sin, 'negative'),
    sqrt: ofOne(Math.sqrt, 'negative'),
    tanh: ofOne(Math.tanh, 'negative'),
    tan: ofOne(Math.tan, 'negative'),
  });
  pushNumber(L, Math.PI);
  rawSetField(L, -2, 'pi');
  pushNumber(L, Infinity);
  rawSetField(L, -2, 'huge');
  // LUA_COMPAT_MOD
  rawGetField(L, -1, 'fmod');
  rawSetField(L, -2, 'mod');
}

/** The sign of the NaN that glibc answers for an argument outside a function's domain. */
type NanSign = 'positive' | 'negative';

function pushResult(L: LuaState, value: number, positiveNan: boolean): void {
  if (Number.isNaN(value) && positiveNan) pushPositiveNan(L);
  else pushNumber(L, value);
}

/** A function of one number. A NaN argument comes out as it went in. */
function ofOne(f: (x: number) => number, invalid: NanSign): LuaFunction {
  return (L) => {
    const x = checkNumber(L, 1);
    const value = f(x);
    pushResult(L, value, Number.isNaN(x) ? isPositiveNan(L, 1) : invalid === 'positive');
    return 1;
  };
}

/**
 * A function of two numbers. The first argument that is a NaN comes out as it went in. Both are checked inside one call in C, which the
 * compiler of the reference server evaluates from the right: of two wrong arguments the second one is named.
 */
function ofTwo(f: (x: number, y: number) => number, invalid: NanSign): LuaFunction {
  return (L) => {
    const y = checkNumber(L, 2);
    const x = checkNumber(L, 1);
    const nan = Number.isNaN(x) ? 1 : Number.isNaN(y) ? 2 : 0;
    pushResult(L, f(x, y), nan === 0 ? invalid === 'positive' : isPositiveNan(L, nan));
    return 1;
  };
}

/** `fabs` clears the sign of a NaN too. */
function absolute(L: LuaState): number {
  pushResult(L, Math.abs(checkNumber(L, 1)), true);
  return 1;
}

/** `pow` of a NaN and an odd number: glibc answers the NaN that prints as `nan`. */
function power(L: LuaState): number {
  const y = checkNumber(L, 2);
  if (Number.isNaN(checkNumber(L, 1)) && Math.abs(y % 2) === 1) {
    pushPositiveNan(L);
    return 1;
  }
  return powerOfNumbers(L);
}

const powerOfNumbers = ofTwo(pow, 'negative');

/** C's pow: unlike JavaScript's, 1 to the power of anything is 1, and so is -1 to an infinite one. */
function pow(x: number, y: number): number {
  return x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y;
}

/** Exact at powers of ten, as glibc's is. */
function log10(x: number): number {
  const value = Math.log10(x);
  const rounded = Math.round(value);
  return 10 ** rounded === x ? rounded : value;
}

function modf(L: LuaState): number {
  const x = checkNumber(L, 1);
  const positiveNan = isPositiveNan(L, 1);
  pushResult(L, Math.trunc(x), positiveNan);
  pushResult(L, signed(Math.abs(x) === Infinity ? 0 : x - Math.trunc(x), x), positiveNan);
  return 2;
}

/** A zero with the sign of `of`. */
const signed = (x: number, of: number): number => (x === 0 && (of < 0 || Object.is(of, -0)) ? -0 : x);

function frexp(L: LuaState): number {
  const x = checkNumber(L, 1);
  const [fraction, exponent] = splitBinary(x);
  pushResult(L, fraction, isPositiveNan(L, 1));
  pushNumber(L, exponent);
  return 2;
}

/** `frexp`: a fraction in [0.5, 1) and a power of two. */
function splitBinary(x: number): [number, number] {
  if (x === 0 || !Number.isFinite(x)) return [x, 0];
  let exponent = Math.max(-1023, Math.floor(Math.log2(Math.abs(x))) + 1);
  let fraction = x * 2 ** -exponent;
  while (Math.abs(fraction) < 0.5) {
    fraction *= 2;
    exponent--;
  }
  while (Math.abs(fraction) >= 1) {
    fraction /= 2;
    exponent++;
  }
  return [fraction, exponent];
}

function ldexp(L: LuaState): number {
  const exponent = checkInt(L, 2);
  const x = checkNumber(L, 1);
  pushResult(L, scaleBinary(x, exponent), isPositiveNan(L, 1));
  return 1;
}

/** `x * 2^exponent`, rounded once. */
function scaleBinary(x: number, exponent: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const [fraction, power] = splitBinary(x);
  const target = power + exponent;
  if (target > 1024) return x < 0 ? -Infinity : Infinity;
  if (target >= -1021) return fraction * 2 * 2 ** (target - 1);
  if (target < -1100) return x < 0 ? -0 : 0;
  return fraction * 2 ** -1021 * 2 ** (target + 1021); // subnormal: the last product rounds
}

function extreme(better: (x: number, best: number) => boolean): LuaFunction {
  return (L) => {
    const count = getTop(L);
    let best = checkNumber(L, 1);
    let at = 1;
    for (let i = 2; i <= count; i++) {
      const x = checkNumber(L, i);
      if (better(x, best)) {
        best = x;
        at = i;
      }
    }
    pushResult(L, best, isPositiveNan(L, at));
    return 1;
  };
}

function random(L: LuaState, source: RandomSource): number {
  if (!source.running()) fail(L, 'math.random can only be called inside a script invocation');
  const r = (source.random.next() % RANDOM_MAX) / RANDOM_MAX;
  switch (getTop(L)) {
    case 0:
      pushNumber(L, r);
      return 1;
    case 1: {
      const upper = checkInt(L, 1);
      if (upper < 1) failArgument(L, 1, 'interval is empty');
      pushNumber(L, Math.floor(r * upper) + 1);
      return 1;
    }
    case 2: {
      const lower = checkInt(L, 1);
      const upper = checkInt(L, 2);
      if (lower > upper) failArgument(L, 2, 'interval is empty');
      pushNumber(L, Math.floor(r * ((upper - lower + 1) | 0)) + lower); // the C int wraps
      return 1;
    }
    default:
      return fail(L, 'wrong number of arguments');
  }
}

function randomSeed(L: LuaState, source: RandomSource): number {
  if (!source.running()) fail(L, 'math.randomseed can only be called inside a script invocation');
  source.random.seed(checkInt(L, 1));
  return 0;
}
