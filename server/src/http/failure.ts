import { AppError, RedisError, ScriptError, type AppErrorCode } from '@luascope/shared/debug';
import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { bytesToJson } from './json.js';

const STATUS: Readonly<Record<AppErrorCode, number>> = {
  'not-supported': 501,
  'unknown-recording': 404,
  'engine-lost': 503,
  'engine-restarted': 503,
  'engine-off': 503,
  'run-in-progress': 409,
  'needs-confirmation': 409,
  'command-refused': 403,
  'bad-input': 400,
  'too-large': 413,
  timeout: 504,
  unauthorized: 403,
  diverged: 500,
  'not-recorded': 404,
  'too-long': 422,
  internal: 500,
};

/** What each code means to somebody who calls the API; the page has its own words, in its own languages. */
const MEANING: Readonly<Record<AppErrorCode, string>> = {
  'not-supported': 'This target cannot do that.',
  'unknown-recording': 'No recording has this id.',
  'engine-lost': 'The connection to this target is lost.',
  'engine-restarted': 'The server of this target was started again; its data is gone.',
  'engine-off': 'This target is off.',
  'run-in-progress': 'A script is running already.',
  'needs-confirmation':
    'This Redis is not one that this program started. Send the request again with "confirmed": true to run the script.',
  'command-refused':
    'This command is refused on a Redis that this program did not start, unless LUASCOPE_ALLOW names it.',
  'bad-input': 'The request is not understood.',
  'too-large': 'The request is too large.',
  timeout: 'The target did not answer in time.',
  unauthorized: 'The Redis user may not do that.',
  diverged: 'A re-execution took another way than its recording.',
  'not-recorded': 'The recording does not tell this.',
  'too-long': 'The expression does not end.',
  internal: 'Something went wrong in the server; its log has more.',
};

/** The error as every failed request is answered: `{"error": {"code", "message", …data}}`. */
export function sendFailure(response: Response, error: unknown): void {
  if (error instanceof RedisError)
    response.status(502).json({
      error: { code: 'redis-error', message: 'Redis answered with an error.', text: bytesToJson(error.text) },
    });
  else if (error instanceof ScriptError)
    response.status(422).json({
      error: {
        code: 'script-error',
        message: 'The script failed.',
        text: bytesToJson(error.text),
        sha1: error.sha1,
        line: error.line,
      },
    });
  else if (error instanceof AppError)
    response.status(STATUS[error.code]).json({ error: { ...error.data, code: error.code, message: messageOf(error) } });
  else response.status(500).json({ error: { code: 'internal', message: MEANING.internal } });
}

/** What a failure means; of input that is not understood also where, what is wrong with it, and what would be right. */
function messageOf({ code, data: { field, problem, expected, why } }: AppError): string {
  if (code === 'command-refused' && why === 'connection')
    return 'This command is refused: replies would no longer belong to the commands that were sent.';
  if (code !== 'bad-input' || field === undefined) return MEANING[code];
  return `${MEANING[code]} ${field}: ${problem ?? 'not accepted'}${expected === undefined ? '' : `, expected ${expected}`}.`;
}

/** The last handler: body-parser's and express's own errors keep their status, anything unknown is logged and answered 500. */
export function failureHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = httpStatus(error);
    if (status === 413) sendFailure(response, new AppError('too-large', { field: 'body' }));
    else if (status !== undefined)
      sendFailure(response, new AppError('bad-input', { field: 'body', problem: 'not_json' }));
    else {
      const known = error instanceof AppError || error instanceof RedisError || error instanceof ScriptError;
      if (!known || (error instanceof AppError && error.code === 'internal'))
        log.error({ err: error }, 'a request failed');
      sendFailure(response, error);
    }
  };
}

function httpStatus(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined;
  const { status } = error;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}
