import { sha1 } from '@noble/hashes/legacy.js';
import { fromOctets, toHex, toOctets } from '../../bytes.js';
import type { EngineEvent, RunRequest, ServerFacts } from '../engine.js';
import { RECORDING_VERSION, type Recording, type RecordingId } from '../recording.js';

type Progress = Extract<EngineEvent, { type: 'progress' }>;

/** What is left of a run whose worker ended before it did. */
export interface LostRun {
  readonly id: RecordingId;
  readonly request: RunRequest;
  readonly server: ServerFacts;
  /** Milliseconds of the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** The last that was heard of it. */
  readonly progress: Progress | undefined;
  /** Why: `terminated`, `timeout`, `shutdown`, or what the worker died of. */
  readonly code: string;
}

/** A recording that says that no reply came, and why; its totals are the last that was heard of. */
export function lostRecording({ id, request, server, startedAt, endedAt, progress, code }: LostRun): Recording {
  const calls = progress?.calls ?? 0;
  const writes = progress?.writes ?? 0;
  return {
    version: RECORDING_VERSION,
    id,
    source: 'none',
    startedAt,
    request,
    server,
    dryRun: false,
    script: { sha1: toHex(fromOctets(sha1(toOctets(request.script)))) },
    outcome: { kind: 'lost', code },
    duration: (endedAt - startedAt) * 1000,
    calls: [],
    logs: [],
    errors: [],
    changes: [],
    conversions: [],
    totals: { calls, writes, reads: 0, errors: 0, logs: 0 },
    detail: { calls: 'unknown', logs: 'unknown', changes: 'unknown', conversions: 'unknown', steps: 'unknown' },
  };
}
