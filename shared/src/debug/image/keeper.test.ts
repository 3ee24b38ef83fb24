import { describe, expect, it } from 'vitest';
import type { RespValue } from '../../resp/value.js';
import { createEmulator, type Emulator } from '../sandbox/emulator.js';
import { applyPatch, type EntryId, type ImageEntry } from './image.js';
import { Keeper } from './keeper.js';

const newEmulator = (): Emulator => createEmulator({ clock: () => 1_700_000_000_000_000, stopwatch: () => 0, seed: 5 });

function ask(emulator: Emulator, ...commands: readonly string[][]): (RespValue | undefined)[] {
  const session = emulator.server.connect(() => {});
  return commands.map((command) => emulator.server.execute(session, command));
}

/** What a new sandbox holds that starts from what the keeper of another has told so far. */
function restored(image: ReadonlyMap<EntryId, ImageEntry>): Emulator {
  const copy = newEmulator();
  new Keeper(copy).restore(structuredClone(image));
  return copy;
}

describe('the keeper of a sandbox', () => {
  it('keeps the users of the ACL, with passwords, selectors and what they may do', () => {
    const emulator = newEmulator();
    const keeper = new Keeper(emulator);
    const image = new Map<EntryId, ImageEntry>();
    const keep = (): void => {
      const patch = keeper.patch();
      if (patch !== undefined) applyPatch(image, patch);
    };
    ask(
      emulator,
      ['ACL', 'SETUSER', 'alice', 'on', '>secret', '~a:*', '%R~b:*', '&news', '+@read', '-get', '(~c:*', '+set)'],
      ['ACL', 'SETUSER', 'bob', 'on', 'nopass', 'allkeys', 'allchannels', '+@all', '-config|set'],
    );
    keep();
    const [list] = ask(emulator, ['ACL', 'LIST']);
    const copy = restored(image);
    expect(ask(copy, ['ACL', 'LIST'])).toEqual([list]);
    expect(ask(copy, ['AUTH', 'alice', 'secret'], ['GET', 'a:1'])).toEqual([
      { type: 'status', text: 'OK' },
      { type: 'error', text: "NOPERM this user has no permissions to run the 'get' command" },
    ]);

    ask(emulator, ['ACL', 'DELUSER', 'alice'], ['ACL', 'SETUSER', 'default', '-flushall']);
    keep();
    expect(ask(restored(image), ['ACL', 'LIST'])).toEqual(ask(emulator, ['ACL', 'LIST']));
    ask(emulator, ['ACL', 'SETUSER', 'default', '+@all']);
    keep();
    expect([...image.keys()].filter((id) => id.startsWith('user/'))).toEqual(['user/bob']);
  });

  it('keeps a default user that may do nothing, and all that came before', () => {
    const emulator = newEmulator();
    const keeper = new Keeper(emulator);
    ask(emulator, ['SCRIPT', 'LOAD', 'return 1'], ['CONFIG', 'SET', 'requirepass', 'old']);
    const session = emulator.server.connect(() => {});
    emulator.server.execute(session, ['AUTH', 'old']);
    emulator.server.execute(session, ['ACL', 'SETUSER', 'default', 'resetpass', '>new', 'nocommands']);
    const copy = restored(keeper.image());
    expect([...copy.scripts.list()]).toHaveLength(1);
    expect(ask(copy, ['AUTH', 'old'], ['AUTH', 'new'], ['GET', 'k'])).toEqual([
      { type: 'error', text: 'WRONGPASS invalid username-password pair or user is disabled.' },
      { type: 'status', text: 'OK' },
      { type: 'error', text: "NOPERM this user has no permissions to run the 'get' command" },
    ]);
  });
});
