import type { Bytes } from '../../bytes.js';
import type { Change } from '../../redis/change.js';
import type { Int64 } from '../../redis/values/integer.js';
import type { ValueImage } from './value-image.js';

export const IMAGE_VERSION = 1;

export interface KeyEntry {
  readonly kind: 'key';
  readonly db: number;
  readonly key: Bytes;
  readonly value: ValueImage;
  /** What happened to the value since `value` was taken, oldest first; grows in place. */
  readonly changes: Change[];
  /** Milliseconds of the epoch. */
  readonly expiresAt?: Int64;
}

/** One thing that a sandbox keeps. */
export type ImageEntry =
  | KeyEntry
  | { readonly kind: 'script'; readonly source: Bytes }
  | { readonly kind: 'library'; readonly source: Bytes }
  | { readonly kind: 'setting'; readonly name: Bytes; readonly value: Bytes };

/** Names an entry: `key/0/user:1`, `script/<sha1>`, `library/mylib`, `setting/busy-reply-threshold`. */
export type EntryId = string;

/**
 * A copy of what a sandbox holds, kept outside its worker: what a new worker starts from after the old one had to be terminated, and what
 * survives a reload. Plain data, of version {@link IMAGE_VERSION} where it is stored.
 */
export type Image = ReadonlyMap<EntryId, ImageEntry>;

/** What one command or run changed in an image. */
export interface ImagePatch {
  readonly removed: readonly EntryId[];
  readonly put: readonly (readonly [EntryId, ImageEntry])[];
  /** Further changes of values that the image has. */
  readonly changed: readonly ChangedKey[];
}

export interface ChangedKey {
  readonly id: EntryId;
  readonly changes: readonly Change[];
  readonly expiresAt?: Int64;
}

/** Brings an image up to date, and gives the ids of the entries that are different now or gone. */
export function applyPatch(image: Map<EntryId, ImageEntry>, patch: ImagePatch): readonly EntryId[] {
  for (const id of patch.removed) image.delete(id);
  for (const [id, entry] of patch.put) image.set(id, entry);
  for (const { id, changes, expiresAt } of patch.changed) {
    const entry = image.get(id);
    if (entry?.kind !== 'key') continue;
    for (const change of changes) entry.changes.push(change);
    const { expiresAt: _, ...rest } = entry;
    image.set(id, expiresAt === undefined ? rest : { ...rest, expiresAt });
  }
  return [...patch.removed, ...patch.put.map(([id]) => id), ...patch.changed.map(({ id }) => id)];
}

export const keyId = (db: number, key: Bytes): EntryId => `key/${db}/${key}`;
