import type { Bytes } from '@luascope/shared/bytes';
import type { ProfileName } from '@luascope/shared/script';

/** From the sockets' thread to the emulator's. A connection is a number that its socket keeps for life. */
export type ToEmulator =
  | { readonly kind: 'open'; readonly connection: number; readonly address: string; readonly localAddress: string }
  | { readonly kind: 'data'; readonly connection: number; readonly bytes: Bytes }
  | { readonly kind: 'closed'; readonly connection: number };

/** From the emulator's thread to the sockets'. */
export type ToSockets =
  | { readonly kind: 'data'; readonly connection: number; readonly bytes: Bytes }
  /** Close the connection once everything before this has been sent. */
  | { readonly kind: 'close'; readonly connection: number }
  /** SHUTDOWN: the process ends. */
  | { readonly kind: 'shutdown'; readonly connection: 0 };

/** What the emulator's thread is started with. */
export interface EmulatorOptions {
  /** Settings of the server by name, as in a configuration file. */
  readonly settings: Readonly<Record<string, string>>;
  /** Seeds chance and the order of hash tables. */
  readonly seed: number;
  /** Which server it is; Debian's 7.0.15 unless told. */
  readonly version?: ProfileName;
}

/** {@link EmulatorOptions}, and the two halves of the mailbox. */
export interface EmulatorThread extends EmulatorOptions {
  readonly toEmulator: SharedArrayBuffer;
  readonly toSockets: SharedArrayBuffer;
}
