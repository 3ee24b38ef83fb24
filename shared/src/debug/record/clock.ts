import { AppError } from '../errors.js';

/** The clock of an emulator that is run again and again: what it tells during one run, it can tell once more during the next. */
export class JournaledClock {
  readonly #source: () => number;
  #told: number[] | undefined;
  #telling: { readonly times: readonly number[]; next: number } | undefined;
  #last = 0;
  #stopped = false;

  /** @param source whole microseconds of the epoch */
  constructor(source: () => number) {
    this.#source = source;
  }

  readonly read = (): number => {
    if (this.#stopped) return this.#last;
    return (this.#last = this.#telling === undefined ? this.#readSource() : this.#tellNext(this.#telling));
  };

  /** Runs `action` and gives all times told meanwhile. */
  journal<T>(action: () => T): { readonly result: T; readonly times: readonly number[] } {
    const told: number[] = [];
    this.#told = told;
    try {
      return { result: action(), times: told };
    } finally {
      this.#told = undefined;
    }
  }

  /** Runs `action`, whose times are not given by the {@link journal} around it. */
  unjournaled<T>(action: () => T): T {
    const told = this.#told;
    this.#told = undefined;
    try {
      return action();
    } finally {
      this.#told = told;
    }
  }

  /** Runs `action`, telling these times one after the other. */
  replay<T>(times: readonly number[], action: () => T): T {
    this.#telling = { times, next: 0 };
    try {
      return action();
    } finally {
      this.#telling = undefined;
    }
  }

  /** Runs `action` while time stands still. */
  stopped<T>(action: () => T): T {
    this.#stopped = true;
    try {
      return action();
    } finally {
      this.#stopped = false;
    }
  }

  #readSource(): number {
    const time = this.#source();
    this.#told?.push(time);
    return time;
  }

  #tellNext(telling: { readonly times: readonly number[]; next: number }): number {
    const time = telling.times[telling.next++];
    if (time === undefined) throw new AppError('diverged', { reason: 'clock' });
    return time;
  }
}
