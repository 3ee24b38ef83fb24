import type { Bytes } from '../bytes.js';
import type { LatencySeries } from './latency-monitor.js';
import type { Server } from './server.js';

const DISABLED =
  "I'm sorry, Dave, I can't do that. Latency monitoring is disabled in this Redis instance. You may use \"CONFIG SET latency-monitor-threshold <milliseconds>.\" in order to enable it. If we weren't in a deep space mission I'd suggest to take a look at https://redis.io/topics/latency-monitor.\n";
const NO_SPIKES =
  'Dave, no latency spike was observed during the lifetime of this Redis instance, not in the slightest bit. I honestly think you ought to sit down calmly, take a stress pill, and think things over.\n';
const SPIKES =
  "Dave, I have observed latency spikes in this Redis instance. You don't mind talking about it, do you Dave?\n\n";

const ENABLE_SLOWLOG = (threshold: Bytes): Bytes =>
  `- There are latency issues with potentially slow commands you are using. Try to enable the Slow Log Redis feature using the command 'CONFIG SET slowlog-log-slower-than ${threshold}'. If the Slow log is disabled Redis is not able to log slow commands execution for you.\n`;
const TUNE_SLOWLOG = (threshold: Bytes): Bytes =>
  `- Your current Slow Log configuration only logs events that are slower than your configured latency monitor threshold. Please use 'CONFIG SET slowlog-log-slower-than ${threshold}'.\n`;
const INSPECT_SLOWLOG =
  '- Check your Slow Log to understand what are the commands you are running which are too slow to execute. Please check https://redis.io/commands/slowlog for more information.\n';
const INTRINSIC_LATENCY = `- The system is slow to execute Redis code paths not containing system calls. This usually means the system does not provide Redis CPU time to run for long periods. You should try to:
  1) Lower the system load.
  2) Use a computer / VM just for Redis if you are running other software in the same system.
  3) Check if you have a "noisy neighbour" problem.
  4) Check with 'redis-cli --intrinsic-latency 100' what is the intrinsic latency in your system.
  5) Check if the problem is allocator-related by recompiling Redis with MALLOC=libc, if you are using Jemalloc. However this may create fragmentation problems.
`;
const LARGE_OBJECTS =
  '- Deleting, expiring or evicting (because of maxmemory policy) large objects is a blocking operation. If you have very large objects that are often deleted, expired, or evicted, try to fragment those objects into multiple smaller objects.\n';

/** LATENCY DOCTOR (`createLatencyReport`), for the events there can be here: commands, fast or not. `now`: Unix time, seconds. */
export function latencyReport({ latency: { events }, config }: Server, now: number): Bytes {
  if (events.size === 0) return config.number('latency-monitor-threshold') === 0 ? DISABLED : NO_SPIKES;
  const spikes = [...events].map(([event, series], i) => `${i + 1}. ${event}: ${describe(series, now)}\n`);
  const advice = [
    ...(events.has('command') ? [slowlogAdvice(config), INSPECT_SLOWLOG] : []),
    ...(events.has('fast-command') ? [INTRINSIC_LATENCY] : []),
    ...(events.has('command') ? [LARGE_OBJECTS] : []),
  ];
  return `${SPIKES}${spikes.join('')}\nI have a few advices for you:\n\n${advice.join('')}`;
}

function slowlogAdvice(config: Server['config']): Bytes {
  const { slowerThan } = config.slowlog;
  const threshold = config.text('latency-monitor-threshold');
  const inMicroseconds = String(BigInt(threshold) * 1000n);
  if (slowerThan < 0) return ENABLE_SLOWLOG(inMicroseconds);
  return Math.floor(slowerThan / 1000) > Number(threshold) ? TUNE_SLOWLOG(inMicroseconds) : '';
}

/** `analyzeLatencyForEvent`: all means are cut to whole milliseconds. */
function describe({ samples, worst }: LatencySeries, now: number): Bytes {
  const mean = (values: readonly number[]): number => Math.floor(values.reduce((a, b) => a + b, 0) / values.length);
  const latencies = samples.map(({ latency }) => latency);
  const average = mean(latencies);
  const deviation = mean(latencies.map((latency) => Math.abs(average - latency)));
  const period = Math.max(1, now - samples[0]!.time);
  return `${samples.length} latency spikes (average ${average}ms, mean deviation ${deviation}ms, period ${(period / samples.length).toFixed(2)} sec). Worst all time event ${worst}ms.`;
}
