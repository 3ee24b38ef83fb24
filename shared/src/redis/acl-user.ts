import { sha256 } from '@noble/hashes/sha2.js';
import { fromOctets, toHex, toOctets, type Bytes } from '../bytes.js';
import { lowerCase } from '../commands/lookup.js';
import type { CommandSpec } from '../commands/spec.js';
import { splitArguments } from '../resp/request.js';
import { AclRuleError, positionsOnce, Selector, type Denial } from './acl-selector.js';

const BAD_HASH = 'The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters';
const NO_SUCH_PASSWORD = 'The password you are trying to remove from the user does not exist';

const hashPassword = (password: Bytes): Bytes => toHex(fromOctets(sha256(toOctets(password))));

/** A user of the ACL: passwords and what they may do. */
export class User {
  readonly name: Bytes;
  enabled = false;
  noPassword = false;
  /** Said by a rule; shown only then. */
  sanitizing: 'sanitize-payload' | 'skip-sanitize-payload' | undefined;
  /** SHA-256, hexadecimal. */
  passwords: Bytes[] = [];
  /** The first one is the user's own; the others were given in parentheses. */
  selectors: Selector[] = [new Selector()];

  constructor(name: Bytes, allChannels: boolean) {
    this.name = name;
    this.root.allChannels = allChannels;
  }

  get root(): Selector {
    return this.selectors[0]!;
  }

  /** Takes over everything but the name. */
  become(other: User): void {
    this.enabled = other.enabled;
    this.noPassword = other.noPassword;
    this.sanitizing = other.sanitizing;
    this.passwords = [...other.passwords];
    this.selectors = other.selectors.map((selector) => selector.copy());
  }

  accepts(password: Bytes): boolean {
    return this.enabled && (this.noPassword || this.passwords.includes(hashPassword(password)));
  }

  /** `ACLSetUser`: one rule. Throws {@link AclRuleError}. `allChannels` is what `reset` goes back to. */
  apply(rule: Bytes, allChannels: boolean): void {
    const word = lowerCase(rule);
    if (rule === '') return;
    if (word === 'on' || word === 'off') this.enabled = word === 'on';
    else if (word === 'skip-sanitize-payload' || word === 'sanitize-payload') this.sanitizing = word;
    else if (word === 'nopass' || word === 'resetpass') {
      this.noPassword = word === 'nopass';
      this.passwords = [];
    } else if (/^[>#]/.test(rule)) this.addPassword(rule);
    else if (/^[<!]/.test(rule)) this.removePassword(rule);
    else if (rule.startsWith('(') && rule.endsWith(')')) this.addSelector(rule.slice(1, -1));
    else if (word === 'clearselectors') this.selectors.length = 1;
    else if (word === 'reset') {
      this.become(new User(this.name, allChannels));
      this.sanitizing = 'sanitize-payload';
    } else this.root.apply(rule);
  }

  private addPassword(rule: Bytes): void {
    const hash = hashIn(rule, '>');
    if (!this.passwords.includes(hash)) this.passwords.push(hash);
    this.noPassword = false;
  }

  private removePassword(rule: Bytes): void {
    const index = this.passwords.indexOf(hashIn(rule, '<'));
    if (index < 0) throw new AclRuleError(NO_SUCH_PASSWORD);
    this.passwords.splice(index, 1);
  }

  private addSelector(rules: Bytes): void {
    const selector = new Selector();
    for (const rule of splitArguments(rules) ?? []) selector.apply(rule);
    this.selectors.push(selector);
  }

  /** `ACLCheckAllUserCommandPerm`: one selector must allow everything; else the refusal that came furthest. */
  check(spec: CommandSpec, argv: readonly Bytes[]): Denial | undefined {
    const positions = positionsOnce(spec, argv);
    let worst: Denial = { reason: 'command', index: 0 };
    for (const selector of this.selectors) {
      const denial = selector.check(spec, argv, positions);
      if (denial === undefined) return undefined;
      const ahead = SEVERITY[denial.reason] - SEVERITY[worst.reason];
      if (ahead > 0 || (ahead === 0 && denial.index > worst.index)) worst = denial;
    }
    return worst;
  }

  get flags(): Bytes[] {
    const flags = [this.enabled ? 'on' : 'off'];
    if (this.noPassword) flags.push('nopass');
    if (this.sanitizing !== undefined) flags.push(this.sanitizing);
    return flags;
  }

  /** As ACL LIST shows it (`ACLDescribeUser`). */
  describe(): Bytes {
    return this.rules.join(' ');
  }

  /** What makes a user that may do nothing into this one. */
  get rules(): Bytes[] {
    const passwords = this.passwords.map((hash) => `#${hash}`);
    const more = this.selectors.slice(1).map((selector) => `(${selector.describe()})`);
    return [...this.flags, ...passwords, ...this.root.describe().split(' '), ...more];
  }
}

const SEVERITY = { command: 1, key: 2, channel: 3 } as const;

function hashIn(rule: Bytes, plain: string): Bytes {
  const text = rule.slice(1);
  if (rule.startsWith(plain)) return hashPassword(text);
  if (!/^[0-9a-f]{64}$/.test(text)) throw new AclRuleError(BAD_HASH);
  return text;
}
