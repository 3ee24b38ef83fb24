import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromText, type Bytes } from '../src/bytes.js';
import type { Engine, RunMode, RunRequest } from '../src/debug/index.js';
import { Sandbox } from '../src/debug/sandbox/index.js';
import { splitArguments } from '../src/resp/index.js';
import { request } from './engine-suite.js';
import { transcript } from './transcript.js';

/** A script, what it starts from, and every step of its run as text: one file of `golden/`. */
export interface GoldenSession {
  /** The file's, without its ending. */
  readonly name: string;
  /** What sets up the data, on a server without any. */
  readonly given: readonly (readonly Bytes[])[];
  readonly request: RunRequest;
  /** A real server cannot record it. */
  readonly onlySandbox: boolean;
  /** The transcript that the file holds. */
  readonly expected: string;
}

const FOLDER = join(import.meta.dirname, 'golden');
const SCRIPT = '\n── script ──\n';
const SESSION = '\n── session ──\n';

export function goldenSessions(): readonly GoldenSession[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .map((file) => read(file.slice(0, -'.txt'.length), readFileSync(join(FOLDER, file), 'utf8')));
}

/** A sandbox with the session's data. */
export async function sandboxWith({ given }: Pick<GoldenSession, 'given'>): Promise<Sandbox> {
  const stopwatch = (): number => performance.now() * 1000;
  const sandbox = new Sandbox({ clock: () => Date.now() * 1000, stopwatch, seed: 1, newId: () => 'r' });
  for (const command of given) await sandbox.execute(command);
  return sandbox;
}

/** Puts a new transcript into the session's file. */
export function rewrite({ name }: GoldenSession, text: string): void {
  const file = join(FOLDER, `${name}.txt`);
  const [head] = readFileSync(file, 'utf8').split(SESSION);
  writeFileSync(file, `${head}${SESSION}${text}\n`);
}

/** The run of a session on an engine that has the given data, as the file shows it. */
export async function play(engine: Engine, session: GoldenSession): Promise<string> {
  const recording = await engine.record(session.request);
  const text = await transcript(engine, recording);
  await engine.release(recording.id);
  return text;
}

/** After the title come lines of `keys`, `args`, `given` (one a command), `mode`, `function`, `resp`. */
function read(name: string, text: string): GoldenSession {
  const [head = '', rest = ''] = text.split(SCRIPT);
  const [script = '', expected = ''] = rest.split(SESSION);
  const said = (word: string): Bytes[][] =>
    head
      .split('\n')
      .filter((line) => line.startsWith(`${word}: `))
      .map((line) => splitArguments(fromText(line.slice(word.length + 2))) ?? []);
  const one = (word: string): Bytes | undefined => said(word)[0]?.[0];
  const [mode = 'EVAL', functionName] = [one('mode'), one('function')];
  return {
    name,
    given: said('given'),
    onlySandbox: mode.startsWith('FCALL'),
    expected: expected.trimEnd(),
    request: request(fromText(script.replace(/\n$/, '')), {
      mode: mode as RunMode,
      keys: said('keys')[0] ?? [],
      args: said('args')[0] ?? [],
      resp: one('resp') === '3' ? 3 : 2,
      ...(functionName !== undefined && { functionName }),
    }),
  };
}
