import type { Bytes } from '../bytes.js';

/** How an argument that names keys is found (`COMMAND INFO`, key specifications). */
export interface KeySpec {
  readonly notes?: string;
  /** What happens to the keys: `RO` `RW` `OW` `RM`, `access` `update` `insert` `delete`, `not_key` `incomplete` `variable_flags`. */
  readonly flags: readonly string[];
  readonly begin:
    | { readonly type: 'index'; readonly index: number }
    | { readonly type: 'keyword'; readonly keyword: string; readonly startfrom: number }
    | { readonly type: 'unknown' };
  readonly find:
    | { readonly type: 'range'; readonly lastkey: number; readonly keystep: number; readonly limit: number }
    | { readonly type: 'keynum'; readonly keynumidx: number; readonly firstkey: number; readonly keystep: number }
    | { readonly type: 'unknown' };
}

/** What the server knows of a command or subcommand: the facts behind dispatch, completion, lint and rights. */
export interface CommandSpec {
  /** Lower case; a subcommand is `config|get`. */
  readonly name: Bytes;
  /** Words, name included; negative: at least so many. */
  readonly arity: number;
  readonly flags: readonly string[];
  /** The old-style key range; 0 when there is none. */
  readonly firstKey: number;
  readonly lastKey: number;
  readonly keyStep: number;
  /** ACL categories, without `@`. */
  readonly categories: readonly string[];
  readonly tips: readonly string[];
  readonly keySpecs: readonly KeySpec[];
  readonly group: string;
  /** The version that brought it. */
  readonly since: string;
  /** Refused in read-only scripts although it is not flagged `write` (PUBLISH). */
  readonly mayReplicate: boolean;
  readonly subcommands: readonly CommandSpec[];
}

/** One argument in a command's syntax. */
export interface ArgumentDocs {
  readonly name: string;
  readonly type: string;
  readonly key_spec_index?: number;
  readonly token?: string;
  readonly since?: string;
  readonly deprecated_since?: string;
  readonly flags?: readonly string[];
  readonly arguments?: readonly ArgumentDocs[];
}

/** What `COMMAND DOCS` says besides the facts in {@link CommandSpec}; names of fields as there. */
export interface CommandDocs {
  readonly summary?: string;
  readonly complexity?: string;
  readonly doc_flags?: readonly string[];
  readonly deprecated_since?: string;
  readonly replaced_by?: string;
  readonly history?: readonly (readonly [string, string])[];
  readonly arguments?: readonly ArgumentDocs[];
  readonly subcommands?: Readonly<Record<string, CommandDocs>>;
}
