import { fromOctets, type Bytes } from '../../bytes.js';
import { array, bulk, integer, OK, status, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import {
  fail,
  HLL_CORRUPT,
  HLL_NO_KEY,
  HLL_NOT_SPARSE,
  HLL_WRONG_TYPE,
  pfdebugArity,
  pfdebugSubcommand,
  selfTestFailed,
} from '../errors.js';
import type { Family } from '../family.js';
import { estimate, HyperLogLog, patternOf, REGISTERS } from '../values/hyperloglog.js';
import { StringValue } from '../values/string-value.js';

export const hyperloglogFamily: Family = {
  name: 'hyperloglog',
  commands: { pfadd, pfcount, pfdebug, pfmerge, pfselftest },
};

/** `hllSparseSet` makes room for as many bytes before each change. */
const MOST_ADDED_BY_A_REGISTER = 3;

const open = (value: StringValue): HyperLogLog => HyperLogLog.of(value.octets()) ?? fail(HLL_WRONG_TYPE);

/** Puts what changed of a HyperLogLog back into its string: the bytes that differ, or where its length did, a string anew. */
function save(context: Context, key: Bytes, value: StringValue | undefined, hll: HyperLogLog): void {
  const { keys } = context;
  const { octets } = hll;
  if (value === undefined || value.length !== octets.length) {
    // A dense one is made at its size; a sparse one is made with a single opcode, and grows with every register that is set.
    const before = value ?? new StringValue(fromOctets(HyperLogLog.empty().octets), 'raw');
    const after = hll.isDense
      ? new StringValue(fromOctets(octets), 'raw')
      : before.rewritten(fromOctets(octets), Math.max(octets.length, before.length + MOST_ADDED_BY_A_REGISTER));
    keys.put(key, after, { keepTtl: true });
    return;
  }
  const before = value.octets().slice();
  for (let from = 0; from < octets.length; from++) {
    if (before[from] === octets[from]) continue;
    let to = from + 1;
    while (to < octets.length && before[to] !== octets[to]) to++;
    keys.apply(key, value, { kind: 'string.write', offset: from, bytes: fromOctets(octets.subarray(from, to)) });
    from = to;
  }
  unshare(context, key, value);
}

/** `dbUnshareStringValue`: a HyperLogLog that a client set as a short string becomes a raw one when it is used. */
function unshare(context: Context, key: Bytes, value: StringValue): void {
  if (value.encoding !== 'raw') context.keys.apply(key, value, { kind: 'string.write', offset: 0, bytes: '' });
}

function pfadd(context: Context, args: Args): RespValue {
  const { keys, keyspace } = context;
  const key = args.next();
  const value = keys.write(key, StringValue);
  const hll = value === undefined ? HyperLogLog.empty() : open(value);
  let changed = value === undefined;
  for (const element of args.rest()) {
    const { register, count } = patternOf(element);
    if (hll.raise(register, count, keyspace.limits.hllSparseMaxBytes) ?? fail(HLL_CORRUPT)) changed = true;
  }
  if (changed) {
    hll.invalidate();
    save(context, key, value, hll);
    keys.notify('string', 'pfadd', key);
  } else if (value !== undefined) unshare(context, key, value);
  return integer(changed ? 1 : 0);
}

/** The largest value of each register over all the keys that exist, and whether one of them is dense. */
function mergeAll(context: Context, keys: readonly Bytes[]): { registers: Uint8Array; dense: boolean } {
  const registers = new Uint8Array(REGISTERS);
  let dense = false;
  for (const key of keys) {
    const value = context.keys.read(key, StringValue);
    if (value === undefined) continue;
    const hll = open(value);
    dense ||= hll.isDense;
    const own = hll.registers() ?? fail(HLL_CORRUPT);
    for (let i = 0; i < REGISTERS; i++) if (own[i]! > registers[i]!) registers[i] = own[i]!;
  }
  return { registers, dense };
}

/** Of one key the count is noted in its header, which is a change of the key. */
function pfcount(context: Context, args: Args): RespValue {
  if (args.left > 1) return integer(estimate(mergeAll(context, args.rest()).registers));
  const key = args.next();
  const value = context.keys.read(key, StringValue);
  if (value === undefined) return integer(0);
  const hll = open(value);
  const cached = hll.cachedCount;
  if (cached !== undefined) {
    unshare(context, key, value);
    return integer(BigInt.asIntN(64, cached));
  }
  const count = estimate(hll.registers() ?? fail(HLL_CORRUPT));
  hll.cacheCount(count);
  save(context, key, value, hll);
  return integer(count);
}

function pfmerge(context: Context, args: Args): RespValue {
  const { keys, keyspace } = context;
  const words = args.rest();
  const key = words[0]!;
  const { registers, dense } = mergeAll(context, words);
  const value = keys.write(key, StringValue);
  const hll = value === undefined ? HyperLogLog.empty() : open(value);
  if (dense && !hll.makeDense()) fail(HLL_CORRUPT);
  registers.forEach((count, i) => {
    if (count > 0) hll.raise(i, count, keyspace.limits.hllSparseMaxBytes);
  });
  hll.invalidate();
  save(context, key, value, hll);
  keys.touched(key);
  keys.notify('string', 'pfadd', key);
  return OK;
}

function pfdebug(context: Context, args: Args): RespValue {
  const subcommand = args.next();
  const key = args.next();
  const value = context.keys.write(key, StringValue) ?? fail(HLL_NO_KEY);
  const hll = open(value);
  unshare(context, key, value);
  const name = subcommand.toLowerCase();
  if (!['getreg', 'decode', 'encoding', 'todense'].includes(name)) fail(pfdebugSubcommand(subcommand));
  if (args.left > 0) fail(pfdebugArity(subcommand));
  if (name === 'encoding') return status(hll.isDense ? 'dense' : 'sparse');
  if (name === 'decode') return hll.isDense ? fail(HLL_NOT_SPARSE) : bulk(Array.from(hll.runs(), showRun).join(' '));
  const converts = !hll.isDense;
  if (!hll.makeDense()) fail(HLL_CORRUPT);
  if (converts) save(context, key, value, hll);
  if (name === 'todense') return integer(converts ? 1 : 0);
  return array(Array.from(hll.registers()!, (register) => integer(register)));
}

function showRun({ value, length, size }: { value: number; length: number; size: number }): string {
  if (value > 0) return `v:${value},${length}`;
  return size === 1 ? `z:${length}` : `Z:${length}`;
}

/** Elements that the self-test adds; estimates are checked at each power of ten up to here. */
const SELF_TEST_ELEMENTS = 10_000;

/** `pfselftestCommand`, with fewer elements: both forms must agree, and err no more than they may. */
function pfselftest(context: Context): RespValue {
  const seed = context.random.next();
  const sparse = HyperLogLog.empty();
  const dense = HyperLogLog.empty();
  dense.makeDense();
  for (let i = 1, checkpoint = 1; i <= SELF_TEST_ELEMENTS; i++) {
    const { register, count } = patternOf(String(seed + i));
    for (const hll of [sparse, dense]) hll.raise(register, count, context.keyspace.limits.hllSparseMaxBytes);
    if (i !== checkpoint) continue;
    const counted = estimate(dense.registers()!);
    if (counted !== estimate(sparse.registers()!)) fail(selfTestFailed('dense/sparse disagree'));
    const error = Math.abs(checkpoint - counted);
    const allowed = checkpoint === 10 ? 1 : Math.ceil((1.04 / Math.sqrt(REGISTERS)) * 6 * checkpoint);
    if (error > allowed) fail(selfTestFailed(`Too big error. card:${checkpoint} abserr:${error}`));
    checkpoint *= 10;
  }
  return OK;
}
