// `npm run bench:vm`: the same Lua on stock fengari, on ours and on a live redis-server, in one run. CPU time of the best of several rounds, the
// server's own for the server. A row that stock fengari has no like of (redis.call) is compared with the server alone.
import { spawn } from 'node:child_process';
import net from 'node:net';
import { performance } from 'node:perf_hooks';
import stock from 'fengari-stock';
import { MULTIPLE_RESULTS, Prng, createLuaState, load, pcall, setTop, toBytes } from '@luascope/shared/lua';
import { encode } from '@luascope/shared/resp';
import { Server, redisFamilies } from '@luascope/shared/redis';
import { REDIS_7_0, createScripting } from '@luascope/shared/script';

const ROUNDS = 7;

/** Name, least factor over stock, Lua. */
const ROWS = [
  ['fib(25)', 3, 'local function fib(n) if n < 2 then return n end return fib(n-1) + fib(n-2) end return fib(25)'],
  ['arithmetic 1e6', 1, 'local s = 0 for i = 1, 1000000 do s = (s * 3 + i) % 1000003 end return s'],
  ['concat 2e4', 1, 'local s = "" for i = 1, 20000 do s = s .. "x" end return #s'],
  ['table fill 1e5', 1, 'local t = {} for i = 1, 100000 do t[#t+1] = "v" .. i end return #table.concat(t, ",")'],
  ['string keys 1e5', 1, 'local t = {} for i = 1, 100000 do t["k" .. i] = i end return t.k77'],
  [
    'sort 1e5',
    4,
    'local t, x = {}, 42 for i = 1, 100000 do x = (x * 16807) % 2147483647 t[i] = x end table.sort(t) return t[1]',
  ],
  [
    'sort 3e4 by function',
    1,
    'local t, x = {}, 42 for i = 1, 30000 do x = (x * 16807) % 2147483647 t[i] = x end table.sort(t, function(a, b) return a < b end) return t[1]',
  ],
  [
    'format+gsub 2e4',
    1,
    'local n = 0 for i = 1, 20000 do local s = string.format("%d:%s:%5.2f", i, "abc", i/3) s = s:gsub("%d", "x") n = n + #s end return n',
  ],
];

/** Name, most of the server's time, Lua. */
const CALLS = [
  [
    'GET, constant key 1e5',
    2.5,
    "redis.call('SET', 'k', 'v') for i = 1, 100000 do redis.call('GET', 'k') end return 1",
  ],
  [
    'GET, computed keys 1e5',
    2,
    "for i = 0, 999 do redis.call('SET', 'k' .. i, 'v') end for i = 1, 100000 do redis.call('GET', 'k' .. (i % 1000)) end return 1",
  ],
];

const cpu = () => process.cpuUsage().user / 1000;

/** Best of the rounds, after one that warms up. */
function timed(run, clock) {
  let best = Infinity;
  for (let round = 0; round <= ROUNDS; round++) {
    const start = clock();
    run();
    if (round > 0) best = Math.min(best, clock() - start);
  }
  return best;
}

function onStock(source) {
  const { lua, lauxlib, lualib, to_luastring } = stock;
  const L = lauxlib.luaL_newstate();
  lualib.luaL_openlibs(L);
  const chunk = to_luastring(source);
  return timed(() => {
    lauxlib.luaL_loadbuffer(L, chunk, null, chunk);
    if (lua.lua_pcall(L, 0, 1, 0) !== 0) throw new Error(lua.lua_tojsstring(L, -1));
    lua.lua_settop(L, 0);
  }, cpu);
}

function onOurs(source) {
  const L = createLuaState({ random: new Prng() });
  return timed(() => {
    if (load(L, source, '@user_script') !== 0 || pcall(L, 0, MULTIPLE_RESULTS) !== 0) throw new Error(toBytes(L, -1));
    setTop(L, 0);
  }, cpu);
}

function onSandbox(source) {
  const scripting = createScripting({ profile: REDIS_7_0, random: new Prng(), poll: () => {} });
  const microseconds = () => Math.floor((performance.timeOrigin + performance.now()) * 1000);
  const server = new Server({
    families: [...redisFamilies, ...scripting.families],
    clock: microseconds,
    stopwatch: () => performance.now() * 1000,
    seed: 1,
  });
  const session = server.connect(() => {});
  return timed(() => {
    const reply = encode(server.execute(session, ['EVAL', source, '0']), 2);
    if (!reply.startsWith(':1')) throw new Error(reply);
  }, cpu);
}

async function startServer() {
  const port = await new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '']);
  const ready = await new Promise((resolve) => {
    child.on('error', () => resolve(false));
    child.stdout.on('data', (text) => /ready to accept/i.test(String(text)) && resolve(true));
  });
  if (!ready) return undefined;
  const socket = net.connect(port, '127.0.0.1');
  const ask = (...words) =>
    new Promise((resolve) => {
      socket.once('data', (reply) => resolve(String(reply)));
      const bulks = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
      socket.write(`*${words.length}\r\n${bulks.join('')}`);
    });
  const serverCpu = async () => Number(/used_cpu_user:([0-9.]+)/.exec(await ask('INFO', 'cpu'))[1]) * 1000;
  const time = async (source) => {
    let best = Infinity;
    for (let round = 0; round <= ROUNDS; round++) {
      const start = await serverCpu();
      await ask('EVAL', source, '0');
      if (round > 0) best = Math.min(best, (await serverCpu()) - start);
    }
    return best;
  };
  return { time, stop: () => (socket.destroy(), child.kill('SIGKILL')) };
}

const live = await startServer();
if (live === undefined) console.log('SKIPPED: the live column: no redis-server on PATH');
const cell = (ms) => (ms === undefined ? '-' : ms.toFixed(1)).padStart(9);
let missed = 0;
const verdict = (holds) => {
  if (!holds) missed += 1;
  return holds ? '' : '  MISSED';
};
console.log(`${'ms'.padEnd(24)}${'stock'.padStart(9)}${'ours'.padStart(9)}${'live'.padStart(9)}`);
for (const [name, least, source] of ROWS) {
  const [theirs, ours, server] = [onStock(source), onOurs(source), await live?.time(source)];
  const factor = theirs / ours;
  console.log(
    `${name.padEnd(24)}${cell(theirs)}${cell(ours)}${cell(server)}  ${factor.toFixed(1)} × stock (at least ${least})${verdict(factor >= least)}`,
  );
}
for (const [name, most, source] of CALLS) {
  const [ours, server] = [onSandbox(source), await live?.time(source)];
  const factor = server === undefined ? undefined : ours / server;
  const text = factor === undefined ? '' : `  ${factor.toFixed(1)} × live (at most ${most})${verdict(factor <= most)}`;
  console.log(`${name.padEnd(24)}${cell(undefined)}${cell(ours)}${cell(server)}${text}`);
}
live?.stop();
process.exit(missed === 0 ? 0 : 1);
