import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromText, type Bytes } from '../src/bytes.js';
import { redisFamilies, type Family } from '../src/redis/index.js';
import { print, splitArguments } from '../src/resp/index.js';
import { LiveTarget, redisServerPath, SandboxTarget, type Target } from './targets.js';

/** One command and what redis-cli prints of its reply. */
interface Step {
  readonly line: string;
  readonly argv: readonly Bytes[];
  readonly expected: string;
}

/**
 * Transcripts, checked on the sandbox and on a real redis-server alike. A transcript is what a redis-cli session looks like: `> ` before a
 * command, and under it the reply, or nothing when it does not matter.
 *
 * `further` are families that the sandbox needs besides those of the emulator, such as EVAL's.
 *
 * Without a redis-server on PATH the second half is left out, except in CI, where it fails.
 */
export function transcripts(
  family: string,
  sessions: Readonly<Record<string, string>>,
  further: readonly Family[] = [],
): void {
  const path = redisServerPath();
  describe(`${family} on the sandbox`, () => {
    play(sessions, () => Promise.resolve(new SandboxTarget(1, [...redisFamilies, ...further])));
  });
  describe.skipIf(path === undefined && process.env['CI'] === undefined)(`${family} on redis-server`, () => {
    play(sessions, () => LiveTarget.start(path ?? 'redis-server'));
  });
}

function play(sessions: Readonly<Record<string, string>>, start: () => Promise<Target>): void {
  let target: Target;
  beforeAll(async () => {
    target = await start();
  });
  afterAll(() => target.close());
  it.each(Object.entries(sessions))('%s', async (_, text) => {
    const steps = stepsOf(text);
    const replies = await target.ask([['FLUSHALL'], ['HELLO', '2'], ...steps.map(({ argv }) => argv)]);
    const shown = steps.map(({ line, expected }, i) => {
      const printed = print(replies[i + 2]!).trimEnd();
      return `> ${line}\n${expected === '' ? '' : `${printed}\n`}`;
    });
    expect(shown.join('')).toBe(
      steps.map(({ line, expected }) => `> ${line}\n${expected === '' ? '' : `${expected}\n`}`).join(''),
    );
  });
}

function stepsOf(text: string): Step[] {
  const [, ...parts] = text.split(/^\s*> /m);
  return parts.map((part) => {
    const [line = '', ...reply] = part.trimEnd().split('\n');
    const indent = Math.min(...reply.map((row) => row.search(/\S/)).filter((column) => column >= 0));
    const expected = reply
      .map((row) => row.slice(indent))
      .join('\n')
      .trimEnd();
    return { line: line.trim(), argv: splitArguments(fromText(line.trim()))!, expected };
  });
}
