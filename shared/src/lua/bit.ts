import { failType } from './arguments.js';
import { pushLibrary } from './library.js';
import { getTop, type LuaFunction, type LuaState, LuaType, pushBytes, pushNumber, toNumber, typeOf } from './vm.js';

/** Pushes the table of Lua BitOp 1.0.2 (lua_bit.c): bitwise operations on 32-bit integers. */
export const pushBit = (L: LuaState): void => pushLibrary(L, FUNCTIONS);

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
/** Adding 2^52 + 2^51 leaves the number, rounded half to even and modulo 2^32, in the low word of the double. */
const ROUNDING_BIAS = 6755399441055744;

/** `barg`: the argument as a 32-bit integer. */
function bitArgument(L: LuaState, index: number): number {
  double[0] = (toNumber(L, index) ?? failType(L, index, 'number')) + ROUNDING_BIAS;
  return words[0]! | 0;
}

function result(L: LuaState, bits: number): number {
  pushNumber(L, bits | 0);
  return 1;
}

/** Folds from the last argument down, so that the first bad argument named is the last one, as in C. */
const folding =
  (operate: (a: number, b: number) => number): LuaFunction =>
  (L) => {
    let bits = bitArgument(L, 1);
    for (let index = getTop(L); index > 1; index--) bits = operate(bits, bitArgument(L, index));
    return result(L, bits);
  };

/** Counts are taken modulo 32. */
const shifting =
  (operate: (bits: number, count: number) => number): LuaFunction =>
  (L) => {
    const bits = bitArgument(L, 1);
    return result(L, operate(bits, bitArgument(L, 2) & 31));
  };

const rotateLeft = (bits: number, count: number): number => (bits << count) | (bits >>> (32 - count));

function byteSwap(L: LuaState): number {
  const bits = bitArgument(L, 1);
  return result(L, (bits >>> 24) | ((bits >>> 8) & 0xff00) | ((bits & 0xff00) << 8) | (bits << 24));
}

function toHexadecimal(L: LuaState): number {
  const bits = bitArgument(L, 1);
  const asked = typeOf(L, 2) === LuaType.none ? 8 : bitArgument(L, 2);
  const digits = Math.min(Math.abs(asked), 8);
  const text = digits === 0 ? '' : (bits >>> 0).toString(16).padStart(8, '0').slice(-digits);
  pushBytes(L, asked < 0 ? text.toUpperCase() : text);
  return 1;
}

const FUNCTIONS: Readonly<Record<string, LuaFunction>> = {
  tobit: (L) => result(L, bitArgument(L, 1)),
  bnot: (L) => result(L, ~bitArgument(L, 1)),
  band: folding((a, b) => a & b),
  bor: folding((a, b) => a | b),
  bxor: folding((a, b) => a ^ b),
  lshift: shifting((bits, count) => bits << count),
  rshift: shifting((bits, count) => bits >>> count),
  arshift: shifting((bits, count) => bits >> count),
  rol: shifting(rotateLeft),
  ror: shifting((bits, count) => rotateLeft(bits, 32 - count)),
  bswap: byteSwap,
  tohex: toHexadecimal,
};
