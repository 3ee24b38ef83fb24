import type { Bytes } from '../bytes.js';
import { lowerCase } from '../commands/lookup.js';
import { untilNul } from './errors.js';

const KEPT = 160;

export interface LatencySample {
  /** Unix time, seconds. */
  readonly time: number;
  /** Milliseconds: the most of that second. */
  latency: number;
}

export interface LatencySeries {
  /** Milliseconds, since the series began. */
  worst: number;
  /** The last ones, oldest first; never empty. */
  readonly samples: LatencySample[];
}

/** What took longer than `latency-monitor-threshold`, by kind of event. */
export class LatencyMonitor {
  readonly events = new Map<Bytes, LatencySeries>();

  /** `latencyAddSample`. `time`: Unix time, seconds; `latency`: milliseconds. */
  add(event: Bytes, time: number, latency: number): void {
    let series = this.events.get(event);
    if (series === undefined) this.events.set(event, (series = { worst: 0, samples: [] }));
    series.worst = Math.max(series.worst, latency);
    const last = series.samples.at(-1);
    if (last?.time === time) {
      last.latency = Math.max(last.latency, latency);
      return;
    }
    series.samples.push({ time, latency });
    if (series.samples.length > KEPT) series.samples.shift();
  }

  /** `latencyResetEvent`: forgets one event, in whatever case it is written. Gives how many went. */
  reset(wanted: Bytes): number {
    return this.events.delete(lowerCase(untilNul(wanted))) ? 1 : 0;
  }

  resetAll(): number {
    const { size } = this.events;
    this.events.clear();
    return size;
  }
}
