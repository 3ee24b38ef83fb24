import * as z from 'zod/mini';
import { isBytes } from '../bytes.js';
import { AppError } from '../debug/index.js';

/** A byte string: text whose characters are all below 256. */
export const bytes = z.string().check(z.refine(isBytes, 'not_bytes'));

/**
 * `value` as `schema` describes it.
 *
 * @param name what the value is called where it came from; the field in an error starts with it
 * @throws AppError `bad-input` with the `field` (`keys.0`, empty for the whole) and the `problem` (a zod issue code)
 */
export function read<T>(schema: z.ZodMiniType<T>, value: unknown, name?: string): T {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue === undefined ? [] : issue.path;
  const field = (name === undefined ? path : [name, ...path]).map(String).join('.');
  throw new AppError('bad-input', { field, problem: issue?.code ?? 'custom' });
}
