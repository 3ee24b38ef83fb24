export type * from './engine.js';
export type * from './recording.js';
export type { Transport } from './transport.js';
export { RECORDING_VERSION, KEPT } from './recording.js';
export { AppError, RedisError, ScriptError, errorFromData, errorToData } from './errors.js';
export type { AppErrorCode, EngineError, ErrorData } from './errors.js';
export type { CallArgs, CallMessage, CallName, CallResult, ClientMessage, ServerMessage } from './messages.js';
export { NO_CAPABILITIES, remoteEngine } from './remote.js';
export { serve, type ServeOptions } from './serve.js';
