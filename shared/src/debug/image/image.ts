import type { Bytes } from '../../bytes.js';
import type { Change } from '../../redis/change.js';
import type { Int64 } from '../../redis/values/integer.js';
import type { Chance } from '../sandbox/chance.js';
import type { ValueImage } from './value-image.js';

export const IMAGE_VERSION = 1;

export interface KeyEntry {
  readonly kind: 'key';
  readonly db: number;
  readonly key: Bytes;
  readonly value: ValueImage;
  /** What happened to the value since `value` was taken, oldest first. */
  readonly changes: readonly Change[];
  /** Milliseconds of the epoch. */
  readonly expiresAt?: Int64;
}

/** One thing that a sandbox keeps. */
export type ImageEntry =
  | KeyEntry
  | { readonly kind: 'script'; readonly source: Bytes }
  | { readonly kind: 'library'; readonly source: Bytes }
  | { readonly kind: 'setting'; readonly name: Bytes; readonly value: Bytes }
  /** A user of the ACL, and the rules that make it. */
  | { readonly kind: 'user'; readonly name: Bytes; readonly rules: readonly Bytes[] }
  | { readonly kind: 'chance'; readonly chance: Chance };

/** Names an entry: `key/0/user:1`, `script/<sha1>`, `library/mylib`, `setting/busy-reply-threshold`, `user/alice`, `chance`. */
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
    const { expiresAt: _, ...rest } = entry;
    const all = [...entry.changes, ...changes];
    image.set(id, { ...rest, changes: all, ...(expiresAt !== undefined && { expiresAt }) });
  }
  return [...patch.removed, ...patch.put.map(([id]) => id), ...patch.changed.map(({ id }) => id)];
}

export const keyId = (db: number, key: Bytes): EntryId => `key/${db}/${key}`;

/** An image that changes, of which earlier states can be kept: they share all entries that did not change. */
export class LiveImage {
  #entries = new Map<EntryId, ImageEntry>();
  /** Somebody else has `#entries`. */
  #shared = false;

  /** The image as it is now. It does not change any more. */
  snapshot(): Image {
    this.#shared = true;
    return this.#entries;
  }

  get(id: EntryId): ImageEntry | undefined {
    return this.#entries.get(id);
  }

  /** Starts over with another image. */
  replace(image: Image): void {
    this.#entries = new Map(image);
    this.#shared = false;
  }

  /** Gives the ids of the entries that are different now or gone. */
  apply(patch: ImagePatch): readonly EntryId[] {
    if (this.#shared) this.replace(this.#entries);
    return applyPatch(this.#entries, patch);
  }
}
