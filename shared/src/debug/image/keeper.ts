import type { Bytes } from '../../bytes.js';
import type { Acl } from '../../redis/acl.js';
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
  readonly #initialUsers: ReadonlyMap<Bytes, Bytes>;
  /** Users that are not as they were at first, as of a revision of the ACL. */
  #users: { readonly revision: number; readonly entries: readonly (readonly [EntryId, ImageEntry])[] };
  /** Settings that are not the initial ones. */
  #settings: readonly (readonly [EntryId, ImageEntry])[] = [];
  /** What the copy has besides keys. */
  #copied: ReadonlyMap<EntryId, Bytes> = new Map();

  constructor(emulator: Emulator) {
    const { acl, config, keyspace } = emulator.server;
    this.#emulator = emulator;
    this.#keys = new KeyLedger(keyspace);
    this.#initialSettings = new Map(config.get(['*']));
    this.#initialUsers = new Map([...acl.users].map(([name, user]) => [name, user.describe()]));
    this.#users = { revision: acl.revision, entries: [] };
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
    // After the commands above, which a restricted default user might not run, and after a password that a setting gave it.
    for (const entry of image.values()) if (entry.kind === 'user') server.acl.restore(entry.name, entry.rules);
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

  /** Scripts, libraries, settings, users and chance: few and small, so they are compared rather than watched. */
  #others(): Map<EntryId, ImageEntry> {
    const { scripts, functions, server } = this.#emulator;
    if (this.#users.revision !== server.acl.revision) this.#users = this.#changedUsers(server.acl);
    const others = new Map<EntryId, ImageEntry>([...this.#settings, ...this.#users.entries]);
    others.set('chance', { kind: 'chance', chance: chanceOf(this.#emulator) });
    for (const { sha, body } of scripts.list()) others.set(`script/${sha}`, { kind: 'script', source: body });
    for (const { name, code } of functions.list()) others.set(`library/${name}`, { kind: 'library', source: code });
    return others;
  }

  #changedUsers({ users, revision }: Acl): { revision: number; entries: readonly (readonly [EntryId, ImageEntry])[] } {
    const entries = [...users.values()]
      .filter((user) => this.#initialUsers.get(user.name) !== user.describe())
      .map(({ name, rules }): [EntryId, ImageEntry] => [`user/${name}`, { kind: 'user', name, rules }]);
    return { revision, entries };
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
    case 'user':
      return entry.rules.join(' ');
    case 'chance':
      return JSON.stringify(entry.chance);
    case 'key':
      return undefined;
  }
};

const contents = (entries: ReadonlyMap<EntryId, ImageEntry>): ReadonlyMap<EntryId, Bytes> =>
  new Map([...entries].map(([id, entry]) => [id, contentOf(entry) ?? '']));
