import { describe, expect, it } from 'vitest';
import { SandboxTarget } from '../targets.js';
import { GRAMMARS, round } from './grammar.js';

const SEED = Number(process.env['FUZZ_SEED'] ?? 7);
const ROUNDS = Number(process.env['FUZZ_ROUNDS'] ?? 12);

/** All that can be seen of the data: keys, types, encodings, content in its order, times to live. */
function image(sandbox: SandboxTarget): string {
  const { values, expires } = sandbox.server.keyspace.databases[0]!.content;
  // What is past its time goes when it is looked at: look first.
  sandbox.answer(['EXISTS', ...values.keys(), '']);
  const keys = [...values.keys()].sort();
  const shown = keys.map((key) => {
    const value = values.get(key)!;
    const probes: Readonly<Record<string, readonly string[]>> = {
      hash: ['HGETALL', key],
      set: ['SMEMBERS', key],
      zset: ['ZRANGE', key, '0', '-1', 'WITHSCORES'],
      stream: ['XINFO', 'STREAM', key, 'FULL', 'COUNT', '0'],
    };
    const probe = probes[value.type];
    const listed = probe === undefined ? undefined : sandbox.answer(probe);
    return [key, value.encoding, expires.get(key), listed, sandbox.answer(['DUMP', key])];
  });
  return JSON.stringify(shown, (_, v: unknown) => (typeof v === 'bigint' ? `${v}n` : v));
}

const isWithinTransaction = (commands: readonly (readonly string[])[], index: number): boolean =>
  commands[index]![0] === 'EXEC' || commands[index - 1]![0] === 'MULTI';

describe('taking back any commands restores the data exactly, and doing them again does as well', () => {
  it.each(Object.keys(GRAMMARS))(
    '%s',
    (family) => {
      for (let i = 0; i < ROUNDS; i++) {
        const sandbox = new SandboxTarget();
        const { journal } = sandbox.server.keyspace;
        const commands = round(family, SEED + i, 160);
        let middle = 20 + ((i * 37) % 110);
        while (isWithinTransaction(commands, middle)) middle++;
        for (const argv of commands.slice(0, middle)) sandbox.answer(argv);
        const before = image(sandbox);
        const mark = journal.mark();
        for (const argv of commands.slice(middle)) sandbox.answer(argv);
        const after = image(sandbox);
        const undone = journal.rollback(mark);
        expect(image(sandbox), `seed ${SEED + i}, undone`).toBe(before);
        journal.replay(undone);
        expect(image(sandbox), `seed ${SEED + i}, done again`).toBe(after);
      }
    },
    120_000,
  );
});
