export type * from './engine.js';
export type * from './recording.js';
export type { Transport } from './transport.js';
export { RECORDING_VERSION, KEPT } from './recording.js';
export { AppError, RedisError, ScriptError, errorFromData, errorToData } from './errors.js';
export type { AppErrorCode, AppErrorData, EngineError, ErrorData } from './errors.js';
export type { CallArgs, CallMessage, CallName, CallResult, ClientMessage, ServerMessage } from './messages.js';
export { packRecording, unpackRecording, type PackedRecording } from './packing.js';
export { NO_CAPABILITIES, remoteEngine } from './remote.js';
export { serve, type ServeOptions } from './serve.js';
export { decodeMessage, encodeMessage } from './json.js';
export type { EntryId, Image, ImageEntry } from './image/image.js';
export { IMAGE_VERSION } from './image/image.js';
export { newMailbox } from './mailbox.js';
export type { Clock, Thread } from './worker/sandbox-worker.js';
export { Supervisor, type ImageStore, type SupervisorOptions } from './worker/supervisor.js';
export { DEFAULT_PROFILE, isProfileName, PROFILE_NAMES, type ProfileName } from '../script/profile-names.js';
export { sandboxCapabilities } from './sandbox/capabilities.js';
export { copyKeys, type CopiedKeys, type CopyLimits, type SkippedKey } from './copy-keys.js';
export {
  type Direction,
  lineVisits,
  lineVisitSteps,
  seek,
  startsLineVisit,
  statementHits,
  stepInto,
  stepOut,
  stepOver,
  stepTo,
} from './timeline.js';
export { lastWriteOf } from './key-writes.js';
export { stringAt } from './record/payloads.js';
export {
  type AlignedCalls,
  alignCalls,
  type Compared,
  type Consequence,
  consequenceOf,
  isWriteThatStays,
  type RunStatement,
  statementsOf,
  type Switchable,
  switchableCalls,
  switched,
  type UncheckedError,
} from './comparison.js';
export { type Propagation, propagations, type Station } from './propagation.js';
