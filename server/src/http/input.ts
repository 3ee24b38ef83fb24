import { AppError } from '@luascope/shared/debug';
import * as z from 'zod';
import { TARGETS } from '../engines.js';
import { jsonBytes } from './json.js';

/** Which engine a request is for. */
export const targetName = z.enum(TARGETS).default('live');

export const jsonCommand = z.array(jsonBytes).min(1);

/**
 * The input as the schema describes it. Throws `AppError('bad-input', { field, problem })`: the field as `keys.0`, the problem a zod
 * issue code.
 */
export function readInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = deepest(result.error.issues[0]);
  throw new AppError('bad-input', { field: issue.path.map(String).join('.') || 'body', problem: issue.problem });
}

/** Of a value that fits no branch of a union, the complaint of the branch that came furthest. */
function deepest(issue: z.core.$ZodIssue | undefined): {
  readonly path: readonly PropertyKey[];
  readonly problem: string;
} {
  if (issue === undefined) return { path: [], problem: 'custom' };
  if (issue.code === 'unrecognized_keys') return { path: [...issue.path, issue.keys[0] ?? ''], problem: issue.code };
  if (issue.code !== 'invalid_union')
    return { path: issue.path, problem: issue.code === 'custom' ? issue.message : issue.code };
  const inner = issue.errors.map((errors) => deepest(errors[0])).sort((a, b) => b.path.length - a.path.length)[0];
  if (inner === undefined || inner.path.length === 0) return { path: issue.path, problem: issue.code };
  return { path: [...issue.path, ...inner.path], problem: inner.problem };
}
