import { formats } from './formats.js';

const { count } = formats('en');
const plural = (n: number, one: string, many: string): string => `${count(n)} ${n === 1 ? one : many}`;

/** The words of the debugger: what is there while a recording is open. */
export const debugEn = {
  record: 'Record',
  openAsRecording: 'Open as recording',
  cannotRecord: 'This target cannot record.',
  noRun: 'There is no finished run to open.',
  close: 'Close recording',
  transport: 'Time travel',
  start: 'Start',
  reverse: 'Reverse',
  back: 'Back',
  over: 'Over',
  into: 'Into',
  out: 'Out',
  continue: 'Continue',
  actions: {
    start: 'Go to the first step',
    reverse: 'Reverse-continue',
    back: 'Step back',
    over: 'Step over',
    into: 'Step into',
    out: 'Step out',
    continue: 'Continue',
    toggleBreakpoint: 'Toggle breakpoint on the caret’s line',
    toggleStatementBreakpoint: 'Toggle breakpoint on the caret’s statement',
    runToCursor: 'Run to the cursor',
    backToCursor: 'Run back to the cursor',
  },
  noStatement: 'No statement starts on this line.',
  notReached: (line: number, direction: 1 | -1): string =>
    direction > 0 ? `Line ${line} does not run after this step.` : `Line ${line} did not run before this step.`,
  notWritten: (name: string): string => `Nothing wrote ${name} before this step.`,
  moreMoves: 'More ways to move',
  nextCall: 'Next call',
  previousCall: 'Previous call',
  goToError: (step: number): string => `Go to error, step ${count(step)}`,
  atStart: 'This is the first step.',
  atEnd: 'This is the last step.',
  stepsBy: 'Steps are',
  statements: 'Statements',
  lines: 'Lines',
  position: (step: number, steps: number): string => `Step ${count(step)} of ${count(steps)}`,
  where: (line: number, name: string): string => `line ${line} · in ${name === 'main' ? 'main chunk' : `${name}()`}`,
  spoken: (step: number, steps: number, line: number, name: string): string =>
    `Step ${step} of ${steps}, line ${line}, in ${name === 'main' ? 'main chunk' : name}`,
  writesSoFar: (n: number): string => `${plural(n, 'write', 'writes')} so far`,
  recordingStatus: (n: number): string => `Recording · ${plural(n, 'step', 'steps')} · nothing is sent while you step`,
  keyStep: 'Step',
  keyBack: 'Back',
  keyScrub: 'Scrub',
  paused: (line: number): string => `Paused before line ${line}`,
  in: (name: string): string => `in ${name === 'main' ? 'main chunk' : `${name}()`}`,
  scrubber: 'Step',
  main: 'main',
  inner: 'inner',
  calls: 'calls',
  limited: 'The recording ended at its limit, before the script did.',
  opened: (n: number): string => `Recording open, ${plural(n, 'step', 'steps')}.`,
  noSteps: 'Nothing was executed, so there is nothing to walk through.',
  panels: { variables: 'Variables', stack: 'Call stack', watch: 'Watch' },
  scopes: { locals: 'locals', upvalue: 'upvalue' },
  noVariables: 'No variables yet',
  noVariablesText: 'Locals appear here as the script makes them.',
  noValues: 'No values at this step',
  framesBetween: (n: number): string => `… ${count(n)} more`,
  readingFrames: 'Reading values…',
  itemCount: (n: number): string => plural(n, 'item', 'items'),
  manyItems: (n: number): string => `${count(n)} items or more`,
  byteCount: (n: number): string => plural(n, 'byte', 'bytes'),
  more: (n: number): string => `${count(n)} more not kept`,
  atLeastMore: (n: number): string => `${count(n)} or more not kept`,
  shared: 'shown above',
  sameAs: (name: string): string => `same as ${name}`,
  cycle: (name: string): string => `back to ${name}`,
  changed: 'changed',
  justSet: 'just set',
  changedSince: (step: number): string => `changed since step ${count(step)} in blue`,
  hits: (n: number): string => (n === 1 ? 'ran once' : `ran ${count(n)} times`),
  /** Of a line; what Lua itself takes is not measured. */
  callTime: (time: string, n: number): string =>
    `${time} in ${plural(n, 'Redis call', 'Redis calls')}, without Lua’s own time`,
  coroutine: 'coroutine',
  calledBy: 'caller',
  timeline: {
    view: 'The timeline shows',
    calls: 'Calls',
    steps: 'All steps',
    step: 'Step',
    line: 'Line',
    source: 'Source',
    effect: 'Effect',
    tag: 'Kind',
    next: 'runs next',
    enter: 'enter',
    leave: 'return',
    caught: 'caught',
  },
  frame: (name: string): string => (name === 'main' ? 'main chunk' : `${name}()`),
  addWatch: 'Add a watch',
  removeWatch: (expression: string): string => `Remove ${expression}`,
  watchEmpty: 'Add an expression, e.g. paid + n, or GET key',
  watchExpression: 'Lua expression',
  /** What an expression asked for, and a recording that was captured on a server does not tell. */
  notRecorded: ({ why, key, command, type, name }: Readonly<Record<string, string | number>>): string => {
    switch (why) {
      case 'unseen':
        return `This recording does not know ${key}: on a live server it knows the keys in KEYS, and those that the script reads or writes.`;
      case 'old':
        return 'This recording is from before Luascope recorded keys on live servers. Record again to read them.';
      case 'large':
        return `The value of ${key} was too large to be recorded.`;
      case 'ended':
        return `${key} was written too often: what it holds at this step was not recorded any more.`;
      case 'unreadable':
        return `The value of ${key} is in a form that Luascope does not read.`;
      case 'write':
        return `An expression only reads. ${command} writes.`;
      case 'chance':
        return `What ${command} answers depends on chance, or on how the server keeps it: this recording cannot tell.`;
      case 'part':
        return `This recording has only a part of that ${type}.`;
      case 'type':
        return `A ${type} is not recorded on a live server, only that it is one.`;
      case 'variable':
        return `What ${name} holds is not recorded: the script changes it, or is a function.`;
      default:
        return `${command} asks for more than single keys: a recording of a live server cannot answer it.`;
    }
  },
  /** Of a watch that is a command. */
  onlyReads: (command: string): string => `A watch only reads. ${command} writes.`,
  lastWrite: (name: string): string => `Back to the last write of ${name}`,
  breakpoints: 'Breakpoints',
  noBreakpoints: 'Click left of a line number, or press F9.',
  breakpointOn: (line: number, column?: number): string =>
    column === undefined ? `Breakpoint on line ${line}` : `Breakpoint on line ${line}, column ${column}`,
  removeBreakpoint: (line: number, column?: number): string =>
    column === undefined
      ? `Remove the breakpoint on line ${line}`
      : `Remove the breakpoint on line ${line}, column ${column}`,
  breakpointFields: 'Condition, hit count, log',
  condition: 'Condition',
  conditionHint: 'Stop if',
  hitCount: 'Stop from hit',
  hitHint: 'From hit',
  log: 'Log',
  logHint: 'Log value of',
  logHit: (step: number): string => `step ${count(step)}`,
  logTotal: (n: number): string => plural(n, 'value', 'values'),
  noHits: 'This does not run.',
  notAStatement: 'Nothing runs here.',
  stopOn: 'Stop on',
  stopOnError: 'errors',
  stopOnWrite: 'writes',
  stopOnCommands: 'Commands',
  stopOnCommandsHint: 'commands, e.g. DEL HSET',
  stopOnKeys: 'Keys',
  stopOnKeysHint: 'keys, e.g. pts:*',
  /** Why a recording stands where it does. */
  stopped: {
    breakpoint: (number: number): string => `breakpoint ${number}`,
    error: 'an error is next',
    write: 'a write is next',
    cursor: 'at the cursor',
    command: (name: string): string => `${name} is next`,
    key: (name: string): string => `uses ${name} next`,
    written: (name: string): string => `${name} is written next`,
  },
  conditionFailed: (line: number, error: string): string => `The condition on line ${line} failed: ${error}`,
  atStep: (step: number): string => `at step ${count(step)}`,
};
