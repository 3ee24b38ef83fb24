import { readLibrary } from '@luascope/shared/analysis';
import { fromText, unescaped, type Bytes } from '@luascope/shared/bytes';
import type { RunRequest } from '@luascope/shared/debug';
import { splitArguments } from '@luascope/shared/resp';
import { isLibraryMode, type InputRow, type RunInputs } from './script.js';

/** A row is never changed, only replaced: what it stands for is found once, since a value may be many megabytes. */
const bytesOfRow = new WeakMap<InputRow, Bytes>();

export function rowBytes(row: InputRow): Bytes {
  let bytes = bytesOfRow.get(row);
  if (bytes === undefined) bytesOfRow.set(row, (bytes = row.bytes ? unescaped(row.text) : fromText(row.text)));
  return bytes;
}

/** The exact bytes that are sent as the script: LF line ends, UTF-8. */
export const scriptBytes = (text: string): Bytes => fromText(text.replace(/\r\n?/g, '\n'));

/** The functions of a library, as far as their names are literal. */
export function functionsOf(text: string): readonly Bytes[] {
  const library = readLibrary(scriptBytes(text));
  return library.ok ? library.functions : [];
}

/** What FCALL calls: the function that was chosen, else the first of the library; undefined in the other modes. */
export function functionOf({ mode, functionName, text }: RunInputs): Bytes | undefined {
  if (!isLibraryMode(mode)) return undefined;
  return functionName ? fromText(functionName) : (functionsOf(text)[0] ?? '');
}

export interface Given {
  readonly commands: readonly (readonly Bytes[])[];
  /** Lines (from 1) that redis-cli would refuse: a quote is not closed. */
  readonly badLines: readonly number[];
}

export function parseGiven(text: string): Given {
  const commands: Bytes[][] = [];
  const badLines: number[] = [];
  text.split('\n').forEach((line, i) => {
    if (line.trim() === '' || line.trimStart().startsWith('#')) return;
    const args = splitArguments(fromText(line));
    if (args === undefined) badLines.push(i + 1);
    else if (args.length > 0) commands.push(args);
  });
  return { commands, badLines };
}

/**
 * What is sent to an engine. With an empty Given the data is kept; an engine that cannot empty its data (`freshData` false) always keeps it
 * and gets no Given.
 */
export function requestOf(
  inputs: RunInputs,
  options: {
    readonly freshData: boolean;
    readonly db: number;
    readonly maxSteps: number;
    readonly confirmed?: boolean;
  },
): RunRequest {
  const given = options.freshData ? parseGiven(inputs.given).commands : [];
  const functionName = functionOf(inputs);
  return {
    mode: inputs.mode,
    ...(functionName !== undefined && { functionName }),
    script: scriptBytes(inputs.text),
    keys: inputs.keys.map(rowBytes),
    args: inputs.args.map(rowBytes),
    given,
    data: given.length > 0 ? inputs.data : 'keep',
    resp: inputs.resp,
    db: options.db,
    maxSteps: options.maxSteps,
    ...(options.confirmed === true && { confirmed: true }),
  };
}
