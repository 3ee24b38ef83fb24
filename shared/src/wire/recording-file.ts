import * as z from 'zod/mini';
import { decodeMessage, encodeMessage, RECORDING_VERSION, type Recording } from '../debug/index.js';
import { recording } from './recording-schema.js';

/** A recording as it is saved: its version is that of the recording in it. */
export interface RecordingFile {
  /** Of the script's tab, `points.lua`. */
  readonly name: string;
  readonly recording: Recording;
}

/** What the first member of every such file says, so that it is known for what it is. */
const KIND = 'recording';

/** `UPGRADES[n]` turns the content of a file of version n into that of n + 1. */
const UPGRADES: Readonly<Record<number, (content: Content) => Content>> = {};

interface Content {
  readonly name: unknown;
  readonly recording: unknown;
}

const envelope = z.looseObject({ luascope: z.literal(KIND), version: z.int().check(z.positive()) });
const content = z.looseObject({ name: z.string(), recording: z.unknown() });

/** JSON text in which every byte survives. What only the program that made it can use is left out. */
export function writeRecordingFile({ name, recording: made }: RecordingFile): string {
  const { again: _again, rerun: _rerun, startOf: _startOf, confirmed: _confirmed, ...request } = made.request;
  return encodeMessage({ luascope: KIND, version: RECORDING_VERSION, name, recording: { ...made, request } });
}

/** Whether text wants to be a recording's file, by its beginning. */
export const looksLikeRecording = (text: string): boolean => /^\s*\{\s*"luascope"\s*:\s*"recording"/.test(text);

/** Why a file is not opened. */
export type FileProblem =
  /** It is no recording. */
  | { readonly reason: 'other' }
  /** A newer Luascope saved it. */
  | { readonly reason: 'newer'; readonly version: number }
  /** It cannot be read; `field` is where that shows first, empty for the whole. */
  | { readonly reason: 'damaged'; readonly field: string };

export type ReadFile =
  { readonly ok: true; readonly file: RecordingFile } | { readonly ok: false; readonly problem: FileProblem };

/** The recording in a file of this version or of one before. Whatever the text is, this returns. */
export function readRecordingFile(text: string): ReadFile {
  try {
    return { ok: true, file: fileIn(decoded(text)) };
  } catch (failure) {
    if (failure instanceof Unreadable) return { ok: false, problem: failure.problem };
    // A value that is nested more deeply than any checking can go.
    if (failure instanceof RangeError) return { ok: false, problem: { reason: 'damaged', field: '' } };
    throw failure;
  }
}

class Unreadable extends Error {
  constructor(readonly problem: FileProblem) {
    super(problem.reason);
  }
}

function fileIn(whole: unknown): RecordingFile {
  const outer = z.safeParse(envelope, whole);
  if (!outer.success) throw new Unreadable({ reason: 'other' });
  const { version } = outer.data;
  if (version > RECORDING_VERSION) throw new Unreadable({ reason: 'newer', version });
  let inner: Content = checked(content, whole);
  for (let v = version; v < RECORDING_VERSION; v++) inner = UPGRADES[v]?.(inner) ?? inner;
  return { name: checked(z.string(), inner.name), recording: checked(recording, inner.recording) };
}

function decoded(text: string): unknown {
  try {
    return decodeMessage(text);
  } catch {
    throw new Unreadable(looksLikeRecording(text) ? { reason: 'damaged', field: '' } : { reason: 'other' });
  }
}

function checked<T>(schema: z.ZodMiniType<T>, value: unknown): T {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  throw new Unreadable({ reason: 'damaged', field: result.error.issues[0]?.path.map(String).join('.') ?? '' });
}
