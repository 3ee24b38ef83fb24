import { quoteArgument } from '@luascope/shared/analysis';
import { toText, type Bytes } from '@luascope/shared/bytes';
import type { RunRequest } from '@luascope/shared/debug';
import { readRecordingFile, writeRecordingFile, type FileProblem } from '@luascope/shared/wire';
import { recordingMessagesOf, type RecordingMessages } from '../i18n/recording.js';
import { shownRecording } from '../state/debug.js';
import { setRun } from '../state/runs.js';
import type { RunInputs } from '../state/script.js';
import { announce } from '../state/screen.js';
import { openScript, selectedScript } from '../state/scripts.js';
import { app } from '../state/store.js';
import { download } from './download.js';
import { canOpen, openAsRecording } from './record.js';
import { rowOf } from './takePasted.js';

const words = (): RecordingMessages => recordingMessagesOf(app.getState().settings.language);

/** Saves what panels show of the selected script: the recording that is open, else its last run. */
export function saveRecording(): void {
  const state = app.getState();
  const recording = shownRecording(state);
  if (recording === undefined) return announce(words().nothingToSave);
  const { name } = selectedScript(state);
  const file = `${name.replace(/\.lua$/, '')}.recording.json`;
  download(file, new Blob([writeRecordingFile({ name, recording })], { type: 'application/json' }));
  announce(words().saved(file));
}

/**
 * Opens the text of a file as a recording, in a tab of its own that has its script and inputs. What cannot be read is said, and changes nothing.
 *
 * @param file its name, for messages
 */
export async function openRecording(text: string, file: string): Promise<void> {
  const read = readRecordingFile(text);
  if (!read.ok) return announce(describe(read.problem, file));
  const { name, recording } = read.file;
  const id = openScript({ name, ...inputsOf(recording.request) });
  const { settings, scripts } = app.getState();
  setRun(id, {
    status: 'done',
    target: settings.target,
    startedAt: recording.startedAt,
    inputs: scripts[id]!,
    recording,
    file,
  });
  app.setState({ started: true });
  announce(words().opened(file));
  if (canOpen(app.getState())) await openAsRecording();
}

function describe(problem: FileProblem, file: string): string {
  const { problems } = words();
  return problem.reason === 'damaged' ? problems.damaged(file, problem.field) : problems[problem.reason](file);
}

/** What a tab has to hold so that the same request is sent. */
function inputsOf(request: RunRequest): RunInputs {
  const { mode, script, functionName, keys, args, given, data, resp } = request;
  return {
    mode,
    text: asText(script),
    ...(functionName !== undefined && { functionName: asText(functionName) }),
    keys: keys.map(rowOf),
    args: args.map(rowOf),
    given: given.map((command) => asText(command.map(quoteArgument).join(' '))).join('\n'),
    data,
    resp,
  };
}

/** Bytes that are no text stand as the characters of the same numbers. */
const asText = (bytes: Bytes): string => toText(bytes) ?? bytes;
