import type { Bytes } from '../bytes.js';
import type { EventClass } from './database.js';

/** The letters of `notify-keyspace-events`, in the order in which they are shown. */
const CLASSES: readonly (readonly [string, EventClass])[] = [
  ['g', 'generic'],
  ['$', 'string'],
  ['l', 'list'],
  ['s', 'set'],
  ['h', 'hash'],
  ['z', 'zset'],
  ['x', 'expired'],
  ['e', 'evicted'],
  ['t', 'stream'],
  ['d', 'module'],
];
const ALL = CLASSES.map(([, name]) => name);

export interface EventFilter {
  readonly classes: ReadonlySet<EventClass>;
  /** Publish under the key's name, under the event's name. */
  readonly keyspace: boolean;
  readonly keyevent: boolean;
}

/** `keyspaceEventsStringToFlags`; undefined for an unknown letter. */
export function parseEventClasses(letters: Bytes): EventFilter | undefined {
  const classes = new Set<EventClass>();
  let [keyspace, keyevent] = [false, false];
  for (const letter of letters) {
    const known = CLASSES.find(([char]) => char === letter);
    if (known !== undefined) classes.add(known[1]);
    else if (letter === 'A') for (const name of ALL) classes.add(name);
    else if (letter === 'K') keyspace = true;
    else if (letter === 'E') keyevent = true;
    else if (letter === 'm') classes.add('keymiss');
    else if (letter === 'n') classes.add('new');
    else return undefined;
  }
  return { classes, keyspace, keyevent };
}

/** `keyspaceEventsFlagsToString`. */
export function printEventClasses({ classes, keyspace, keyevent }: EventFilter): Bytes {
  let letters = ALL.every((name) => classes.has(name))
    ? 'A'
    : CLASSES.map(([letter, name]) => (classes.has(name) ? letter : '')).join('');
  if (!letters.startsWith('A') && classes.has('new')) letters += 'n';
  if (keyspace) letters += 'K';
  if (keyevent) letters += 'E';
  if (classes.has('keymiss')) letters += 'm';
  return letters;
}
