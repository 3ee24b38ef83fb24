import { AppError } from '@luascope/shared/debug';
import * as z from 'zod';
import { TARGETS } from '../engines.js';
import { jsonBytes } from './json.js';

/** Which engine a request is for. */
export const targetName = z.enum(TARGETS).default('live');

export const jsonCommand = z.array(jsonBytes).min(1);

/**
 * The input as the schema describes it. Throws `AppError('bad-input', { field, problem, expected? })`: the field as `keys.0`, the problem
 * `missing` or a zod issue code, and what would have been right, as far as the schema says it in a word.
 */
export function readInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const { path, problem, expected } = complaint(result.error.issues[0]);
  const field = path.map(String).join('.') || 'body';
  throw new AppError('bad-input', {
    field,
    problem: isThere(input, path) ? problem : 'missing',
    ...(expected !== undefined && { expected }),
  });
}

interface Complaint {
  readonly path: readonly PropertyKey[];
  readonly problem: string;
  readonly expected?: string;
}

function complaint(issue: z.core.$ZodIssue | undefined): Complaint {
  if (issue === undefined) return { path: [], problem: 'custom' };
  const { path, code: problem } = issue;
  switch (issue.code) {
    case 'unrecognized_keys':
      return { path: [...path, issue.keys[0] ?? ''], problem };
    case 'custom':
      return { path, problem: issue.message };
    case 'invalid_type':
      return { path, problem, expected: issue.expected };
    case 'invalid_value':
      return { path, problem, expected: issue.values.map(String).join(' | ') };
    case 'too_small':
      return { path, problem, expected: `at least ${issue.minimum}` };
    case 'too_big':
      return { path, problem, expected: `at most ${issue.maximum}` };
    case 'invalid_union':
      return furthest(
        path,
        issue.errors.map(([first]) => complaint(first)),
      );
    default:
      return { path, problem };
  }
}

/** Of a value that fits no branch of a union, the complaint of the branch that came furthest; of branches that all end at once, all. */
function furthest(path: readonly PropertyKey[], branches: readonly Complaint[]): Complaint {
  const inner = branches.toSorted((a, b) => b.path.length - a.path.length)[0];
  if (inner !== undefined && inner.path.length > 0) return { ...inner, path: [...path, ...inner.path] };
  const expected = [...new Set(branches.flatMap((branch) => branch.expected ?? []))].join(' | ');
  return { path, problem: inner?.problem ?? 'invalid_value', ...(expected !== '' && { expected }) };
}

/** Whether the input has anything at a path. */
function isThere(input: unknown, path: readonly PropertyKey[]): boolean {
  let at = input;
  for (const name of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return false;
    at = (at as Readonly<Record<PropertyKey, unknown>>)[name];
  }
  return at !== undefined;
}
