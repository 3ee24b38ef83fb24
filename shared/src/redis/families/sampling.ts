import type { Args } from '../args.js';
import { fail, NOT_INTEGER, OUT_OF_MEMORY, valueBetween } from '../errors.js';
import { INT64_MAX, INT64_MIN, parseInt64 } from '../values/integer.js';

/** The members to draw from. `pick` is a member at random; `cheapPick` says that it costs O(1) rather than a listing. */
export interface Population<T> {
  readonly size: number;
  readonly cheapPick: boolean;
  all(): readonly T[];
  pick(below: Below): T;
}

export type Below = (limit: number) => number;

/** Where less than a third of the members are wanted, drawing and comparing is cheaper than listing (`*RANDFIELD_SUB_STRATEGY_MUL`). */
const SUBTRACT_FACTOR = 3;

/** The count of HRANDFIELD, SRANDMEMBER and ZRANDMEMBER: negative means "with repeats". */
export function readSampleCount(args: Args): number {
  const value = parseInt64(args.next()) ?? fail(NOT_INTEGER);
  if (value === INT64_MIN) fail(valueBetween(-INT64_MAX, INT64_MAX));
  return Number(value);
}

/** Draws members: |count| with repeats when `count` is negative, else as many different ones as there are, at most `count`. */
export function sample<T>(population: Population<T>, count: number, below: Below): readonly T[] {
  if (count < 0 || count === 1) return repeated(population, Math.abs(count), below);
  if (count >= population.size) return population.all();
  if (!population.cheapPick || count * SUBTRACT_FACTOR > population.size) return subset(population.all(), count, below);
  const chosen = new Set<T>();
  while (chosen.size < count) chosen.add(population.pick(below));
  return [...chosen];
}

/** A reply of more members than this would take a real server all its memory. */
const MOST_REPEATED = 1e7;

function repeated<T>(population: Population<T>, count: number, below: Below): T[] {
  if (count > MOST_REPEATED) fail(OUT_OF_MEMORY);
  if (population.cheapPick || count === 1) return Array.from({ length: count }, () => population.pick(below));
  const all = population.all();
  return Array.from({ length: count }, () => all[below(all.length)]!);
}

/** `count` of the items, each subset with equal chance, in the order of the list. */
function subset<T>(items: readonly T[], count: number, below: Below): T[] {
  const chosen: T[] = [];
  for (let i = 0; chosen.length < count; i++) {
    if (below(items.length - i) < count - chosen.length) chosen.push(items[i]!);
  }
  return chosen;
}
