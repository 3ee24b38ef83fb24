let pending: Promise<void> = Promise.resolve();

/** Notes a reset of the data: whoever runs next waits for its end, however soon that is asked for. `reset` never rejects. */
export function noteReset(reset: Promise<void>): void {
  pending = reset;
}

/** Resolves when no reset is going on. */
export const resetDone = (): Promise<void> => pending;
