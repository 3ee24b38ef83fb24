import type { Bytes } from '../bytes.js';
import type { LatencySeries } from './latency-monitor.js';

const COLUMNS = 80;
const ROWS = 4;
/** From a low to a high level within a row; below what is above it, a bar goes on. */
const LEVELS = ['_', 'o', '#'];
const BAR = '|';

/** LATENCY GRAPH: a sparkline with how long ago each sample was, read downwards (`latencyCommandGenSparkeline`). `now`: Unix time, seconds. */
export function latencyGraph(event: Bytes, { samples, worst }: LatencySeries, now: number): Bytes {
  const latencies = samples.map(({ latency }) => latency);
  const [low, high] = [Math.min(...latencies), Math.max(...latencies)];
  const columns = samples.map(({ latency, time }) => [
    ...bar((latency - low) / (high === low ? 1 : high - low)),
    ' ',
    ...age(now - time).split(''),
  ]);
  const head = `${event} - high ${high} ms, low ${low} ms (all time high ${worst} ms)\n${'-'.repeat(COLUMNS)}\n`;
  const lines: Bytes[] = [];
  for (let from = 0; from < columns.length; from += COLUMNS) lines.push(rendered(columns.slice(from, from + COLUMNS)));
  return head + lines.join('\n');
}

/** One column of the line, from the top: `height` from 0 to 1. */
function bar(height: number): string[] {
  const steps = LEVELS.length * ROWS;
  const step = Math.min(Math.trunc(height * steps), steps - 1);
  return Array.from({ length: ROWS }, (_, row) => {
    const level = step - (ROWS - row - 1) * LEVELS.length;
    return level >= LEVELS.length ? BAR : (LEVELS[level] ?? ' ');
  });
}

function age(seconds: number): string {
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}

/** `sparklineRenderRange`. */
function rendered(columns: readonly (readonly string[])[]): Bytes {
  const height = Math.max(...columns.map(({ length }) => length));
  return Array.from({ length: height }, (_, row) => `${columns.map((column) => column[row] ?? ' ').join('')}\n`).join(
    '',
  );
}
