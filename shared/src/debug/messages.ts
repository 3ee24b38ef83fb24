import type { Engine, EngineEvent, ScanHit, ScanQuery } from './engine.js';
import type { ErrorData } from './errors.js';
import type { SentResult } from './packing.js';
import type { RecordingId } from './recording.js';

/** The members of {@link Engine} that are asked once and answer once, read off the interface itself. */
export type CallName = {
  [K in keyof Engine]: Engine[K] extends (...args: never[]) => Promise<unknown> ? K : never;
}[keyof Engine];
export type CallArgs = { [K in CallName]: Parameters<Engine[K]> };
export type CallResult = { [K in CallName]: Awaited<ReturnType<Engine[K]>> };
/** An engine seen as its calls alone, in a form that keeps a method and its arguments together for the type checker. */
export type EngineCalls = { [K in CallName]: (...args: CallArgs[K]) => Promise<CallResult[K]> };

export type CallMessage<Name extends CallName = CallName> = {
  [K in Name]: { readonly type: 'call'; readonly id: number; readonly method: K; readonly args: CallArgs[K] };
}[Name];

/** From a proxy to the engine it stands for. Ids are chosen by the proxy and never used twice on one transport. */
export type ClientMessage =
  | CallMessage
  /** Starts a scan and asks for its first hits; answered like `more`. */
  | { readonly type: 'scan'; readonly id: number; readonly recording: RecordingId; readonly query: ScanQuery }
  /** Asks for the next hits of scan `id`; answered by exactly one `hits`, `end` or `failed`. */
  | { readonly type: 'more'; readonly id: number }
  /** Nobody waits for scan `id` any longer. */
  | { readonly type: 'cancel'; readonly id: number };

/** From the engine to its proxy. An id that nobody waits for (any longer) is ignored. */
export type ServerMessage =
  | { readonly type: 'result'; readonly id: number; readonly value: SentResult }
  | { readonly type: 'hits'; readonly id: number; readonly hits: readonly ScanHit[] }
  | { readonly type: 'end'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly error: ErrorData }
  | { readonly type: 'event'; readonly event: EngineEvent };
