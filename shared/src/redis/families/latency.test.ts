import { beforeEach, describe, expect, it } from 'vitest';
import { encode, splitArguments } from '../../resp/index.js';
import { redisFamilies } from '../redis-families.js';
import { Server } from '../server.js';

/** Microseconds that the next command takes. */
let duration = 0;
/** Clock, ms. */
let now = 1_700_000_000_000;
let ask: (line: string) => string;

beforeEach(() => {
  let stopwatch = 0;
  duration = 0;
  now = 1_700_000_000_000;
  const server = new Server({
    families: redisFamilies,
    clock: () => now * 1000,
    stopwatch: () => (stopwatch += duration),
    seed: 1,
  });
  const session = server.connect(() => undefined);
  ask = (line) =>
    encode(server.execute(session, splitArguments(line)!)!, 2)
      .replaceAll('\r\n', ' ')
      .trim();
});

function takes(microseconds: number, line: string): string {
  duration = microseconds;
  const reply = ask(line);
  duration = 0;
  return reply;
}

describe('LATENCY HISTOGRAM', () => {
  it('counts calls up to each power of two, to a second', () => {
    for (const microseconds of [0, 0, 1, 2, 3, 15, 130, 250_000, 900_000, 7_000_000]) takes(microseconds, 'GET k');
    expect(ask('LATENCY HISTOGRAM get')).toBe(
      '*2 $3 get *4 $5 calls :10 $14 histogram_usec *14 :1 :3 :2 :4 :4 :5 :16 :6 :132 :7 :270532 :8 :1073741 :10',
    );
  });

  it('answers for the subcommands of a container, and leaves out what was not called', () => {
    ask('CONFIG GET hz');
    expect(ask('LATENCY HISTOGRAM CONFIG nosuch set')).toBe(
      '*2 $10 config|get *4 $5 calls :1 $14 histogram_usec *2 :1 :1',
    );
    expect(ask('LATENCY HISTOGRAM config|GET')).toContain('config|get');
    expect(ask('LATENCY HISTOGRAM config|get|x')).toBe('*0');
  });

  it('is told in percentiles by INFO, forgotten by CONFIG RESETSTAT, and switched off by a setting', () => {
    for (const microseconds of [2, 9371, 481]) takes(microseconds, 'GET k');
    expect(ask('INFO latencystats')).toContain('latency_percentiles_usec_get:p50=481.279,p99=9371.647,p99.9=9371.647');
    ask('CONFIG RESETSTAT');
    ask('CONFIG SET latency-tracking no');
    ask('GET k');
    expect(ask('LATENCY HISTOGRAM get')).toBe('*0');
  });
});

describe('the latency monitor', () => {
  const slow = (ms: number, secondsLater: number): void => {
    takes(ms * 1000, 'KEYS k');
    now += secondsLater * 1000;
  };

  beforeEach(() => {
    ask('CONFIG SET latency-monitor-threshold 50');
  });

  it('keeps the worst of each second, by whether the command is a fast one', () => {
    slow(49, 0);
    expect(ask('LATENCY LATEST')).toBe('*0');
    slow(100, 0);
    slow(60, 1);
    slow(80, 0);
    takes(51_999, 'GET k');
    expect(ask('LATENCY HISTORY command')).toBe('*2 *2 :1700000000 :100 *2 :1700000001 :80');
    expect(ask('LATENCY LATEST')).toBe('*2 *4 $7 command :1700000001 :80 :100 *4 $12 fast-command :1700000001 :51 :51');
    expect(ask('LATENCY RESET COMMAND nosuch')).toBe(':1');
    expect(ask('LATENCY RESET')).toBe(':1');
  });

  // Both texts as redis-server 7.0.15 gave them after DEBUG SLEEP of 0.1, 0.25 and 0.98 seconds.
  it('draws a graph', () => {
    slow(100, 1);
    slow(250, 0);
    now += 1000;
    slow(980, 0);
    expect(ask('LATENCY GRAPH command')).toContain(
      'command - high 980 ms, low 100 ms (all time high 980 ms)\n' +
        `${'-'.repeat(80)}\n  #\n  |\n  |\n_#|\n   \n210\nsss`,
    );
  });

  it('gives advice', () => {
    expect(ask('LATENCY DOCTOR')).toContain('Dave, no latency spike was observed');
    slow(100, 1);
    slow(250, 1);
    slow(980, 0);
    expect(ask('LATENCY DOCTOR')).toContain(
      '1. command: 3 latency spikes (average 443ms, mean deviation 357ms, period 0.67 sec). Worst all time event 980ms.\n\nI have a few advices for you:\n\n- Check your Slow Log',
    );
    ask('CONFIG SET slowlog-log-slower-than 1000000');
    expect(ask('LATENCY DOCTOR')).toContain("Please use 'CONFIG SET slowlog-log-slower-than 50000'.");
    ask('CONFIG SET slowlog-log-slower-than -1');
    expect(ask('LATENCY DOCTOR')).toContain("using the command 'CONFIG SET slowlog-log-slower-than 50000'.");
  });
});
