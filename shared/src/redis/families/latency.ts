import type { Bytes } from '../../bytes.js';
import { lowerCase } from '../../commands/lookup.js';
import { array, bulk, EMPTY_ARRAY, integer, map, text, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Command } from '../command.js';
import type { Context } from '../context.js';
import { fail, noLatencySamples, untilNul } from '../errors.js';
import type { Family } from '../family.js';
import type { LatencyHistogram } from '../latency-histogram.js';
import type { LatencySample } from '../latency-monitor.js';
import { latencyGraph } from '../latency-graph.js';
import { latencyReport } from '../latency-report.js';

export const latencyFamily: Family = {
  name: 'latency',
  commands: {
    'latency|doctor': ({ server, now }) => text(latencyReport(server, Math.floor(now / 1000))),
    'latency|graph': graph,
    'latency|histogram': histograms,
    'latency|history': history,
    'latency|latest': latest,
    'latency|reset': reset,
  },
};

function graph({ server, now }: Context, args: Args): RespValue {
  const event = untilNul(args.next());
  const series = server.latency.events.get(event);
  return text(
    series === undefined ? fail(noLatencySamples(event)) : latencyGraph(event, series, Math.floor(now / 1000)),
  );
}

function history({ server }: Context, args: Args): RespValue {
  const series = server.latency.events.get(untilNul(args.next()));
  return series === undefined ? EMPTY_ARRAY : array(series.samples.map((sample) => array(numbers(sample))));
}

const numbers = ({ time, latency }: LatencySample): RespValue[] => [integer(time), integer(latency)];

function latest({ server }: Context): RespValue {
  return array(
    [...server.latency.events].map(([event, { samples, worst }]) =>
      array([bulk(event), ...numbers(samples.at(-1)!), integer(worst)]),
    ),
  );
}

function reset({ server: { latency } }: Context, args: Args): RespValue {
  if (args.left === 0) return integer(latency.resetAll());
  return integer(args.rest().reduce((sum, event) => sum + latency.reset(event), 0));
}

/** LATENCY HISTOGRAM: of the commands named, and the subcommands of containers among them; of all that were called when none is. */
function histograms({ server }: Context, args: Args): RespValue {
  const named = args.rest().map((name) => findByName(server.commands, name));
  const commands = named.length === 0 ? [...server.commands.values()] : named;
  return map(
    commands
      .flatMap((command) => (command === undefined ? [] : [command, ...command.subcommands.values()]))
      .flatMap(({ name, statistics: { latency } }) =>
        latency === undefined ? [] : [[bulk(name), distribution(latency)]],
      ),
  );
}

/** `lookupCommandBySds`: `config|get`, in any case. */
function findByName(commands: ReadonlyMap<Bytes, Command>, name: Bytes): Command | undefined {
  const [word, subcommand, ...more] = lowerCase(name).split('|');
  const command = commands.get(word!);
  if (subcommand === undefined || more.length > 0) return more.length > 0 ? undefined : command;
  return command?.subcommands.get(subcommand);
}

function distribution(histogram: LatencyHistogram): RespValue {
  const steps = [...histogram.cumulative()];
  return map([
    [bulk('calls'), integer(histogram.total)],
    [bulk('histogram_usec'), map(steps.map(([upTo, calls]) => [integer(upTo), integer(calls)]))],
  ]);
}
