// `npm run bench:record`: what recording a run costs, and what asking a recording costs.
import { Sandbox } from '../dist/debug/sandbox/index.js';

const ROUNDS = 7;
const CPU_BOUND = 'local t = 0 for i = 1, 1000000 do t = t + i % 7 end return t';
const CALL_BOUND = "for i = 1, 20000 do redis.call('GET', KEYS[1]) end";
const RECURSIVE = 'local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end return fib(26)';
/** A million steps, and 100 000 calls with replies of 100 bytes. */
const LARGE =
  "local v = string.rep('x', 100) redis.call('SET', KEYS[1], v) " +
  "for i = 1, 100000 do local r = redis.call('GET', KEYS[1]) for k = 1, 3 do v = k end end return 1";

let ids = 0;
const sandbox = new Sandbox({
  clock: () => Math.floor((performance.timeOrigin + performance.now()) * 1000),
  stopwatch: () => performance.now() * 1000,
  seed: 1,
  newId: () => String(++ids),
});
const request = (script, changes) => ({
  mode: 'EVAL',
  script,
  keys: ['k'],
  args: [],
  given: [],
  data: 'keep',
  resp: 2,
  db: 0,
  ...changes,
});

async function timed(action) {
  const began = performance.now();
  const result = await action();
  return { ms: performance.now() - began, result };
}
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const print = (what, value, limit) =>
  console.log(`${what.padEnd(58)} ${value.padStart(12)}   ${limit === undefined ? '' : `limit ${limit}`}`);
const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

for (const [name, script, limit] of [
  ['CPU-bound', CPU_BOUND, 2.5],
  ['recursive', RECURSIVE, 2.5],
  ['call-bound', CALL_BOUND, 1.5],
]) {
  const plain = [];
  const recorded = [];
  for (let i = 0; i < ROUNDS; i++) {
    plain.push((await timed(() => sandbox.run(request(script)))).ms);
    const { ms: took, result } = await timed(() => sandbox.record(request(script, { maxSteps: 2_000_000 })));
    recorded.push(took);
    await sandbox.release(result.id);
  }
  // The best of each: what else the machine does can only add to them.
  const [fastest, fastestRecorded] = [Math.min(...plain), Math.min(...recorded)];
  print(`record / run, ${name} (${ms(fastest)})`, (fastestRecorded / fastest).toFixed(2), limit);
}

for (const [steps, anyLimit, nearLimit] of [
  [100_000, 100, 30],
  [1_000_000, 500, undefined],
]) {
  const { result: recording } = await timed(() =>
    sandbox.record(request(`local t = 0 for i = 1, ${steps / 2} do t = t + i end return t`, { maxSteps: steps })),
  );
  const any = [];
  const near = [];
  for (let i = 0; i < ROUNDS; i++) {
    const step = Math.floor(((i + 0.5) / ROUNDS) * steps);
    any.push((await timed(() => sandbox.inspect(recording.id, step))).ms);
    near.push((await timed(() => sandbox.inspect(recording.id, step + 1))).ms);
  }
  print(`frames at any of ${steps} steps, median`, ms(median(any)), `${anyLimit} ms`);
  if (nearLimit !== undefined) print('… and at the step beside it', ms(median(near)), `${nearLimit} ms`);
  await sandbox.release(recording.id);
}

globalThis.gc?.();
const before = process.memoryUsage();
const { result: large, ms: took } = await timed(() => sandbox.record(request(LARGE)));
globalThis.gc?.();
const after = process.memoryUsage();
const grown = (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 2 ** 20;
print(
  `a recording of ${large.totals.steps} steps, ${large.totals.calls} calls (${ms(took)})`,
  `${grown.toFixed(0)} MB`,
  '64 MB',
);
