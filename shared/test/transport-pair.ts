import type { Transport } from '../src/debug/index.js';

/** One end of a pair, and a way to cut it. */
export interface PairEnd extends Transport {
  end(reason: string): void;
}

/**
 * Two transports joined in this thread. Messages arrive in order, one task later, and copied, as between two threads or processes.
 *
 * @param copy what happens to a message on its way: structured cloning by default
 */
export function transportPair(copy: (message: unknown) => unknown = structuredClone): readonly [PairEnd, PairEnd] {
  let open = true;
  const messages: [((m: unknown) => void)[], ((m: unknown) => void)[]] = [[], []];
  const ends: ((reason: string) => void)[] = [];
  const end = (reason: string): void => {
    if (!open) return;
    open = false;
    for (const listener of ends) listener(reason);
  };
  const side = (mine: 0 | 1, other: 0 | 1): PairEnd => ({
    send(message) {
      if (!open) return;
      const sent = copy(message);
      queueMicrotask(() => {
        if (open) for (const listener of messages[other]) listener(sent);
      });
    },
    onMessage: (listener) => void messages[mine].push(listener),
    onEnd: (listener) => void ends.push(listener),
    end,
  });
  return [side(0, 1), side(1, 0)];
}
