import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quoted } from '../../src/bytes.js';
import { LiveTarget, redisServerPath, SandboxTarget } from '../targets.js';
import { duel, shrink, type Difference } from './duel.js';
import { GRAMMARS, round } from './grammar.js';

const COMMANDS = Number(process.env['FUZZ_COMMANDS'] ?? 4000);
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1e9);
const FAMILIES = process.env['FUZZ_FAMILIES']?.split(',') ?? Object.keys(GRAMMARS);
const ROUND = 150;

const show = ({ commands, live, sandbox }: Difference): string =>
  [...commands.map((argv) => argv.map(quoted).join(' ')), `live    ${quoted(live)}`, `sandbox ${quoted(sandbox)}`].join(
    '\n',
  );

const path = redisServerPath();

/**
 * Random commands on the sandbox and on a real redis-server: equal replies and equal data. `npm run fuzz:commands` runs it for longer. A
 * failure prints its seed, and the fewest commands that still differ.
 */
describe.skipIf(path === undefined && process.env['CI'] === undefined)('random commands', () => {
  let live: LiveTarget;
  beforeAll(async () => {
    live = await LiveTarget.start(path ?? 'redis-server');
  });
  afterAll(() => live.close());

  it.each(FAMILIES)(
    '%s',
    async (family) => {
      const rounds = Math.ceil(COMMANDS / FAMILIES.length / ROUND);
      const sandbox = new SandboxTarget();
      for (let i = 0; i < rounds; i++) {
        const seed = SEED + i;
        const found = await duel(sandbox, live, round(family, seed, ROUND));
        if (found === undefined) continue;
        const least = await shrink(() => new SandboxTarget(), live, found);
        expect.fail(`seed ${seed}, ${family}:\n${show(least)}`);
      }
    },
    1e9,
  );
});
