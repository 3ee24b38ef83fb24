import type { Bytes } from '../bytes.js';
import { lowerCase } from './lookup.js';
import type { CommandSpec, KeySpec } from './spec.js';

/** A key in a command line: its index there and what happens to it (flags as in {@link KeySpec}). */
export interface KeyPosition {
  readonly index: number;
  readonly flags: readonly string[];
}

/** True when the command can name keys (`doesCommandHaveKeys`). */
export function hasKeys(spec: CommandSpec): boolean {
  return spec.name in finders || spec.keySpecs.some(isRealKey);
}

const isRealKey = (key: KeySpec): boolean => !key.flags.includes('not_key');

/**
 * Where the keys are (`getKeysFromCommandWithSpecs`): by the key specifications when they are sure, else by the command's own rule.
 * Empty when there are none or the line is malformed.
 */
export function keyPositions(spec: CommandSpec, argv: readonly Bytes[]): readonly KeyPosition[] {
  if (spec.keySpecs.some(isRealKey) && !spec.keySpecs.some((key) => key.flags.includes('variable_flags'))) {
    const found = bySpecs(spec, argv);
    if (found !== undefined) return found;
  }
  return finders[spec.name]?.(argv) ?? [];
}

/** `getKeysUsingKeySpecs`; undefined when a specification does not fit the line. */
function bySpecs(spec: CommandSpec, argv: readonly Bytes[]): KeyPosition[] | undefined {
  const positions: KeyPosition[] = [];
  for (const key of spec.keySpecs) {
    if (!isRealKey(key)) continue;
    const begin = beginOf(key, argv);
    if (begin === undefined) return undefined;
    if (begin === 0) continue;
    const range = rangeOf(key, begin, argv);
    if (range === undefined) return undefined;
    const { first, last, step } = range;
    if (last >= argv.length || last < first || first >= argv.length) return undefined;
    for (let index = first; index <= last; index += step) positions.push({ index, flags: key.flags });
    if (key.flags.includes('incomplete')) return undefined;
  }
  return positions;
}

/** Index at which the keys of a specification begin to be looked for; 0 when its keyword is absent. */
function beginOf(key: KeySpec, argv: readonly Bytes[]): number | undefined {
  if (key.begin.type === 'index') return key.begin.index;
  if (key.begin.type === 'unknown') return undefined;
  const { keyword, startfrom } = key.begin;
  const forward = startfrom > 0;
  const word = lowerCase(keyword);
  for (let i = forward ? startfrom : argv.length + startfrom; i >= 1 && i < argv.length; i += forward ? 1 : -1) {
    if (i === (forward ? argv.length - 1 : 1)) break;
    if (lowerCase(argv[i]!) === word) return i + 1;
  }
  return 0;
}

function rangeOf(
  key: KeySpec,
  begin: number,
  argv: readonly Bytes[],
): { first: number; last: number; step: number } | undefined {
  const { find } = key;
  if (find.type === 'range') {
    let last = begin + find.lastkey;
    if (find.lastkey < 0)
      last =
        find.limit === 0
          ? argv.length + find.lastkey
          : begin + Math.trunc((argv.length - begin) / find.limit) + find.lastkey;
    return { first: begin, last, step: find.keystep };
  }
  if (find.type === 'unknown') return undefined;
  const count = argv[begin + find.keynumidx] ?? '';
  if (!/^(?:0|[1-9]\d{0,18})$/.test(count)) return undefined;
  const first = begin + find.firstkey;
  return { first, last: first + Number(count) - 1, step: find.keystep };
}

type KeyFinder = (argv: readonly Bytes[]) => readonly KeyPosition[];

/** The commands whose keys the specifications do not (surely) give: `getkeys_proc` in the server's command table. */
const finders: Readonly<Record<string, KeyFinder>> = {
  bitfield: bitfieldKeys,
  set: setKeys,
  sort: sortKeys,
  sort_ro: () => [{ index: 1, flags: ['RO', 'access'] }],
  migrate: migrateKeys,
  georadius: geoRadiusKeys,
  georadiusbymember: geoRadiusKeys,
  xread: streamKeys,
  xreadgroup: streamKeys,
  ...numbered(['eval', 'evalsha', 'eval_ro', 'evalsha_ro', 'fcall', 'fcall_ro', 'blmpop', 'bzmpop'], 2),
  ...numbered(['lmpop', 'zmpop', 'sintercard', 'zintercard', 'zdiff', 'zinter', 'zunion'], 1),
  ...numbered(['zdiffstore', 'zinterstore', 'zunionstore'], 2, 1),
};

/** `genericGetKeys` for commands with a count of keys at `count`, the keys after it, and perhaps a destination. */
function numbered(names: readonly string[], count: number, store?: number): Record<string, KeyFinder> {
  const finder: KeyFinder = (argv) => {
    const keys = parseInt(argv[count] ?? '', 10) || 0;
    if (keys < 1 || keys > argv.length - count - 1) return [];
    const positions: KeyPosition[] = Array.from({ length: keys }, (_, i) => ({ index: count + 1 + i, flags: [] }));
    if (store !== undefined) positions.push({ index: store, flags: [] });
    return positions;
  };
  return Object.fromEntries(names.map((name) => [name, finder]));
}

function setKeys(argv: readonly Bytes[]): KeyPosition[] {
  const get = argv.slice(3).some((word) => lowerCase(word) === 'get');
  return [{ index: 1, flags: get ? ['RW', 'access', 'update'] : ['OW', 'update'] }];
}

function bitfieldKeys(argv: readonly Bytes[]): KeyPosition[] {
  let readOnly = true;
  for (let i = 2; i < argv.length;) {
    const word = lowerCase(argv[i]!);
    const left = argv.length - i - 1;
    if (word === 'get' && left >= 2) i += 3;
    else if (word === 'overflow' && left >= 1) i += 2;
    else {
      readOnly = false;
      break;
    }
  }
  return [{ index: 1, flags: readOnly ? ['RO', 'access'] : ['RW', 'access', 'update'] }];
}

function sortKeys(argv: readonly Bytes[]): KeyPosition[] {
  const skipped: Readonly<Record<string, number>> = { limit: 2, get: 1, by: 1 };
  let store: number | undefined;
  for (let i = 2; i < argv.length; i++) {
    const word = lowerCase(argv[i]!);
    if (word === 'store' && i + 1 < argv.length) store = i + 1;
    i += skipped[word] ?? 0;
  }
  const source = { index: 1, flags: ['RO', 'access'] };
  return store === undefined ? [source] : [source, { index: store, flags: ['OW', 'update'] }];
}

function migrateKeys(argv: readonly Bytes[]): KeyPosition[] {
  const skipped: Readonly<Record<string, number>> = { auth: 1, auth2: 2 };
  let first = 3;
  let count = 1;
  for (let i = 6; i < argv.length; i++) {
    const word = lowerCase(argv[i]!);
    if (word === 'keys') {
      first = i + 1;
      count = argv[3] === '' ? argv.length - first : 0;
      break;
    }
    i += skipped[word] ?? 0;
  }
  return Array.from({ length: count }, (_, i) => ({ index: first + i, flags: ['RW', 'access', 'delete'] }));
}

function geoRadiusKeys(argv: readonly Bytes[]): KeyPosition[] {
  let store: number | undefined;
  for (let i = 5; i + 1 < argv.length; i++) {
    const word = lowerCase(argv[i]!);
    if (word === 'store' || word === 'storedist') store = ++i;
  }
  const source = { index: 1, flags: [] };
  return store === undefined ? [source] : [source, { index: store, flags: [] }];
}

function streamKeys(argv: readonly Bytes[]): KeyPosition[] {
  const skipped: Readonly<Record<string, number>> = { block: 1, count: 1, group: 2, noack: 0 };
  for (let i = 1; i < argv.length; i++) {
    const word = lowerCase(argv[i]!);
    if (word === 'streams') {
      const words = argv.length - i - 1;
      if (words === 0 || words % 2 !== 0) return [];
      return Array.from({ length: words / 2 }, (_, k) => ({ index: i + 1 + k, flags: [] }));
    }
    const skip = skipped[word];
    if (skip === undefined) return [];
    i += skip;
  }
  return [];
}
