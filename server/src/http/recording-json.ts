import type { Bytes } from '@luascope/shared/bytes';
import type { KeyState, Recording } from '@luascope/shared/debug';
import { bytesToJson, replyToJson, type JsonBytes } from './json.js';

/** A recording in the JSON of the HTTP API: the same facts, with bytes as text or hexadecimal digits; `detail` says what is not known. */
export function recordingToJson(recording: Recording): Readonly<Record<string, unknown>> {
  const { id, startedAt, server, dryRun, script, outcome, reply, wire, duration, calls, logs, errors, changes } =
    recording;
  return {
    id,
    startedAt,
    server,
    dryRun,
    script,
    outcome,
    ...(reply && { reply: replyToJson(reply) }),
    ...(wire && { bytes: bytesToJson(wire.bytes), bytesTotal: wire.total }),
    durationMicros: duration,
    calls: calls.map((call) => ({ ...call, command: call.command.map(bytesToJson), reply: replyToJson(call.reply) })),
    logs: logs.map((log) => ({ ...log, message: bytesToJson(log.message) })),
    errors: errors.map((event) => ({ ...event, message: bytesToJson(event.message) })),
    changes: changes.map(({ db, key, before, after }) => ({
      db,
      key: bytesToJson(key),
      ...(before && { before: stateToJson(before) }),
      ...(after && { after: stateToJson(after) }),
    })),
    conversions: recording.conversions,
    totals: recording.totals,
    detail: recording.detail,
  };
}

function stateToJson(state: KeyState): Omit<KeyState, 'preview'> & { readonly preview: readonly JsonBytes[] } {
  return { ...state, preview: state.preview.map((bytes: Bytes) => bytesToJson(bytes)) };
}
