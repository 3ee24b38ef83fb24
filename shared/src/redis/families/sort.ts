import type { Bytes } from '../../bytes.js';
import { array, bulkOrNil, integer, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import { fail, SORT_BY_DENIED, SORT_GET_DENIED, SORT_NOT_NUMBERS, SYNTAX, untilNul, WRONG_TYPE } from '../errors.js';
import type { Family } from '../family.js';
import type { Value } from '../value.js';
import { parseDouble } from '../values/double.js';
import { HashValue } from '../values/hash-value.js';
import { ListValue } from '../values/list-value.js';
import { partialSort } from '../values/partial-sort.js';
import { SetValue } from '../values/set-value.js';
import { StringValue } from '../values/string-value.js';
import { ZsetValue } from '../values/zset-value.js';

export const sortFamily: Family = {
  name: 'sort',
  commands: {
    sort: (context, args) => sort(context, args, false),
    sort_ro: (context, args) => sort(context, args, true),
  },
};

interface Options {
  descending: boolean;
  alpha: boolean;
  start: number;
  /** Negative: all. */
  count: number;
  by: Bytes | undefined;
  /** A pattern without `*` was given: nothing is looked up, and the order stays as it is, whatever BY comes after it. */
  unsorted: boolean;
  get: Bytes[];
  store: Bytes | undefined;
}

function readOptions({ server, session, run, command, argv }: Context, args: Args, readOnly: boolean): Options {
  const user = (run?.caller ?? session).user;
  const mayReadAll = server.acl.mayReadAllKeys(user, command.spec, argv);
  const options: Options = {
    descending: false,
    alpha: false,
    start: 0,
    count: -1,
    by: undefined,
    unsorted: false,
    get: [],
    store: undefined,
  };
  while (args.left > 0) {
    if (args.accept('ASC')) options.descending = false;
    else if (args.accept('DESC')) options.descending = true;
    else if (args.accept('ALPHA')) options.alpha = true;
    else if (args.left > 2 && args.accept('LIMIT')) [options.start, options.count] = [args.long(), args.long()];
    else if (!readOnly && args.left > 1 && args.accept('STORE')) options.store = args.next();
    else if (args.left > 1 && args.accept('BY')) {
      options.by = args.next();
      if (!untilNul(options.by).includes('*')) options.unsorted = true;
      else if (!mayReadAll) fail(SORT_BY_DENIED);
    } else if (args.left > 1 && args.accept('GET')) {
      if (!mayReadAll) fail(SORT_GET_DENIED);
      options.get.push(args.next());
    } else fail(SYNTAX);
  }
  return options;
}

/** `sortCommandGeneric`. */
function sort(context: Context, args: Args, readOnly: boolean): RespValue {
  const { keys, caller } = context;
  const key = args.next();
  const options = readOptions(context, args, readOnly);
  const source = keys.lookup(key);
  if (options.unsorted && source instanceof SetValue && (options.store !== undefined || caller === 'script')) {
    // A set has no order of its own that could be relied on.
    options.unsorted = false;
    options.alpha = true;
    options.by = undefined;
  }
  const elements = elementsOf(source, options.unsorted && options.descending);
  if (source instanceof ZsetValue) keys.apply(key, source, { kind: 'zset.convert' });
  const sorted = options.unsorted ? elements : sortElements(context, elements, options);
  const chosen = limited(sorted, options);
  if (options.store !== undefined) return store(context, options.store, project(context, chosen, options.get));
  return array(project(context, chosen, options.get).map(bulkOrNil));
}

function elementsOf(source: Value | undefined, reversed: boolean): Bytes[] {
  if (source === undefined) return [];
  let elements: Bytes[];
  if (source instanceof ListValue) elements = [...source.from(0)];
  else if (source instanceof SetValue) return [...source.members()];
  else if (source instanceof ZsetValue) elements = [...source.from(0)].map(({ member }) => member);
  else return fail(WRONG_TYPE);
  return reversed ? elements.reverse() : elements;
}

function limited(elements: readonly Bytes[], { start, count }: Options): readonly Bytes[] {
  const from = Math.max(start, 0);
  return elements.slice(from, count < 0 ? undefined : from + count);
}

interface Weighed {
  readonly element: Bytes;
  readonly score: number;
  readonly text: Bytes | undefined;
}

function sortElements(context: Context, elements: readonly Bytes[], options: Options): Bytes[] {
  const { by, alpha, descending, start, count } = options;
  let allNumbers = true;
  const weighed = elements.map((element): Weighed => {
    const text = by === undefined ? element : lookUp(context, by, element);
    if (alpha || text === undefined) return { element, score: 0, text };
    const cString = untilNul(text);
    const score = cString === '' ? 0 : parseDouble(cString.replace(/^[ \t\n\v\f\r]+/, ''));
    if (score === undefined || isSubnormal(score)) allNumbers = false;
    return { element, score: score ?? 0, text };
  });
  if (!allNumbers) fail(SORT_NOT_NUMBERS);
  const order = !alpha ? compareScores : options.store === undefined ? collate : compareTexts;
  const compare = descending ? (a: Weighed, b: Weighed): number => order(b, a) : order;
  const first = Math.max(start, 0);
  const last = Math.min(count < 0 ? Infinity : first + count - 1, elements.length - 1);
  // By a pattern, only what LIMIT asks for is sorted; what compares equal then ends in another order.
  if (by !== undefined && first < elements.length && (first > 0 || last < elements.length - 1))
    partialSort(weighed, compare, { first, last });
  else weighed.sort(compare);
  return weighed.map(({ element }) => element);
}

/** `strtod` sets ERANGE for these, and SORT takes that for an error. */
const isSubnormal = (value: number): boolean => value !== 0 && Math.abs(value) < 2 ** -1022;

const compareScores = (a: Weighed, b: Weighed): number =>
  a.score === b.score ? compareBytes(a.element, b.element) : a.score > b.score ? 1 : -1;

/** `strcoll`, to which a string ends at its first NUL. What STORE writes is compared whole. */
function collate({ text: a }: Weighed, { text: b }: Weighed): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  return compareBytes(untilNul(a), untilNul(b));
}

function compareTexts({ text: a }: Weighed, { text: b }: Weighed): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  return compareBytes(a, b);
}

const compareBytes = (a: Bytes, b: Bytes): number => (a < b ? -1 : a > b ? 1 : 0);

/** `lookupKeyByPattern`: the element put for the first `*`, and the string of that key, or of the hash field named after `->`. */
function lookUp({ keys }: Context, pattern: Bytes, element: Bytes): Bytes | undefined {
  if (pattern === '#') return element;
  const star = pattern.indexOf('*');
  if (star < 0) return undefined;
  const arrow = pattern.indexOf('->', star + 1);
  const hasField = arrow >= 0 && arrow + 2 < pattern.length;
  const key = pattern.slice(0, star) + element + pattern.slice(star + 1, hasField ? arrow : undefined);
  const value = keys.lookup(key);
  if (hasField) return value instanceof HashValue ? value.get(pattern.slice(arrow + 2)) : undefined;
  return value instanceof StringValue ? value.bytes : undefined;
}

/** What is asked for of each element: itself, or what GET names, in a row. */
function project(
  context: Context,
  elements: readonly Bytes[],
  patterns: readonly Bytes[],
): readonly (Bytes | undefined)[] {
  if (patterns.length === 0) return elements;
  return elements.flatMap((element) => patterns.map((pattern) => lookUp(context, pattern, element)));
}

function store({ keys }: Context, key: Bytes, items: readonly (Bytes | undefined)[]): RespValue {
  if (items.length === 0) {
    if (keys.remove(key)) keys.notify('generic', 'del', key);
    return integer(0);
  }
  const list = new ListValue();
  keys.put(key, list);
  keys.apply(key, list, { kind: 'list.splice', index: 0, remove: 0, insert: items.map((item) => item ?? '') });
  keys.notify('list', 'sortstore', key);
  return integer(items.length);
}
