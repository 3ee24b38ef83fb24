/** Words for what recordings do not keep: steps past the limit, and long strings of calls. */
export const limitsEn = {
  steps: 'Limit of recorded steps…',
  title: 'Recorded steps',
  text: 'A recording ends after this many steps, and says so. The script itself still runs to its end.',
  field: 'Steps at most',
  range: (most: string): string => `A whole number from 1 to ${most}.`,
  set: 'Set',
  long: (bytes: string): string => `${bytes} bytes …`,
  longHint: 'Only the beginning was kept. Shows the whole.',
  longTitle: (name: string, line: number): string => `Long strings of ${name}, line ${line}`,
  argument: (n: number): string => `Argument ${n}`,
  close: 'Close',
  reply: 'Reply',
  bytes: (bytes: string): string => `${bytes} bytes`,
  looking: 'Brought back by running the recording again …',
  gone: 'The whole is no longer there: the recording was let go. This is its beginning.',
  cut: (bytes: string): string => `The first ${bytes} bytes are shown.`,
};
