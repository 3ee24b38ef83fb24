/** The 48 bits of a {@link Prng}: three words of 16, lowest first. */
export type PrngState = readonly [number, number, number];

const START: PrngState = [0x330e, 0xabcd, 0x1234];

/**
 * Redis's own generator (`redisLrand48` of rand.c, after lrand48 of BSD): `math.random` gives the same sequence on every machine. One
 * per server: its state goes on from script to script.
 */
export class Prng {
  private x0: number;
  private x1: number;
  private x2: number;

  constructor(state: PrngState = START) {
    [this.x0, this.x1, this.x2] = state;
  }

  /** The state, to be given to another generator. */
  get state(): PrngState {
    return [this.x0, this.x1, this.x2];
  }

  set state(state: PrngState) {
    [this.x0, this.x1, this.x2] = state;
  }

  /** `redisSrand48`; takes a 32-bit integer. */
  seed(value: number): void {
    this.x0 = START[0];
    this.x1 = value & 0xffff;
    this.x2 = (value >>> 16) & 0xffff;
  }

  /** The next number, in 0…2^31-1. */
  next(): number {
    // x = 0x5deece66d * x + 0xb, modulo 2^48, in words of 16 bits
    const r0 = 0xe66d * this.x0 + 0xb;
    const r1 = 0xe66d * this.x1 + 0xdeec * this.x0 + Math.floor(r0 / 0x10000);
    const r2 = 0xe66d * this.x2 + 0xdeec * this.x1 + 0x5 * this.x0 + Math.floor(r1 / 0x10000);
    this.x0 = r0 % 0x10000;
    this.x1 = r1 % 0x10000;
    this.x2 = r2 % 0x10000;
    return this.x2 * 0x8000 + (this.x1 >>> 1);
  }
}
