import type { Bytes } from '@luascope/shared/bytes';
import type { Call, ErrorEvent, Recording } from '@luascope/shared/debug';

/** One station on the way of an error from the command that failed to whoever received it. */
export type Station =
  | { readonly kind: 'sends'; readonly line: number; readonly call: Call }
  | { readonly kind: 'replies'; readonly text: Bytes }
  | { readonly kind: 'raises'; readonly line: number; readonly by: ErrorEvent['by']; readonly text: Bytes }
  /** redis.pcall turned the error into a table, or pcall caught it: the script goes on. */
  | { readonly kind: 'caught'; readonly line: number; readonly by: ErrorEvent['by'] }
  | { readonly kind: 'client'; readonly text: Bytes };

export interface Journey {
  readonly stations: readonly Station[];
  /** False when the script caught it and went on. */
  readonly reachedClient: boolean;
}

/** Every error of a run, each with the way it took. The last one ends at the client when the reply is an error. */
export function journeys({ errors, calls, reply }: Pick<Recording, 'errors' | 'calls' | 'reply'>): Journey[] {
  const byOrdinal = new Map(calls.map((call) => [call.ordinal, call]));
  const found: { stations: Station[]; caught: boolean }[] = [];
  for (const event of errors) {
    const last = found.at(-1);
    const call = event.call === undefined ? undefined : (calls[event.call] ?? byOrdinal.get(event.call));
    if (event.kind === 'caught') {
      // The server's own protected call around the whole script: the way goes on to the client.
      if (event.by === 'host') {
        if (last === undefined || last.caught) found.push({ stations: [raisedBy(event)], caught: false });
      } else if (event.by === 'redis.pcall') found.push({ stations: [...sent(call), caught(event)], caught: true });
      else if (last !== undefined && !last.caught) {
        last.stations.push(caught(event));
        last.caught = true;
      }
      continue;
    }
    found.push({ stations: [...sent(call), raisedBy(event)], caught: false });
  }
  const text = reply?.type === 'error' ? reply.text : undefined;
  const last = found.at(-1);
  if (text !== undefined) {
    const client: Station = { kind: 'client', text };
    if (last !== undefined && !last.caught) last.stations.push(client);
    else found.push({ stations: [client], caught: false });
  }
  return found.map(({ stations, caught: wasCaught }) => ({ stations, reachedClient: !wasCaught }));
}

/** An error that only the server's own call saw was raised by the script itself, or by Lua in it. */
const raisedBy = (event: ErrorEvent): Station => ({
  kind: 'raises',
  line: event.line,
  by: event.by === 'host' ? 'runtime' : event.by,
  text: event.message,
});

const caught = (event: ErrorEvent): Station => ({ kind: 'caught', line: event.line, by: event.by });

function sent(call: Call | undefined): Station[] {
  if (call === undefined) return [];
  const stations: Station[] = [{ kind: 'sends', line: call.line, call }];
  if (call.reply.type === 'error') stations.push({ kind: 'replies', text: call.reply.text });
  return stations;
}

/** Errors that the panel shows; what was not kept is in the total. */
export const errorCount = (recording: Recording): number => journeys(recording).length;

/** Writes that were made before the script was stopped by an error: they stay, as nothing is rolled back. */
export const writesThatStay = ({ outcome, calls }: Pick<Recording, 'outcome' | 'calls'>): readonly Call[] =>
  outcome.kind === 'error' ? calls.filter((call) => call.effect === 'write' && call.reply.type !== 'error') : [];
