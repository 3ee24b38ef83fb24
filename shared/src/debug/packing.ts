import { extentOf, pack, unpack, type PackedReply, type RespValue } from '../resp/index.js';
import type { CallArgs, CallName, CallResult } from './messages.js';
import type { Call, Recording } from './recording.js';

/** Replies with fewer values cross as they are. */
const MANY = 500;

type Sent<T extends { readonly reply?: RespValue }> = Omit<T, 'reply'> & { readonly reply?: RespValue | PackedReply };

/** A recording as it is sent and stored: plain data, its long replies packed. */
export type PackedRecording = Omit<Sent<Recording>, 'calls'> & { readonly calls: readonly Sent<Call>[] };

export type SentResult = CallResult[CallName] | PackedRecording | PackedReply;

export const packReply = (reply: RespValue): RespValue | PackedReply =>
  extentOf(reply).values < MANY ? reply : (pack(reply) ?? reply);

export const unpackReply = (reply: RespValue | PackedReply): RespValue =>
  reply.type === 'packed' ? unpack(reply) : reply;

const withPacked = <T extends { readonly reply?: RespValue }>(part: T): Sent<T> =>
  part.reply === undefined ? part : { ...part, reply: packReply(part.reply) };

export function packRecording(recording: Recording): PackedRecording {
  const long = recording.calls.some(({ reply }) => extentOf(reply).values >= MANY);
  return { ...withPacked(recording), calls: long ? recording.calls.map(withPacked) : recording.calls };
}

/** Also of what was never packed. */
export function unpackRecording(recording: PackedRecording): Recording {
  const { reply, calls, ...rest } = recording;
  const long = calls.some((call) => call.reply?.type === 'packed');
  return {
    ...rest,
    ...(reply !== undefined && { reply: unpackReply(reply) }),
    calls: (long ? calls.map((call) => ({ ...call, reply: unpackReply(call.reply!) })) : calls) as readonly Call[],
  };
}

/** What a method gave, as it is sent. */
export function packResult<K extends CallName>(method: K, result: CallResult[K]): SentResult {
  switch (method) {
    case 'run':
    case 'record':
      return packRecording(result as Recording);
    case 'execute':
      return packReply(result as RespValue);
    default:
      return result;
  }
}

export function unpackResult<K extends CallName>(method: K, sent: SentResult): CallResult[K] {
  switch (method) {
    case 'run':
    case 'record':
      return unpackRecording(sent as PackedRecording) as CallResult[K];
    case 'execute':
      return unpackReply(sent as RespValue | PackedReply) as CallResult[K];
    default:
      return sent as CallResult[K];
  }
}

/** A request that brings a recording along brings it packed; the engine gets it as it was. */
export function packArgs<K extends CallName>(method: K, args: CallArgs[K]): CallArgs[K] {
  return withAgain(method, args, packRecording as (recording: Recording) => Recording);
}

export function unpackArgs<K extends CallName>(method: K, args: CallArgs[K]): CallArgs[K] {
  return withAgain(method, args, unpackRecording as (recording: Recording) => Recording);
}

function withAgain<K extends CallName>(
  method: K,
  args: CallArgs[K],
  change: (recording: Recording) => Recording,
): CallArgs[K] {
  if (method !== 'record') return args;
  const [request] = args as CallArgs['record'];
  return (request.again === undefined ? args : [{ ...request, again: change(request.again) }]) as CallArgs[K];
}
