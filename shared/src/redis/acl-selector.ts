import type { Bytes } from '../bytes.js';
import { hasKeys, keyPositions, type KeyPosition } from '../commands/keys.js';
import { findCommand, lowerCase } from '../commands/lookup.js';
import type { CommandSpec } from '../commands/spec.js';
import { TABLE } from '../commands/table.generated.js';
import { globMatch } from './values/glob.js';

/** The categories, in the order of ACL CAT. */
export const CATEGORIES = [
  'keyspace',
  'read',
  'write',
  'set',
  'sortedset',
  'list',
  'hash',
  'string',
  'bitmap',
  'hyperloglog',
  'geo',
  'stream',
  'pubsub',
  'admin',
  'fast',
  'slow',
  'blocking',
  'dangerous',
  'connection',
  'transaction',
  'scripting',
] as const;

/** Every command and subcommand; what `+@all` allows. */
export const ALL_COMMANDS: readonly CommandSpec[] = TABLE.flatMap((command) => [command, ...command.subcommands]);

/** Why a rule is refused, in the words of ACL SETUSER. */
export class AclRuleError extends Error {
  override readonly name = 'AclRuleError';
}

const UNKNOWN = 'Unknown command or category name in ACL';
const SYNTAX = 'Syntax error';
const PATTERN_AFTER_ALL = (flag: string, reset: string, what: string): string =>
  `Adding a pattern after the * pattern (or the '${flag}' flag) is not valid and does not have any effect. Try '${reset}' to start with an empty list of ${what}`;

interface KeyPattern {
  readonly pattern: Bytes;
  reads: boolean;
  writes: boolean;
}

/** What a check refused: the kind, and the index in the command line of the key or channel. */
export interface Denial {
  readonly reason: 'command' | 'key' | 'channel';
  readonly index: number;
}

const CHANNEL_COMMANDS: Readonly<Record<string, { readonly count: number; readonly patterns: boolean }>> = {
  subscribe: { count: Infinity, patterns: false },
  ssubscribe: { count: Infinity, patterns: false },
  psubscribe: { count: Infinity, patterns: true },
  publish: { count: 1, patterns: false },
  spublish: { count: 1, patterns: false },
};

/** A set of permissions: commands, keys and channels (`aclSelector`). A user has one and may have more in parentheses. */
export class Selector {
  allKeys = false;
  allChannels = false;
  /** Every command, none taken away. */
  allCommands = false;
  /** Starts from every command, those of later versions included; a few may be taken away. */
  futureCommands = false;
  commands = new Set<Bytes>();
  /** `+select|0`: a command allowed with this first argument only. */
  firstArguments = new Map<Bytes, Bytes[]>();
  keys: KeyPattern[] = [];
  channels: Bytes[] = [];

  copy(): Selector {
    const copy = new Selector();
    copy.allKeys = this.allKeys;
    copy.allChannels = this.allChannels;
    copy.allCommands = this.allCommands;
    copy.futureCommands = this.futureCommands;
    copy.commands = new Set(this.commands);
    copy.firstArguments = new Map([...this.firstArguments].map(([name, values]) => [name, [...values]]));
    copy.keys = this.keys.map((key) => ({ ...key }));
    copy.channels = [...this.channels];
    return copy;
  }

  /** `ACLSetSelector`: one rule. Throws {@link AclRuleError}. */
  apply(rule: Bytes): void {
    const word = lowerCase(rule);
    if (word === 'allkeys' || word === '~*') this.setKeys(true);
    else if (word === 'resetkeys') this.setKeys(false);
    else if (word === 'allchannels' || word === '&*') this.setChannels(true);
    else if (word === 'resetchannels') this.setChannels(false);
    else if (word === 'allcommands' || word === '+@all') this.setAllCommands(true);
    else if (word === 'nocommands' || word === '-@all') this.setAllCommands(false);
    else if (word.startsWith('~') || word.startsWith('%')) this.addKeyPattern(rule);
    else if (word.startsWith('&')) this.addChannel(rule.slice(1));
    else if (/^[+-]@/.test(word)) this.setCategory(word.slice(2), word.startsWith('+'));
    else if (word.startsWith('+')) this.allow(word.slice(1));
    else if (word.startsWith('-')) this.setCommand(findCommand(word.slice(1)), false);
    else throw new AclRuleError(SYNTAX);
  }

  /** `ACLSelectorCheckCmd`. */
  check(spec: CommandSpec, argv: readonly Bytes[], positions: () => readonly KeyPosition[]): Denial | undefined {
    if (!this.allCommands && !spec.flags.includes('no_auth') && !this.commands.has(spec.name)) {
      const first = lowerCase(argv[spec.name.includes('|') ? 2 : 1] ?? '');
      if (argv.length < 2 || this.firstArguments.get(spec.name)?.includes(first) !== true)
        return { reason: 'command', index: 0 };
    }
    if (!this.allKeys && hasKeys(spec))
      for (const { index, flags } of positions())
        if (!this.mayTouch(argv[index]!, flags)) return { reason: 'key', index };
    const channels = this.allChannels ? undefined : CHANNEL_COMMANDS[spec.name];
    if (channels !== undefined)
      for (let index = 1; index < argv.length && index <= channels.count; index++)
        if (!this.mayUseChannel(argv[index]!, channels.patterns)) return { reason: 'channel', index };
    return undefined;
  }

  private mayTouch(key: Bytes, flags: readonly string[]): boolean {
    const reads = flags.includes('access');
    const writes = flags.some((flag) => flag === 'insert' || flag === 'delete' || flag === 'update');
    return this.keys.some(
      (allowed) => (allowed.reads || !reads) && (allowed.writes || !writes) && globMatch(allowed.pattern, key),
    );
  }

  get readsAllKeys(): boolean {
    return this.allKeys || this.keys.some(({ pattern, reads }) => reads && pattern === '*');
  }

  /** A pattern must be allowed as it stands; a channel must match. */
  mayUseChannel(channel: Bytes, isPattern: boolean): boolean {
    if (this.allChannels) return true;
    return this.channels.some((allowed) => (isPattern ? allowed === channel : globMatch(allowed, channel)));
  }

  private setKeys(all: boolean): void {
    this.allKeys = all;
    this.keys = [];
  }

  private setChannels(all: boolean): void {
    this.allChannels = all;
    this.channels = [];
  }

  private setAllCommands(all: boolean): void {
    this.allCommands = all;
    this.futureCommands = all;
    this.commands = new Set(all ? ALL_COMMANDS.map((spec) => spec.name) : []);
    this.firstArguments.clear();
  }

  private addKeyPattern(rule: Bytes): void {
    if (this.allKeys) throw new AclRuleError(PATTERN_AFTER_ALL('allkeys', 'resetkeys', 'patterns'));
    const [, permissions = 'rw', pattern] = /^(?:~|%([rw]+)~)([^]*)$/i.exec(rule) ??
      /^%([rw]+)()$/i.exec(rule) ?? [undefined, '', undefined];
    const wanted = lowerCase(permissions);
    if (pattern === undefined || new Set(wanted).size !== wanted.length || hasSpace(pattern))
      throw new AclRuleError(SYNTAX);
    const [reads, writes] = [wanted.includes('r'), wanted.includes('w')];
    const known = this.keys.find((key) => key.pattern === pattern);
    if (known === undefined) this.keys.push({ pattern, reads, writes });
    else {
      known.reads ||= reads;
      known.writes ||= writes;
    }
  }

  private addChannel(pattern: Bytes): void {
    if (this.allChannels) throw new AclRuleError(PATTERN_AFTER_ALL('allchannels', 'resetchannels', 'channels'));
    if (hasSpace(pattern)) throw new AclRuleError(SYNTAX);
    if (!this.channels.includes(pattern)) this.channels.push(pattern);
  }

  private setCategory(category: string, allowed: boolean): void {
    const known = CATEGORIES.find((name) => name === category);
    if (known === undefined) throw new AclRuleError(UNKNOWN);
    for (const spec of ALL_COMMANDS) if (spec.categories.includes(known)) this.setOne(spec, allowed);
  }

  private allow(name: Bytes): void {
    const bar = name.lastIndexOf('|');
    if (bar < 0) {
      this.setCommand(findCommand(name), true);
      return;
    }
    const [container, argument] = [findCommand(name.slice(0, bar)), name.slice(bar + 1)];
    if (container === undefined) throw new AclRuleError(UNKNOWN);
    if (container.name.includes('|')) throw new AclRuleError('Allowing first-arg of a subcommand is not supported');
    if (argument === '') throw new AclRuleError(SYNTAX);
    if (container.subcommands.length > 0) this.setCommand(findCommand(name), true);
    else {
      const known = this.firstArguments.get(container.name) ?? [];
      if (!known.includes(argument)) this.firstArguments.set(container.name, [...known, argument]);
    }
  }

  private setCommand(spec: CommandSpec | undefined, allowed: boolean): void {
    if (spec === undefined) throw new AclRuleError(UNKNOWN);
    this.setOne(spec, allowed);
    for (const child of spec.subcommands) this.setOne(child, allowed);
  }

  private setOne({ name }: CommandSpec, allowed: boolean): void {
    this.firstArguments.delete(name);
    if (allowed) this.commands.add(name);
    else {
      this.commands.delete(name);
      this.allCommands = false;
    }
  }

  /** The rules that would make this selector, keys and channels first (`ACLDescribeSelector`). */
  describe(): Bytes {
    const keys = this.allKeys ? '~*' : this.describeKeys();
    const channels = this.allChannels ? '&*' : ['resetchannels', this.describeChannels()].filter(Boolean).join(' ');
    return [keys, channels, this.describeCommands()].filter(Boolean).join(' ');
  }

  describeKeys(): Bytes {
    if (this.allKeys) return '~*';
    return this.keys
      .map(({ pattern, reads, writes }) => `${reads && writes ? '' : reads ? '%R' : '%W'}~${pattern}`)
      .join(' ');
  }

  describeChannels(): Bytes {
    return this.allChannels ? '&*' : this.channels.map((channel) => `&${channel}`).join(' ');
  }

  /** `ACLDescribeSelectorCommandRules`: the categories that fit best, then the commands that still differ. */
  describeCommands(): Bytes {
    const additive = !this.futureCommands;
    const rules = [additive ? '-@all' : '+@all'];
    const described = new Selector();
    described.setAllCommands(!additive);
    const left = new Set(this.commands);
    const applied = new Set<string>();
    for (let best = this.bestCategory(left, applied, additive); best !== undefined;) {
      described.setCategory(best, additive);
      for (const { name, categories } of ALL_COMMANDS) {
        if (!categories.includes(best)) continue;
        if (additive) left.delete(name);
        else left.add(name);
      }
      rules.push(`${additive ? '+' : '-'}@${best}`);
      applied.add(best);
      best = this.bestCategory(left, applied, additive);
    }
    for (const command of TABLE)
      for (const spec of [command, ...command.subcommands]) {
        const allowed = this.commands.has(spec.name);
        if (allowed !== described.commands.has(spec.name)) {
          rules.push(`${allowed ? '+' : '-'}${spec.name}`);
          described.setCommand(spec, allowed);
        }
        if (!allowed)
          for (const argument of this.firstArguments.get(spec.name) ?? []) rules.push(`+${spec.name}|${argument}`);
      }
    return rules.join(' ');
  }

  private bestCategory(left: ReadonlySet<Bytes>, applied: ReadonlySet<string>, additive: boolean): string | undefined {
    let best: string | undefined;
    let [leastDifferent, mostSame] = [Infinity, 0];
    for (const category of CATEGORIES) {
      if (applied.has(category)) continue;
      const members = ALL_COMMANDS.filter((spec) => spec.categories.includes(category));
      const on = members.filter((spec) => left.has(spec.name)).length;
      const [different, same] = additive ? [members.length - on, on] : [on, members.length - on];
      if (same <= different) continue;
      if (different > leastDifferent || (different === leastDifferent && same <= mostSame)) continue;
      [best, leastDifferent, mostSame] = [category, different, same];
    }
    return best;
  }
}

const hasSpace = (text: Bytes): boolean => /[\s\0]/.test(text);

/** Where a command line has keys, worked out at most once however many selectors ask. */
export function positionsOnce(spec: CommandSpec, argv: readonly Bytes[]): () => readonly KeyPosition[] {
  let known: readonly KeyPosition[] | undefined;
  return () => (known ??= keyPositions(spec, argv));
}
