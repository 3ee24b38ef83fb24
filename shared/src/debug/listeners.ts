/** Who wants to hear of something. A listener that leaves while it is being told of others is not called again. */
export class Listeners<T> {
  readonly #listeners = new Set<{ readonly listener: (value: T) => void }>();

  /** @returns takes the listener off again; the same function may be added twice */
  add(listener: (value: T) => void): () => void {
    const entry = { listener };
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  }

  tell(value: T): void {
    for (const { listener } of this.#listeners) listener(value);
  }
}
