import type { Bytes } from '@luascope/shared/bytes';
import { lookupCommand, type CommandSpec } from '@luascope/shared/commands';
import { AppError } from '@luascope/shared/debug';

/**
 * Which commands a person may send to a Redis that this program did not start: all but those that the command table flags admin or
 * dangerous, except what LUASCOPE_ALLOW names. On a server of our own everything is allowed that does not break the connection it is
 * sent on.
 */
export class Guard {
  readonly #ours: boolean;
  readonly #allow: ReadonlySet<string>;

  /** `allow`: upper-case names, `CONFIG` or `CONFIG|GET`. */
  constructor(ours: boolean, allow: ReadonlySet<string>) {
    this.#ours = ours;
    this.#allow = allow;
  }

  /** The upper-case name (`CONFIG|SET`) under which a command line is refused, or undefined when it may be sent. */
  refused(command: readonly Bytes[]): string | undefined {
    const spec = lookupCommand(command);
    if (spec === undefined) return undefined;
    const name = spec.name.toUpperCase();
    if (breaksConnection(name, command)) return name;
    if (this.#ours || !isDangerous(spec)) return undefined;
    const container = name.split('|', 1)[0] ?? name;
    return this.#allow.has(name) || this.#allow.has(container) ? undefined : name;
  }

  /**
   * Throws `AppError('command-refused', { command, why? })` for a command that may not be sent; `why` is `connection` for one that is refused
   * on every server.
   */
  check(command: readonly Bytes[]): void {
    const name = this.refused(command);
    if (name === undefined) return;
    const why = breaksConnection(name, command) ? { why: 'connection' } : {};
    throw new AppError('command-refused', { command: name, ...why });
  }
}

function isDangerous(spec: CommandSpec): boolean {
  return spec.flags.includes('admin') || spec.categories.includes('dangerous');
}

/** After these, replies no longer pair with commands: a replica's stream, no replies at all, a debugger in place of the server. */
function breaksConnection(name: string, command: readonly Bytes[]): boolean {
  if (name === 'SYNC' || name === 'PSYNC' || name === 'CLIENT|REPLY') return true;
  return name === 'SCRIPT|DEBUG' && command[2]?.toUpperCase() !== 'NO';
}
