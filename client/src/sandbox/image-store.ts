import { IMAGE_VERSION, type EntryId, type Image, type ImageEntry, type ImageStore } from '@luascope/shared/debug';
import { createStore, entries, promisifyRequest, type UseStore } from 'idb-keyval';

const VERSION_KEY = 'version';

/** The image of one sandbox in IndexedDB: a record for each entry, and one for the version they are written in. */
export function imageStore(name: string): ImageStore {
  const store = createStore(`luascope-sandbox-${name}`, 'image');
  return {
    load: () => load(store),
    save: (changes) =>
      store('readwrite', (records) => {
        records.put(IMAGE_VERSION, VERSION_KEY);
        for (const [id, entry] of changes) {
          if (entry === undefined) records.delete(id);
          else records.put(entry, id);
        }
        return promisifyRequest(records.transaction);
      }),
  };
}

/** What a later version of this program has written is not understood, and left alone. */
async function load(store: UseStore): Promise<Image> {
  const records = new Map(await entries<string, unknown>(store));
  const version = records.get(VERSION_KEY);
  if (version === undefined) return new Map();
  if (version !== IMAGE_VERSION) throw new Error('The sandbox was stored by another version of this program.');
  records.delete(VERSION_KEY);
  return records as Map<EntryId, ImageEntry>;
}
