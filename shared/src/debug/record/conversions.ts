import type { ConversionListener } from '../../script/to-resp.js';
import type { Conversion } from '../recording.js';

interface Counted {
  readonly conversion: Conversion;
  count: number;
  lostCount: number;
}

/** Counts what the conversion of a reply does, by kind. */
export class Conversions {
  readonly #byKind = new Map<string, Counted>();
  #last: Counted | undefined;

  readonly listener: ConversionListener = (from, to, lost, lostCount = 0) => {
    const loss = lostCount === 0 ? undefined : lost;
    // The elements of a long list are all alike.
    let known = this.#last;
    if (known?.conversion.from !== from || known.conversion.to !== to || known.conversion.lost !== loss) {
      const key = `${from} ${to} ${loss ?? ''}`;
      known = this.#byKind.get(key);
      if (known === undefined) {
        const conversion = { from, to, count: 0, ...(loss !== undefined && { lost: loss }) };
        known = { conversion, count: 0, lostCount: 0 };
        this.#byKind.set(key, known);
      }
      this.#last = known;
    }
    known.count++;
    known.lostCount += lostCount;
  };

  /** One entry for each kind that occurred. */
  list(): readonly Conversion[] {
    return [...this.#byKind.values()].map(({ conversion, count, lostCount }) => ({
      ...conversion,
      count,
      ...(conversion.lost !== undefined && { lostCount }),
    }));
  }
}
