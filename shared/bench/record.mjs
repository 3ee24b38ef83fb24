// `npm run bench:record`, first part: what recording a run costs, what asking a recording costs, and what it takes in memory.
import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import { Sandbox } from '../dist/debug/sandbox/index.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

const ROUNDS = 15;
/** Pairs of a plain and a recorded run; the first ones, in which V8 still learns, are not counted. */
const PAIRS = 30;
const UNCOUNTED = 6;
/** As many steps as are kept unless a request says otherwise. */
const CPU_BOUND = 'local t = 0 for i = 1, 499990 do t = t + i % 7 end return t';
const CALL_BOUND = "for i = 1, 100000 do redis.call('GET', KEYS[1]) end";
const RECURSIVE = 'local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end return fib(24)';
const TABLES =
  'local t = {} for i = 1, 100000 do t[#t + 1] = i * 2 if i % 3 == 0 then t[#t] = nil end end ' +
  'local n = 0 for _, v in ipairs(t) do n = n + v end return n';
/** A million steps, and 100 000 calls with replies of 100 bytes, each another one. */
const LARGE =
  "local v, pad = 0, string.rep('x', 90) for i = 1, 100000 do " +
  "local r = redis.call('ECHO', pad .. string.format('%010d', i)) for k = 1, 3 do v = k end v = r end return v";

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

/** Of the processor in this process, ms: what else the machine does changes it least. */
function cpu() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
async function timed(action, clock = () => performance.now()) {
  const began = clock();
  const result = await action();
  return { ms: clock() - began, result };
}
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
let missed = 0;
function print(what, value, limit, unit) {
  const text = unit === '' ? value.toFixed(2) : `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
  const fails = value > limit;
  if (fails) missed++;
  console.log(
    `${what.padEnd(66)} ${text.padStart(9)}   (at most ${limit} ${unit})`.trimEnd() + (fails ? '  MISSED' : ''),
  );
}

for (const [name, script, limit] of [
  ['CPU-bound', CPU_BOUND, 2.5],
  ['recursive', RECURSIVE, 2.5],
  ['tables', TABLES, 2.5],
  ['call-bound', CALL_BOUND, 1.5],
]) {
  const plain = [];
  const recorded = [];
  const record = async () => {
    const { ms: took, result } = await timed(() => sandbox.record(request(script)), cpu);
    recorded.push(took);
    if (result.detail.steps !== 'known') throw new Error('not all steps were recorded');
    await sandbox.release(result.id);
  };
  for (let i = 0; i < PAIRS; i++) {
    // In turn, and each first as often as the other: neither always pays for what the other leaves behind.
    if (i % 2 === 1) await record();
    plain.push((await timed(() => sandbox.run(request(script)), cpu)).ms);
    if (i % 2 === 0) await record();
  }
  // A machine is slow and fast by turns, for both runs of a pair: so its ratio tells, and not how long either takes.
  const ratios = recorded.map((took, i) => took / plain[i]).slice(UNCOUNTED);
  const fastest = Math.min(...plain.slice(UNCOUNTED));
  const ofFastest = (Math.min(...recorded.slice(UNCOUNTED)) / fastest).toFixed(2);
  const what = `record / run, ${name}, median (fastest ${fastest.toFixed(0)} ms: ${ofFastest})`;
  print(what, median(ratios), limit, '');
}

for (const [steps, anyLimit, nearLimit] of [
  [100_000, 100, 30],
  [1_000_000, 500, 30],
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
  print(`frames at any of ${steps} steps, median`, median(any), anyLimit, 'ms');
  print(`frames at the last of ${steps} steps`, any.at(-1), anyLimit, 'ms');
  print('… and at the step beside it, median', median(near), nearLimit, 'ms');
  await sandbox.release(recording.id);
}

/** Bytes in use when everything that nobody holds is gone. */
async function inUse() {
  for (let i = 0; i < 3; i++) {
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
await sandbox.release((await sandbox.record(request(LARGE, { maxSteps: 2_000_000 }))).id);
const before = await inUse();
const { result: large, ms: took } = await timed(() => sandbox.record(request(LARGE, { maxSteps: 2_000_000 })));
const grown = ((await inUse()) - before) / 2 ** 20;
const { steps, calls } = large.totals;
print(`memory for ${steps} steps and ${calls} calls (${took.toFixed(0)} ms)`, grown, 64, 'MB');
process.exitCode = missed === 0 ? 0 : 1;
