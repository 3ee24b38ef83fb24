const SMALLEST = 1;
const LARGEST = 1e9;
/** Two significant digits: 256 steps to the power of two, of which the lower half is told apart only in the first bucket. */
const STEP_BITS = 8;
const HALF = 1 << (STEP_BITS - 1);
const BUCKETS = 23;
const CELLS = (BUCKETS + 1) * HALF;

/** How long the calls of a command took (`hdr_histogram`, from a nanosecond to a second with two significant digits). */
export class LatencyHistogram {
  private readonly counts = new Uint32Array(CELLS);
  private calls = 0;

  get total(): number {
    return this.calls;
  }

  /** One more call. `duration`: microseconds, of which whole ones count (`updateCommandLatencyHistogram`). */
  record(duration: number): void {
    const nanoseconds = duration < 1 ? SMALLEST : Math.min(Math.trunc(duration) * 1000, LARGEST);
    this.counts[cellOf(nanoseconds)]!++;
    this.calls++;
  }

  /** Calls up to each power of two, where there are more than up to the one before (`fillCommandCDF`). Microseconds. */
  *cumulative(): Generator<readonly [microseconds: number, calls: number]> {
    let cell = 0;
    for (let [seen, level] = [0, 1024]; seen < this.calls; level *= 2) {
      const last = Math.min(cellOf(level), CELLS - 1);
      const before = seen;
      for (; cell <= last; cell++) seen += this.counts[cell]!;
      if (seen > before) yield [Math.trunc(highest(last) / 1000), seen];
    }
  }

  /** The microseconds below which so many per cent of the calls stayed (`hdr_value_at_percentile`). */
  percentile(percent: number): number {
    const wanted = Math.max(1, Math.trunc((percent / 100) * this.calls + 0.5));
    let seen = 0;
    const cell = this.counts.findIndex((count) => (seen += count) >= wanted);
    return (percent === 0 ? lowest(cell) : highest(cell)) / 1000;
  }
}

/** `counts_index_for`: of a value in nanoseconds. */
function cellOf(value: number): number {
  const bucket = 32 - Math.clz32(value | (2 * HALF - 1)) - STEP_BITS;
  return bucket * HALF + (value >>> bucket);
}

const bucketOf = (cell: number): number => Math.max(0, Math.trunc(cell / HALF) - 1);

/** Nanoseconds: the least value of a cell, and the greatest. */
const lowest = (cell: number): number => (cell - bucketOf(cell) * HALF) * 2 ** bucketOf(cell);
const highest = (cell: number): number => lowest(cell) + 2 ** bucketOf(cell) - 1;
