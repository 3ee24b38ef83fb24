import type { Bytes } from '../../bytes.js';
import { integer, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import { atLeastOneKey, fail, LIMIT_NEGATIVE, SYNTAX, WEIGHT_NOT_FLOAT, WRONG_TYPE } from '../errors.js';
import { SetValue } from '../values/set-value.js';
import { ZsetValue, type ScoredMember } from '../values/zset-value.js';
import { storeCollected } from './zset-range.js';
import { memberReplies } from './zset-ranges.js';

type Aggregate = 'sum' | 'min' | 'max';
type Operation = 'union' | 'inter' | 'diff';

interface Source {
  readonly value: ZsetValue | SetValue | undefined;
  weight: number;
}

interface Query {
  sources: Source[];
  aggregate: Aggregate;
  withScores: boolean;
  /** Where to stop counting; 0 never. */
  limit: number;
}

const scoreIn = (value: ZsetValue | SetValue, member: Bytes): number | undefined =>
  value instanceof ZsetValue ? value.score(member) : value.has(member) ? 1 : undefined;

function* scored(value: ZsetValue | SetValue): Generator<ScoredMember> {
  if (value instanceof ZsetValue) yield* value.from(0);
  else for (const member of value.members()) yield { member, score: 1 };
}

/** The keys are looked up, and their types judged, before the options are read (`zunionInterDiffGenericCommand`). */
function readQuery(context: Context, args: Args, command: Bytes, operation: Operation): Query {
  const count = args.long();
  if (count < 1) fail(atLeastOneKey(command));
  if (count > args.left) fail(SYNTAX);
  const sources = Array.from({ length: count }, (): Source => {
    const value = context.keys.lookup(args.next());
    if (value === undefined || value instanceof ZsetValue || value instanceof SetValue) return { value, weight: 1 };
    return fail(WRONG_TYPE);
  });
  const query: Query = { sources, aggregate: 'sum', withScores: false, limit: 0 };
  const counts = command === 'zintercard';
  const weighs = operation !== 'diff' && !counts;
  while (args.left > 0) {
    if (weighs && args.left > count && args.accept('WEIGHTS'))
      for (const source of sources) source.weight = args.double(WEIGHT_NOT_FLOAT);
    else if (weighs && args.left > 1 && args.accept('AGGREGATE')) query.aggregate = readAggregate(args);
    else if (!counts && !command.endsWith('store') && args.accept('WITHSCORES')) query.withScores = true;
    else if (counts && args.left > 1 && args.accept('LIMIT')) query.limit = args.positive(LIMIT_NEGATIVE);
    else fail(SYNTAX);
  }
  // From the smallest to the largest: the order in which scores are added shows in their last bit.
  if (operation !== 'diff') sources.sort((a, b) => (a.value?.length ?? 0) - (b.value?.length ?? 0));
  return query;
}

function readAggregate(args: Args): Aggregate {
  if (args.accept('SUM')) return 'sum';
  if (args.accept('MIN')) return 'min';
  return args.accept('MAX') ? 'max' : fail(SYNTAX);
}

const weighted = (score: number, weight: number): number => {
  const value = score * weight;
  return Number.isNaN(value) ? 0 : value;
};

/** `zunionInterAggregate`: infinities of opposite signs add up to 0. */
function aggregated(a: number, b: number, how: Aggregate): number {
  if (how === 'min') return b < a ? b : a;
  if (how === 'max') return b > a ? b : a;
  return Number.isNaN(a + b) ? 0 : a + b;
}

function* intersection({ sources, aggregate }: Query): Generator<ScoredMember> {
  const [first, ...others] = sources;
  if (first?.value === undefined) return;
  for (const { member, score } of scored(first.value)) {
    let total: number | undefined = weighted(score, first.weight);
    for (const { value, weight } of others) {
      const found: number | undefined = value === undefined ? undefined : scoreIn(value, member);
      total = found === undefined ? undefined : aggregated(total, found * weight, aggregate);
      if (total === undefined) break;
    }
    if (total !== undefined) yield { member, score: total };
  }
}

function* union({ sources, aggregate }: Query): Generator<ScoredMember> {
  const totals = new Map<Bytes, number>();
  for (const { value, weight } of sources) {
    if (value === undefined) continue;
    for (const { member, score } of scored(value)) {
      const before = totals.get(member);
      const own = weighted(score, weight);
      totals.set(member, before === undefined ? own : aggregated(before, own, aggregate));
    }
  }
  for (const [member, score] of totals) yield { member, score };
}

function* difference({ sources }: Query): Generator<ScoredMember> {
  const [first, ...others] = sources;
  if (first?.value === undefined) return;
  for (const item of scored(first.value)) {
    if (!others.some(({ value }) => value !== undefined && scoreIn(value, item.member) !== undefined)) yield item;
  }
}

const combine: Readonly<Record<Operation, (query: Query) => Iterable<ScoredMember>>> = {
  union,
  inter: intersection,
  diff: difference,
};

const inOrder = (members: Iterable<ScoredMember>): ScoredMember[] =>
  [...members].sort((a, b) => a.score - b.score || (a.member < b.member ? -1 : 1));

function answer(context: Context, args: Args, operation: Operation): RespValue {
  const query = readQuery(context, args, `z${operation}`, operation);
  return memberReplies(context, inOrder(combine[operation](query)), query.withScores);
}

function store(context: Context, args: Args, operation: Operation): RespValue {
  const command = `z${operation}store`;
  const target = args.next();
  const query = readQuery(context, args, command, operation);
  return storeCollected(context, target, inOrder(combine[operation](query)), command);
}

export const zunion = (context: Context, args: Args): RespValue => answer(context, args, 'union');
export const zinter = (context: Context, args: Args): RespValue => answer(context, args, 'inter');
export const zdiff = (context: Context, args: Args): RespValue => answer(context, args, 'diff');
export const zunionstore = (context: Context, args: Args): RespValue => store(context, args, 'union');
export const zinterstore = (context: Context, args: Args): RespValue => store(context, args, 'inter');
export const zdiffstore = (context: Context, args: Args): RespValue => store(context, args, 'diff');

export function zintercard(context: Context, args: Args): RespValue {
  const query = readQuery(context, args, 'zintercard', 'inter');
  let cardinality = 0;
  for (const _ of intersection(query)) {
    cardinality++;
    if (query.limit !== 0 && cardinality >= query.limit) break;
  }
  return integer(cardinality);
}
