import type { ErrorEvent, Switchable } from '@luascope/shared/debug';
import { formats } from './formats.js';

const { count } = formats('en');
const plural = (n: number, one: string, many: string): string => `${count(n)} ${n === 1 ? one : many}`;
const VALUES = { string: 'a string', table: 'a table', other: 'a value that is no string' } as const;

/** How errors travel, what the other way to call leads to, and where values of a reply come from. */
export const propagationEn = {
  none: 'No errors',
  notRun: 'No errors yet',
  noneText: 'When a call fails or the script raises, the way of the error is shown here.',
  copy: 'Copy error',
  reached: 'How the error reached the client',
  caught: 'Caught on the way: the script went on',
  crashed: 'How the error brought the server down',
  stations: {
    sends: 'Script sends',
    replies: 'Server replies',
    compiles: 'Compiler refuses',
    unwinds: 'Stack unwinds',
    returned: 'Script returns it',
    client: 'Client receives',
    crash: 'Nobody receives',
  },
  raises: (by: ErrorEvent['by']): string =>
    by === 'runtime'
      ? 'Lua raises'
      : by === 'host'
        ? 'Redis ends it'
        : by === 'error'
          ? 'error() raises'
          : `${by} raises`,
  catches: (by: ErrorEvent['by']): string => `${by} catches`,
  at: (line: number): string => `error at line ${line}`,
  caughtAt: (line: number, name: string | undefined): string =>
    name === undefined ? `line ${line}` : `${name} line ${line}`,
  frame: (name: string, line: number): string => `${name} line ${line}`,
  moreFrames: (n: number): string => `and ${plural(n, 'more', 'more')}`,
  sentFrom: (name: string, line: number): string => `Line ${line}, in ${name}.`,
  nothingChanged: 'This command changed nothing.',
  notRunAtAll: 'The script never starts: no command is sent.',
  becomesError: 'The reply becomes an error, not a value.',
  carries: (value: NonNullable<ErrorEvent['value']>): string => `It carries ${VALUES[value]}.`,
  /** Of what was raised, where it has no words of its own. */
  withoutText: { table: '{…} without err', other: 'no string' },
  noPcall: 'No pcall on the way: the script ends.',
  ended: (n: number): string => (n === 1 ? 'This function ends here.' : `These ${count(n)} functions end here.`),
  goesOn: (value: NonNullable<ErrorEvent['value']> | undefined): string =>
    value === undefined ? 'The script goes on.' : `The script goes on and gets ${VALUES[value]}.`,
  returnedText: 'Nothing was raised: the reply is this table’s err.',
  adds: (before: string, after: string): string =>
    before !== '' && after !== ''
      ? `Redis adds ${before} before it, the SHA1 and the line after it.`
      : before !== ''
        ? `Redis adds ${before} before it.`
        : 'Redis adds the SHA1 and the line.',
  unchangedText: 'Redis adds nothing.',
  crashText: 'redis-server 7.0.15 dies of a table without err. Give it an err field.',
  earlier: (n: number): string => `${plural(n, 'earlier error', 'earlier errors')} not shown`,
  compare: {
    title: 'Same data, two ways to call',
    sameStart: 'both recorded from what this run started from; nothing is changed',
    sameNow:
      'both recorded from the data as it is now, since what this run started from was not kept; nothing is changed',
    start: 'Compare',
    working: 'Both are being recorded …',
    offer: 'Records the script as it is and with its calls turned, on the same data, and changes nothing.',
    cannot: 'This target cannot record, so the two cannot be compared here. The sandbox can.',
    which: 'Which calls to turn',
    all: (to: Switchable['via']): string => `all calls → redis.${to}`,
    one: (to: Switchable['via'], line: number, command: string): string => `line ${line} ${command} → redis.${to}`,
    asIs: 'As it is',
    turned: 'Turned',
    failed: 'It could not be recorded.',
  },
  tag: {
    stops: (line: number | undefined): string => (line === undefined ? 'stops' : `stops at line ${line}`),
    finished: 'runs to the end',
    returned: 'runs to the end, returns an error',
    killed: 'killed',
    crash: 'server crashes',
    lost: 'no reply',
  },
  listSeparator: ', ',
  sentenceSeparator: ' ',
  writesStay: (n: number): string => (n === 0 ? 'no write stays' : `${plural(n, 'write stays', 'writes stay')}`),
  neverSent: (n: number): string => `${plural(n, 'command', 'commands')} never sent`,
  firstFailure: (line: number, failures: number): string =>
    failures === 1 ? `One failure, on line ${line}.` : `${count(failures)} failures, the first on line ${line}.`,
  noFailure: 'No call fails.',
  unchecked: (name: string | undefined, line: number): string =>
    name === undefined
      ? `The result of line ${line} is an error that nothing looks at.`
      : `${name} of line ${line} is an error table that nothing looks at.`,
  uncheckedUse: {
    used: (line: number): string => `Used as a value on line ${line}.`,
    passed: (line: number): string => `Handed on in line ${line}.`,
  },
  statements: 'Statements executed',
  ofAll: (n: number, all: number): string => `${count(n)} of ${count(all)}`,
  ran: 'ran',
  idle: 'did not run',
  wrote: 'wrote',
  failedHere: 'failed',
  replyTo: 'Reply to the client',
  moreLines: (n: number): string => `… ${plural(n, 'more line', 'more lines')}`,
  stay: 'Writes that stay',
  neverRolledBack: 'never rolled back',
  raisedHere: 'raised',
  returnedHere: 'returned',
  never: 'never sent',
  noWrites: 'Neither writes anything.',
  moreRows: (n: number): string => `… ${plural(n, 'more row', 'more rows')}`,
  origin: {
    title: 'Came from',
    made: 'Made at',
    step: (step: number): string => `step ${step}`,
    line: (line: number): string => `line ${line}`,
    looking: 'looking …',
    needsRecording: 'Open the recording to see the step of the last write.',
    unknown: 'not known',
  },
  conversion: {
    'nil nil': 'nil is the nil reply.',
    'boolean nil': 'false becomes nil.',
    'boolean integer': 'true becomes 1.',
    'boolean boolean': 'RESP3 has booleans: they stay what they are.',
    'number integer': 'Any fraction is cut: 3.7 → 3.',
    'string bulk': 'Every byte is sent as it is.',
    'table array': 'Items 1, 2, 3 … up to the first nil.',
    'table map': 'Keys and values as they are.',
    'ok-table status': 'The text of ok, as a status.',
    'err-table error': 'The text of err, as an error.',
    'double-table double': 'The number in double, with its fraction.',
    'map-table map': 'The table in map, as a map.',
    'set-table set': 'The keys of the table in set.',
    'table bignumber': 'The digits in big_number.',
    'table verbatim': 'The text in verbatim_string.',
    'other nil': 'A function or a coroutine has no form in RESP.',
    'other error': 'Nested more deeply than Redis can send.',
  } as Readonly<Record<string, string>>,
};
