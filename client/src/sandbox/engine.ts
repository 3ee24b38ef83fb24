import {
  newMailbox,
  Supervisor,
  type EntryId,
  type Image,
  type ImageEntry,
  type ImageStore,
  type ProfileName,
} from '@luascope/shared/debug';
import { imageStore } from './image-store.js';
import { randomId } from './random-id.js';
import { claimSlot } from './slot.js';
import { startThread } from './thread.js';

/** The sandbox of this window: in a worker, the server of this version, with what it held before a reload. */
export function startSandbox(version: ProfileName, onStoreFailure: (failure: unknown) => void): Supervisor {
  return new Supervisor({
    version,
    startThread,
    clock: {
      now: () => Date.now(),
      after: (ms, action) => {
        const timer = setTimeout(action, ms);
        return () => clearTimeout(timer);
      },
    },
    newId: randomId,
    keepOrigins: true,
    // Where the page is not isolated there is no shared memory, and a script that is busy can only be terminated.
    ...(crossOriginIsolated && { newMailbox }),
    store: new ClaimedStore(),
    onStoreFailure,
  });
}

/** The store of the slot that this window claims when it is first asked. */
class ClaimedStore implements ImageStore {
  readonly #store = claimSlot().then(imageStore);

  async load(): Promise<Image> {
    return (await this.#store).load();
  }

  async save(entries: ReadonlyMap<EntryId, ImageEntry | undefined>): Promise<void> {
    return (await this.#store).save(entries);
  }
}
