import type { RespVersion } from '@luascope/shared/resp';

export type ScriptId = string;

/** How a script is sent. With FCALL the tab holds a library, which is loaded before each run. */
export const MODES = ['EVAL', 'EVALSHA', 'EVAL_RO', 'EVALSHA_RO', 'FCALL', 'FCALL_RO'] as const;
export type Mode = (typeof MODES)[number];
export const isLibraryMode = (mode: string | undefined): boolean => mode === 'FCALL' || mode === 'FCALL_RO';

/** One KEYS or ARGV value as typed: literal text, or (`bytes`) text with redis-cli escapes such as `\x00`. */
export interface InputRow {
  /** Names the row while it is moved and edited; unique within its script. */
  readonly id: string;
  readonly text: string;
  readonly bytes: boolean;
}

/** One script tab with everything that decides its run, as the user typed it. */
export interface Script {
  readonly id: ScriptId;
  /** File name shown on the tab, for instance `points.lua`. */
  readonly name: string;
  /** Source text with LF line ends. */
  readonly text: string;
  readonly keys: readonly InputRow[];
  readonly args: readonly InputRow[];
  /** One command a line, as in redis-cli; blank lines and lines that begin with `#` are skipped. */
  readonly given: string;
  /** `fresh`: every run starts from emptied data and Given. `keep`: data stays between runs. */
  readonly data: 'fresh' | 'keep';
  readonly mode: Mode;
  /** What FCALL calls; without it, the first function that the library registers. */
  readonly functionName?: string;
  readonly resp: RespVersion;
  /** Position among the tabs; ties are broken by id, so that every window shows the same order. */
  readonly order: number;
  /** The example it was opened from, so that opening it again finds the tab. */
  readonly example?: string;
}

/** The part of a script that a run depends on. */
export type RunInputs = Pick<Script, 'text' | 'keys' | 'args' | 'given' | 'data' | 'mode' | 'functionName' | 'resp'>;

let counter = 0;
/** An id no other window makes either. */
export function freshId(): string {
  counter += 1;
  return `${Date.now().toString(36)}${counter.toString(36)}${Math.floor(Math.random() * 36 ** 4).toString(36)}`;
}

export const textRow = (text: string): InputRow => ({ id: freshId(), text, bytes: false });
export const bytesRow = (text: string): InputRow => ({ id: freshId(), text, bytes: true });

/** A script with nothing in it, named so that no open tab has the name. */
export function blankScript(taken: readonly string[], order: number): Script {
  return {
    id: freshId(),
    name: freeName('script.lua', taken),
    text: '',
    keys: [],
    args: [],
    given: '',
    data: 'fresh',
    mode: 'EVAL',
    resp: 2,
    order,
  };
}

/** `points.lua`, or `points-2.lua` … when that is taken. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  const dot = wanted.lastIndexOf('.');
  const stem = dot > 0 ? wanted.slice(0, dot) : wanted;
  const ending = dot > 0 ? wanted.slice(dot) : '';
  for (let n = 2; ; n++) {
    const name = `${stem}-${n}${ending}`;
    if (!taken.includes(name)) return name;
  }
}

const sameRows = (a: readonly InputRow[], b: readonly InputRow[]): boolean =>
  a === b || (a.length === b.length && a.every((row, i) => row.text === b[i]!.text && row.bytes === b[i]!.bytes));

/** Whether two runs of these inputs would send the same thing. */
export function sameInputs(a: RunInputs, b: RunInputs): boolean {
  return (
    a.text === b.text &&
    a.given === b.given &&
    a.data === b.data &&
    a.mode === b.mode &&
    a.functionName === b.functionName &&
    a.resp === b.resp &&
    sameRows(a.keys, b.keys) &&
    sameRows(a.args, b.args)
  );
}
