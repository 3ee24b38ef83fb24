export type * from './engine.js';
export type * from './recording.js';
export type { Transport } from './transport.js';
export { RECORDING_VERSION, KEPT } from './recording.js';
export { AppError, RedisError, ScriptError } from './errors.js';
export type { AppErrorCode, EngineError } from './errors.js';
