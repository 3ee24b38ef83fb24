import type { Bytes } from '@luascope/shared/bytes';
import { isWriteThatStays, type Call, type KeyChange, type KeyState, type Recording } from '@luascope/shared/debug';
import type { Stack } from '../../state/session.js';
import { shown, shownArgument } from '../../ui/text.js';
import { keysOf } from '../transport/select.js';
import type { ListedKey, Listing } from './listing.js';

export type DiffKind = 'added' | 'changed' | 'deleted';

/** What one side of a change shows in the table: nothing there, a few words of the value, or a number of elements. */
export type Side =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'count'; readonly of: KeyState['type']; readonly count: number }
  /** Only the time to live changed: milliseconds from the run, or undefined for a key that stays. */
  | { readonly kind: 'ttl'; readonly left: number | undefined };

export interface DiffRow {
  readonly kind: DiffKind;
  readonly key: Bytes;
  readonly db: number;
  readonly type: KeyState['type'];
  /** Milliseconds that the key still has, counted from the run; undefined when it stays. */
  readonly ttl: number | undefined;
  readonly before: Side;
  readonly after: Side;
  readonly change: KeyChange;
}

const ORDER: readonly DiffKind[] = ['added', 'changed', 'deleted'];
const VALUE_LIMIT = 40;

const diffKind = ({ before, after }: KeyChange): DiffKind =>
  before === undefined ? 'added' : after === undefined ? 'deleted' : 'changed';

/** Keys that a run changed: added ones first, then changed, then deleted ones, each by name. `now` is when the run was, in milliseconds. */
export function diffRows(changes: readonly KeyChange[], now: number): DiffRow[] {
  return changes
    .map((change): DiffRow => {
      const kept = change.after ?? change.before!;
      const [before, after] = sides(change, now);
      return {
        kind: diffKind(change),
        key: change.key,
        db: change.db,
        type: kept.type,
        ttl: kept.expiresAt === undefined ? undefined : kept.expiresAt - now,
        before,
        after,
        change,
      };
    })
    .sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.key < b.key ? -1 : 1));
}

export const countKinds = (changes: readonly KeyChange[]): Record<DiffKind, number> => {
  const counts = { added: 0, changed: 0, deleted: 0 };
  for (const change of changes) counts[diffKind(change)] += 1;
  return counts;
};

function sides({ before, after }: KeyChange, now: number): [Side, Side] {
  if (before === undefined) return [{ kind: 'none' }, whole(after!)];
  if (after === undefined) return [whole(before), { kind: 'none' }];
  if (
    before.type === after.type &&
    samePreview(before, after) &&
    before.length === after.length &&
    before.expiresAt !== after.expiresAt
  )
    return [ttlSide(before, now), ttlSide(after, now)];
  if (before.type === 'hash' && after.type === 'hash') {
    const changed = elementDiff({ before, after }).filter(({ mark }) => mark !== 'same');
    const [only] = changed;
    if (changed.length === 1 && only !== undefined && only.mark === 'changed' && isWhole(before) && isWhole(after))
      return [
        { kind: 'text', text: `${shownArgument(only.name!, VALUE_LIMIT)} ${shownArgument(only.was!, VALUE_LIMIT)}` },
        { kind: 'text', text: shownArgument(only.value, VALUE_LIMIT) },
      ];
  }
  return [whole(before), whole(after)];
}

const ttlSide = (state: KeyState, now: number): Side => ({
  kind: 'ttl',
  left: state.expiresAt === undefined ? undefined : state.expiresAt - now,
});

function whole(state: KeyState): Side {
  if (state.type === 'string') return { kind: 'text', text: `"${shown(state.preview[0] ?? '', VALUE_LIMIT)}"` };
  if (state.type === 'hash' && state.length === 1 && state.preview.length === 2)
    return { kind: 'text', text: state.preview.map((part) => shownArgument(part, VALUE_LIMIT)).join(' ') };
  return { kind: 'count', of: state.type, count: state.length };
}

const PAIRS: readonly KeyState['type'][] = ['hash', 'zset'];
const size = (state: KeyState): number => state.preview.length / (PAIRS.includes(state.type) ? 2 : 1);
/** All elements are in the preview. */
const isWhole = (state: KeyState): boolean => size(state) >= state.length;

const samePreview = (a: KeyState, b: KeyState): boolean =>
  a.preview.length === b.preview.length && a.preview.every((part, i) => part === b.preview[i]);

export interface Element {
  readonly mark: 'same' | 'added' | 'changed' | 'deleted';
  /** The index of a list item, the field of a hash, the member of a sorted set; absent for a set and a string. */
  readonly name?: Bytes;
  readonly value: Bytes;
  /** The value before, of a changed one. */
  readonly was?: Bytes;
}

/** What happened to each element, as far as the previews go. */
export function elementDiff({ before, after }: Pick<KeyChange, 'before' | 'after'>): Element[] {
  const type = (after ?? before)!.type;
  if (before !== undefined && after !== undefined && before.type !== after.type)
    return [...elementDiff({ before }), ...elementDiff({ after })];
  const old = before?.preview ?? [];
  const next = after?.preview ?? [];
  if (PAIRS.includes(type)) return pairDiff(old, next);
  if (type === 'set') return memberDiff(old, next);
  if (type === 'string') {
    if (before === undefined) return [{ mark: 'added', value: next[0] ?? '' }];
    if (after === undefined) return [{ mark: 'deleted', value: old[0] ?? '' }];
    if (old[0] === next[0]) return [{ mark: 'same', value: next[0] ?? '' }];
    return [{ mark: 'changed', value: next[0] ?? '', was: old[0] ?? '' }];
  }
  return sequenceDiff(old, next);
}

function pairDiff(old: readonly Bytes[], next: readonly Bytes[]): Element[] {
  const was = new Map<Bytes, Bytes>();
  for (let i = 0; i < old.length; i += 2) was.set(old[i]!, old[i + 1]!);
  const elements: Element[] = [];
  for (let i = 0; i < next.length; i += 2) {
    const name = next[i]!;
    const value = next[i + 1]!;
    const before = was.get(name);
    was.delete(name);
    if (before === undefined) elements.push({ mark: 'added', name, value });
    else if (before === value) elements.push({ mark: 'same', name, value });
    else elements.push({ mark: 'changed', name, value, was: before });
  }
  for (const [name, value] of was) elements.push({ mark: 'deleted', name, value });
  return elements;
}

function memberDiff(old: readonly Bytes[], next: readonly Bytes[]): Element[] {
  const was = new Set(old);
  const is = new Set(next);
  return [
    ...next.map((value): Element => ({ mark: was.has(value) ? 'same' : 'added', value })),
    ...old.filter((value) => !is.has(value)).map((value): Element => ({ mark: 'deleted', value })),
  ];
}

/** By the longest common subsequence, so that a push at the left is one added item and not a list of changed ones. */
function sequenceDiff(old: readonly Bytes[], next: readonly Bytes[]): Element[] {
  const width = next.length + 1;
  const common = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = next.length - 1; j >= 0; j--)
      common[i * width + j] =
        old[i] === next[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
  const elements: Element[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < next.length) {
    if (i < old.length && j < next.length && old[i] === next[j]) {
      elements.push({ mark: 'same', name: String(j), value: next[j]! });
      i++;
      j++;
    } else if (i < old.length && (j === next.length || common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) {
      elements.push({ mark: 'deleted', name: String(i), value: old[i]! });
      i++;
    } else {
      elements.push({ mark: 'added', name: String(j), value: next[j]! });
      j++;
    }
  }
  return elements;
}

/** How many elements of the value lie beyond the previews. */
export function beyondPreview({ before, after }: Pick<KeyChange, 'before' | 'after'>): number {
  const state = after ?? before;
  return state === undefined || state.type === 'string' ? 0 : Math.max(0, state.length - size(state));
}

/** The recording with the keys that were changed before a step, where the engine has told them; else as it is. */
export const changesAtStep = (recording: Recording | undefined, changes: Stack['changes']): Recording | undefined =>
  recording === undefined || changes === undefined ? recording : { ...recording, changes };

/** The keys that the step before wrote: what has just changed when a recording stands at a step. */
export const justWritten = (calls: readonly Call[], step: number): ReadonlySet<Bytes> =>
  new Set(calls.filter((call) => call.step === step - 1 && isWriteThatStays(call)).flatMap(keysOf));

/**
 * The keys that a run found, as a listing: as its recording tells, else those there now, which a dry run has left as they were. A run that
 * changed the data, and one whose data was set up for it alone, have found something else.
 */
export function keysAtStart(recording: Recording, now: Listing | undefined): Listing | undefined {
  const { keysAtStart: recorded, startedAt, dryRun, request } = recording;
  if (recorded !== undefined)
    return { keys: recorded.keys.map(({ key, state }) => listed(key, state, startedAt)), more: recorded.more };
  return dryRun && request.data === 'fresh' ? undefined : now;
}

/** The keys with all changes of the recording made, by name. */
export function keysAfter(recording: Recording, now: Listing | undefined): Listing {
  const { db } = recording.request;
  const found = keysAtStart(recording, now);
  const keys = new Map(found?.keys.map((key) => [key.key, key]));
  for (const { key, after } of recording.changes.filter((change) => change.db === db))
    if (after === undefined) keys.delete(key);
    else keys.set(key, listed(key, after, recording.startedAt));
  return { keys: [...keys.values()].sort((a, b) => (a.key < b.key ? -1 : 1)), more: found?.more ?? false };
}

const listed = (key: Bytes, state: KeyState, now: number): ListedKey => ({
  key,
  type: state.type,
  ttl: state.expiresAt === undefined ? undefined : state.expiresAt - now,
  value: state.type === 'string' ? (state.preview[0] ?? '') : state.length,
  state,
});
