import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Prng } from '../../src/lua/index.js';
import { redisFamilies } from '../../src/redis/index.js';
import type { RespValue } from '../../src/resp/index.js';
import { createScripting, REDIS_7_0 } from '../../src/script/index.js';
import { LiveTarget, redisServerPath, SandboxTarget, type Target } from '../targets.js';
import { Dice } from './dice.js';
import { expression } from './lua-expressions.js';
import { statementProgram } from './lua-statements.js';
import { tableProgram } from './lua-tables.js';

const PROGRAMS = Number(process.env['FUZZ_PROGRAMS'] ?? 400);
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1e9);
const BATCH = 25;

/** What two servers need not agree on. */
const ALLOWANCES: readonly { readonly reason: string; readonly pattern: RegExp; readonly replacement: string }[] = [
  { reason: 'an address is where an object happens to be', pattern: /0x[0-9a-f]{6,}/g, replacement: '0x…' },
];

/** Runs chunks one after another, each protected, and answers for each a line of what it returned or raised. */
function script(chunks: readonly string[]): string {
  const literals = chunks.map((chunk) => `"${chunk.replace(/["\\\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`))}"`);
  return `
    local function show(...)
      local out = {}
      for i = 1, select("#", ...) do
        local v = select(i, ...)
        if type(v) == "number" then out[i] = tostring(v) .. "/" .. string.format("%.17g", v)
        elseif type(v) == "string" then out[i] = #v .. ":" .. v
        elseif type(v) == "boolean" or v == nil then out[i] = tostring(v)
        else out[i] = type(v) end
      end
      return table.concat(out, ", ")
    end
    local answers = {}
    for i, source in ipairs({${literals.join(',\n')}}) do
      local chunk, message = loadstring(source, "@user_script")
      if chunk then answers[i] = show(pcall(chunk)) else answers[i] = show(chunk, message) end
    end
    return answers`;
}

function lines(reply: RespValue): string[] {
  if (reply.type !== 'array') return [JSON.stringify(reply)];
  return reply.items.map((item) => {
    const text = item.type === 'bulk' ? item.value : JSON.stringify(item);
    return ALLOWANCES.reduce((all, { pattern, replacement }) => all.replace(pattern, replacement), text);
  });
}

const path = redisServerPath();

/**
 * Random Lua on the sandbox and on a real redis-server: the same results and the same errors. `npm run fuzz:lua` runs it for longer. A failure
 * prints its seed and the shortest program that still differs.
 */
describe.skipIf(path === undefined && process.env['CI'] === undefined)('random Lua', () => {
  let live: Target;
  let sandbox: Target;
  beforeAll(async () => {
    live = await LiveTarget.start(path ?? 'redis-server');
    const { families } = createScripting({ profile: REDIS_7_0, random: new Prng() });
    sandbox = new SandboxTarget(1, [...redisFamilies, ...families]);
  });
  afterAll(() => live.close());

  const answers = async (target: Target, chunks: readonly string[]): Promise<string[]> =>
    lines((await target.ask([['EVAL', script(chunks), '0']]))[0]!);

  /** The first chunk that the two answer differently. */
  async function difference(chunks: readonly string[]): Promise<number> {
    const [theirs, ours] = [await answers(live, chunks), await answers(sandbox, chunks)];
    return chunks.findIndex((_, i) => theirs[i] !== ours[i]);
  }

  /** Leaves out lines that are not needed for the two to differ. */
  async function shortened(program: string): Promise<string> {
    let best = program.split('\n');
    for (let i = best.length - 1; i >= 0; i--) {
      const shorter = best.filter((_, line) => line !== i);
      if ((await difference([shorter.join('\n')])) === 0) best = shorter;
    }
    return best.join('\n');
  }

  it.each([
    ['expressions', (dice: Dice) => `return ${expression(dice)}`],
    ['statements', statementProgram],
    ['tables', (dice: Dice) => tableProgram(dice).join('\n')],
  ])(
    '%s',
    async (_, make) => {
      const dice = new Dice(SEED);
      for (let done = 0; done < PROGRAMS; done += BATCH) {
        const chunks = Array.from({ length: BATCH }, () => make(dice));
        const at = await difference(chunks);
        if (at === -1) continue;
        const program = await shortened(chunks[at]!);
        const [theirs, ours] = [await answers(live, [program]), await answers(sandbox, [program])];
        expect.fail(`seed ${SEED}\n${program}\nlive    ${theirs[0]}\nsandbox ${ours[0]}`);
      }
    },
    600_000,
  );

  it('functions of C that round on their own are within one unit in the last place', async () => {
    const dice = new Dice(SEED);
    const names = [
      'sin',
      'cos',
      'tan',
      'asin',
      'acos',
      'atan',
      'sinh',
      'cosh',
      'tanh',
      'exp',
      'log',
      'log10',
      'pow',
      'atan2',
    ];
    const chunks = Array.from({ length: Math.min(PROGRAMS, 2000) }, () => {
      const x = ((dice.below(2_000_001) - 1_000_000) / 1e6) * 10 ** (dice.below(6) - 3);
      const y = (dice.below(2_000_001) - 1_000_000) / 1e5;
      return `return string.format("%.17g", math.${dice.pick(names)}(${x}, ${y}))`;
    });
    const [theirs, ours] = [await answers(live, chunks), await answers(sandbox, chunks)];
    const far = chunks.filter((_, i) => !near(theirs[i]!, ours[i]!));
    expect(far.map((chunk) => `${chunk} seed ${SEED}`)).toEqual([]);
  });
});

/** Whether two answers of one number are the same, or neighbours among doubles. */
function near(a: string, b: string): boolean {
  if (a === b) return true;
  const [x, y] = [Number(a.split(':')[1]), Number(b.split(':')[1])];
  return Math.abs(x - y) <= 2 ** (Math.floor(Math.log2(Math.abs(x))) - 52);
}
