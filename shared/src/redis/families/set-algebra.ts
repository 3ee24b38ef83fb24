import type { Bytes } from '../../bytes.js';
import { bulk, integer, set as setReply, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import { fail, LIMIT_NEGATIVE, NUMKEYS_NOT_POSITIVE, NUMKEYS_TOO_MANY, SYNTAX } from '../errors.js';
import { SetValue } from '../values/set-value.js';

export function newSet(context: Context, members: Iterable<Bytes>): SetValue {
  const set = new SetValue(context.keyspace.hashSeed);
  for (const member of members) set.apply({ kind: 'set.add', member }, context.keyspace.limits);
  return set;
}

type Sets = readonly (SetValue | undefined)[];

const lookUp = (context: Context, keys: readonly Bytes[]): Sets => keys.map((key) => context.keys.read(key, SetValue));

/** Members common to all sets, in the order of the smallest set; the first of several smallest ones. */
function* intersection(sets: Sets): Generator<Bytes> {
  const present = sets.filter((set) => set !== undefined);
  if (present.length < sets.length) return;
  const [smallest, ...others] = present.toSorted((a, b) => a.length - b.length);
  for (const member of smallest!.members()) if (others.every((set) => set.has(member))) yield member;
}

function* union(sets: Sets): Generator<Bytes> {
  for (const set of sets) if (set !== undefined) yield* set.members();
}

/** Members of the first set that are in no other, as a set of its own: how it is made shows in its encoding (`sunionDiffGenericCommand`). */
function difference(context: Context, sets: Sets): SetValue {
  const { limits } = context.keyspace;
  const [first, ...others] = sets;
  const present = sets.filter((set) => set !== undefined);
  if (first === undefined || others.includes(first)) return newSet(context, []);
  const byLookup = (present.length * first.length) / 2;
  const byRemoval = present.reduce((sum, set) => sum + set.length, 0);
  if (Math.floor(byLookup) <= byRemoval) {
    const members = [...first.members()];
    return newSet(
      context,
      members.filter((member) => !others.some((set) => set?.has(member) === true)),
    );
  }
  const result = newSet(context, first.members());
  for (const set of present.slice(1)) {
    if (result.length === 0) break;
    for (const member of set.members()) result.apply({ kind: 'set.remove', member }, limits);
  }
  return result;
}

export function sinter(context: Context, args: Args): RespValue {
  return setReply(Array.from(intersection(lookUp(context, args.rest())), bulk));
}

/** SUNION and SDIFF collect into a set of their own, whose order the reply has. */
const collected = (set: SetValue): RespValue => setReply(Array.from(set.members(), bulk));

export function sunion(context: Context, args: Args): RespValue {
  return collected(newSet(context, union(lookUp(context, args.rest()))));
}

export function sdiff(context: Context, args: Args): RespValue {
  return collected(difference(context, lookUp(context, args.rest())));
}

export function sintercard(context: Context, args: Args): RespValue {
  const count = args.range(1, Number.MAX_VALUE, NUMKEYS_NOT_POSITIVE);
  if (count > args.left) fail(NUMKEYS_TOO_MANY);
  const keys = args.argv.slice(args.position, args.position + count);
  args.position += count;
  let limit = 0;
  while (args.left > 0) {
    if (args.left > 1 && args.accept('LIMIT')) limit = args.positive(LIMIT_NEGATIVE);
    else fail(SYNTAX);
  }
  let cardinality = 0;
  for (const _ of intersection(lookUp(context, keys))) {
    cardinality++;
    if (limit !== 0 && cardinality >= limit) break;
  }
  return integer(cardinality);
}

/** Stores a result under a key, or deletes the key when there is none. */
function store(context: Context, args: Args, event: Bytes, combine: (sets: Sets) => SetValue): RespValue {
  const { keys } = context;
  const key = args.next();
  const result = combine(lookUp(context, args.rest()));
  if (result.length > 0) {
    keys.put(key, result);
    keys.notify('set', event, key);
  } else if (keys.remove(key)) keys.notify('generic', 'del', key);
  return integer(result.length);
}

export const sinterstore = (context: Context, args: Args): RespValue =>
  store(context, args, 'sinterstore', (sets) => newSet(context, intersection(sets)));
export const sunionstore = (context: Context, args: Args): RespValue =>
  store(context, args, 'sunionstore', (sets) => newSet(context, union(sets)));
export const sdiffstore = (context: Context, args: Args): RespValue =>
  store(context, args, 'sdiffstore', (sets) => difference(context, sets));
