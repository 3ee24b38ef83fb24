/** Words for trying a run, for recordings as files, and for what is fixed while one is open. */
export const recordingEn = {
  dryRun: 'Dry run',
  dryRunHint: {
    live: 'Runs against real data in a forked copy. Changes nothing.',
    sandbox: 'Runs on a copy of the sandbox’s data. Changes nothing.',
  },
  recordingOpen: 'Recording open',
  atStep: 'At step',
  atEnd: 'at the end',
  nothingYet: 'Nothing changed so far',
  nothingYetText: 'At this step every key is as the script found it.',
  nothingChanged: 'Nothing was changed',
  wouldChange: 'Would change',
  wouldFail: 'Would stop with an error',
  didCrash: 'Crashed the server',
  wouldCrash: (line: number | undefined): string =>
    `A forked copy of the server ended${line === undefined ? '' : ` at line ${line}`}: error() got a table without err, of which Redis 7.0 dies. Give the table an err field before it runs for real.`,
  strayed: 'Steps went another way',
  /** @param own what the run that has the steps replied */
  strayedText: (own: string | undefined): string =>
    `The steps, calls and changes are those of a run of its own, with probes in the script. That one ${own === undefined ? 'came to no reply' : `replied ${own}`}, which is not the reply shown. Time, chance, other clients, or a script that looks at its own functions may part the two.`,
  around: {
    calls:
      'This script can reach redis.call through the table of globals, where a recording of a live server does not see it: not all of its calls are known.',
    errors:
      'This script can reach redis.call through the table of globals, where a recording of a live server does not see it: not all of its errors are known.',
  },
  dryRunDone: (reply: string): string => `Dry run finished, nothing was changed. Reply: ${reply}.`,
  dryRunCrash: 'Dry run: this script would crash the server.',
  noRecord: {
    tls: 'Over TLS no debug session can be forked, so there is no recording and no dry run. Run works, and the sandbox records.',
    refused: (reply: string): string =>
      `This server refuses SCRIPT DEBUG (${reply}), so there is no recording and no dry run. Run works, and the sandbox records: copy the keys into Given first.`,
  },
  died: (line: string): string =>
    `Tried in a forked copy: the copy ended${line === '' ? '' : ` at line ${line}`}, since error() got a table without err. The server would end, too.`,
  locked: 'Fixed while a recording is open. Close it to edit (Escape in the transport).',
  edit: 'Close to edit',
  fixedGiven: ', fixed while a recording is open',
  save: 'Save recording as file',
  openFile: 'Open recording from file…',
  nothingToSave: 'Run or record the script first: there is nothing to save.',
  fromFile: 'from a file',
  earlier: (name: string): string => `The script was edited since: what ran is in ${name}.`,
  opened: (name: string): string => `${name} opened.`,
  saved: (name: string): string => `Saved as ${name}.`,
  dropHere: 'Drop scripts or recordings',
  problems: {
    other: (name: string): string => `${name} is no recording of Luascope. Nothing was opened.`,
    newer: (name: string): string => `${name} was saved by a newer Luascope. Reload the page, or use that one.`,
    damaged: (name: string, field: string): string =>
      `${name} is damaged${field === '' ? '' : ` (${field})`}, so it was not opened. What is here stays as it was.`,
    large: (name: string): string => `${name} is too large to be a recording.`,
  },
};
