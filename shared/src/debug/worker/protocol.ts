import type { EntryId, ImageEntry, ImagePatch } from '../image/image.js';
import type { ProfileName } from '../../script/profile-names.js';
import type { RecordingId } from '../recording.js';

/** What a page says to the worker of a sandbox. */
export type ToWorker =
  /** Once, before any engine message: where to start from, which server to be, and the mailbox to look into while a script runs. */
  | {
      readonly to: 'start';
      readonly image: readonly (readonly [EntryId, ImageEntry])[];
      readonly version: ProfileName;
      readonly mailbox?: SharedArrayBuffer;
    }
  | { readonly to: 'engine'; readonly message: unknown }
  /** What the next recording starts from, and the times it is told if it is a run made elsewhere. */
  | {
      readonly to: 'record-from';
      readonly image: readonly (readonly [EntryId, ImageEntry])[];
      readonly version: ProfileName;
      readonly at?: number;
      readonly times?: readonly number[];
    }
  /** Something was put into the mailbox. */
  | { readonly to: 'mail' };

export type FromWorker =
  | { readonly from: 'engine'; readonly message: unknown }
  /** The data changed, by a command or run that has ended. */
  | { readonly from: 'image'; readonly patch: ImagePatch }
  /** A run ends; its clock told these times. */
  | { readonly from: 'run'; readonly id: RecordingId; readonly times: readonly number[] }
  /** SHUTDOWN: the worker is to be replaced by one that starts empty. */
  | { readonly from: 'shutdown' };
