import type { EntryId, ImageEntry, ImagePatch } from '../image/image.js';

/** What a page says to the worker of a sandbox. */
export type ToWorker =
  /** Once, before any engine message: where to start from, and the mailbox to look into while a script runs. */
  | {
      readonly to: 'start';
      readonly image: readonly (readonly [EntryId, ImageEntry])[];
      readonly mailbox?: SharedArrayBuffer;
    }
  | { readonly to: 'engine'; readonly message: unknown }
  /** Something was put into the mailbox. */
  | { readonly to: 'mail' };

export type FromWorker =
  | { readonly from: 'engine'; readonly message: unknown }
  /** The data changed, by a command or run that has ended. */
  | { readonly from: 'image'; readonly patch: ImagePatch }
  /** SHUTDOWN: the worker is to be replaced by one that starts empty. */
  | { readonly from: 'shutdown' };
