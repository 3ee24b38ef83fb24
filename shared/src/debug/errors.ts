import type { Bytes } from '../bytes.js';

/** The three families of errors that an engine rejects with. They cross a transport whole. */
export type EngineError = RedisError | ScriptError | AppError;

/** A server answered a command with an error. The text is byte-exact and never translated. */
export class RedisError extends Error {
  override readonly name = 'RedisError';
  constructor(readonly text: Bytes) {
    super(text);
  }
}

/** A script failed in a way that no reply describes (for example an error that would crash a real server). */
export class ScriptError extends Error {
  override readonly name = 'ScriptError';
  constructor(
    readonly text: Bytes,
    readonly sha1: string,
    readonly line: number | undefined,
    readonly traceback: readonly string[],
  ) {
    super(text);
  }
}

/** Anything of our own: a code and data, put into words by the client's language file. */
export class AppError extends Error {
  override readonly name = 'AppError';
  constructor(
    readonly code: AppErrorCode,
    readonly data: Readonly<Record<string, string | number>> = {},
  ) {
    super(`${code} ${JSON.stringify(data)}`);
  }
}

export type AppErrorCode =
  | 'not-supported'
  | 'unknown-recording'
  | 'engine-lost'
  | 'engine-restarted'
  | 'engine-off'
  | 'run-in-progress'
  | 'needs-confirmation'
  | 'command-refused'
  | 'bad-input'
  | 'too-large'
  | 'timeout'
  | 'unauthorized'
  | 'diverged'
  | 'not-recorded'
  | 'too-long'
  | 'internal';

/** An {@link EngineError} as plain data, for a transport. */
export type ErrorData =
  | AppErrorData
  | { readonly family: 'RedisError'; readonly text: Bytes }
  | {
      readonly family: 'ScriptError';
      readonly text: Bytes;
      readonly sha1: string;
      readonly line?: number;
      readonly traceback: readonly string[];
    };

/** An {@link AppError} as plain data. */
export interface AppErrorData {
  readonly family: 'AppError';
  readonly code: AppErrorCode;
  readonly data: Readonly<Record<string, string | number>>;
}

/** What is not of the three families is a fault of our own: `internal`, with its message. */
export function errorToData(error: unknown): ErrorData {
  if (error instanceof RedisError) return { family: 'RedisError', text: error.text };
  if (error instanceof ScriptError) {
    const { text, sha1, line, traceback } = error;
    return { family: 'ScriptError', text, sha1, ...(line !== undefined && { line }), traceback };
  }
  if (error instanceof AppError) return appErrorToData(error);
  const message = error instanceof Error ? error.message : String(error);
  return { family: 'AppError', code: 'internal', data: { message } };
}

export const appErrorToData = ({ code, data }: AppError): AppErrorData => ({ family: 'AppError', code, data });

export function errorFromData(data: ErrorData): EngineError {
  switch (data.family) {
    case 'RedisError':
      return new RedisError(data.text);
    case 'ScriptError':
      return new ScriptError(data.text, data.sha1, data.line, data.traceback);
    case 'AppError':
      return new AppError(data.code, data.data);
  }
}
