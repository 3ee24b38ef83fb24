import type { Bytes } from '../../bytes.js';
import type { EngineEvent } from '../engine.js';
import { chanceOf, setChance } from '../sandbox/chance.js';
import type { Emulator } from '../sandbox/emulator.js';
import type { EntryId, Image, ImageEntry, ImagePatch } from './image.js';
import { KeyLedger } from './ledger.js';

/** Keeps a copy of everything a sandbox holds up to date: tells what changed since it was last asked. */
export class Keeper {
  readonly #emulator: Emulator;
  readonly #keys: KeyLedger;
  readonly #initialSettings: ReadonlyMap<Bytes, Bytes>;
  /** Settings that are not the initial ones. */
  #settings: readonly (readonly [EntryId, ImageEntry])[] = [];
  /** What the copy has besides keys. */
  #copied: ReadonlyMap<EntryId, Bytes> = new Map();

  constructor(emulator: Emulator) {
    const { config, keyspace } = emulator.server;
    this.#emulator = emulator;
    this.#keys = new KeyLedger(keyspace);
    this.#initialSettings = new Map(config.get(['*']));
    config.onChange(() => (this.#settings = this.#changedSettings()));
  }

  /** Starts from what an earlier sandbox left. What this version does not accept any more is left out. */
  restore(image: Image): void {
    const { server } = this.#emulator;
    const session = server.connect(() => {});
    for (const entry of image.values()) {
      if (entry.kind === 'setting') server.execute(session, ['CONFIG', 'SET', entry.name, entry.value]);
      if (entry.kind === 'script') server.execute(session, ['SCRIPT', 'LOAD', entry.source]);
      if (entry.kind === 'library') server.execute(session, ['FUNCTION', 'LOAD', 'REPLACE', entry.source]);
    }
    server.disconnect(session);
    const chance = image.get('chance');
    if (chance?.kind === 'chance') setChance(this.#emulator, chance.chance);
    this.#keys.restore(image);
    this.#copied = contents(this.#others());
  }

  /** What has changed since the last patch; undefined when nothing has. */
  patch(): ImagePatch | undefined {
    const keys = this.#keys.patch();
    const others = this.#others();
    const put = [...others].filter(([id, entry]) => this.#copied.get(id) !== contentOf(entry));
    const removed = [...this.#copied.keys()].filter((id) => !others.has(id));
    if (put.length + removed.length === 0) return keys;
    this.#copied = contents(others);
    return {
      removed: [...(keys?.removed ?? []), ...removed],
      put: [...(keys?.put ?? []), ...put],
      changed: keys?.changed ?? [],
    };
  }

  /** Everything there is now. Costs as much as there is. */
  image(): Image {
    return new Map([...this.#others(), ...this.#keys.entries()]);
  }

  /** Scripts, libraries, settings and chance: few and small, so they are compared rather than watched. */
  #others(): Map<EntryId, ImageEntry> {
    const { scripts, functions } = this.#emulator;
    const others = new Map<EntryId, ImageEntry>(this.#settings);
    others.set('chance', { kind: 'chance', chance: chanceOf(this.#emulator) });
    for (const { sha, body } of scripts.list()) others.set(`script/${sha}`, { kind: 'script', source: body });
    for (const { name, code } of functions.list()) others.set(`library/${name}`, { kind: 'library', source: code });
    return others;
  }

  #changedSettings(): (readonly [EntryId, ImageEntry])[] {
    const { config } = this.#emulator.server;
    return config
      .get(['*'])
      .filter(([name, value]) => this.#initialSettings.get(name) !== value)
      .map(([name, value]) => [`setting/${name}`, { kind: 'setting', name, value }]);
  }
}

/** The kinds of things a patch changes, for the `changed` event. */
export function changedKinds(patch: ImagePatch): Iterable<Extract<EngineEvent, { type: 'changed' }>['what']> {
  const ids = [...patch.removed, ...patch.put.map(([id]) => id), ...patch.changed.map(({ id }) => id)];
  const kinds = new Map([
    ['key', 'data'],
    ['script', 'scripts'],
    ['library', 'functions'],
  ] as const);
  const found = new Set(ids.map((id) => kinds.get(id.split('/', 1)[0] as 'key')));
  return [...found].filter((kind) => kind !== undefined);
}

const contentOf = (entry: ImageEntry): Bytes | undefined => {
  switch (entry.kind) {
    case 'script':
    case 'library':
      return entry.source;
    case 'setting':
      return entry.value;
    case 'chance':
      return JSON.stringify(entry.chance);
    case 'key':
      return undefined;
  }
};

const contents = (entries: ReadonlyMap<EntryId, ImageEntry>): ReadonlyMap<EntryId, Bytes> =>
  new Map([...entries].map(([id, entry]) => [id, contentOf(entry) ?? '']));
