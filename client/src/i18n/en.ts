import type { Conversion, EngineState, KeyState, ProfileName, ServerFacts } from '@luascope/shared/debug';
import type { RespValue } from '@luascope/shared/resp';
import type { RunObstacle } from '../running/obstacle.js';
import { debugEn } from './debug.en.js';
import { formats } from './formats.js';
import { librariesEn } from './libraries.en.js';

const { count, duration, seconds, time, ttl } = formats('en');
const plural = (n: number, one: string, many: string): string => `${count(n)} ${n === 1 ? one : many}`;

type Reason = NonNullable<EngineState['reason']>;

/** Why a target cannot be used: codes of the server (reason.ts there) and of the proxy in this page. */
const reasons: Readonly<Record<string, (data: Reason['data']) => string>> = {
  connecting: ({ address }) => `Connecting to ${address}.`,
  refused: ({ address }) => `Nothing listens at ${address}.`,
  'host-not-found': ({ address }) => `The name in ${address} does not resolve.`,
  'no-socket': ({ address }) => `The socket ${address} does not exist, or may not be opened.`,
  'auth-failed': ({ address }) => `${address} refused the user or the password.`,
  certificate: ({ address, detail }) => `The TLS certificate of ${address} is not trusted (${detail}).`,
  tls: ({ address, detail }) => `No TLS connection to ${address} (${detail}).`,
  'no-answer': ({ address }) => `${address} does not answer.`,
  closed: ({ address }) => `${address} closed the connection.`,
  loading: ({ address }) => `${address} is still reading its data from disk.`,
  connection: ({ address, detail }) => `No connection to ${address} (${detail}).`,
  'server-crashed': ({ why }) => `Luascope’s own Redis ended (${why}) and is started again.`,
  'server-failed': ({ why }) => `Luascope’s own Redis does not start: ${why}.`,
  'no-server': () => 'No Redis here: install redis-server, or start Luascope with REDIS_URL=redis://host:6379.',
  'switched-off': () => 'The live side is switched off (LUASCOPE_REDIS_SERVER=off).',
  'engine-lost': () => 'The Luascope server does not answer.',
};

/**
 * Every sentence of the screen. `zh.ts` must satisfy the type of this object. Redis's own texts, command, key and Lua names are data and
 * never stand here. Say what happened, then what to do.
 */
export const en = {
  code: 'en',
  count,
  duration,
  seconds,
  time,
  ttl,
  belowClock: '<5',
  skip: 'Skip to workspace',
  logo: 'Luascope, show the start panel',
  cancel: 'Cancel',
  done: 'Done',
  copied: 'Copied',
  copyFailed: 'The browser did not allow copying.',
  keepFailed: 'Not kept: the browser’s storage is full or forbidden',
  toLight: 'Light theme',
  toDark: 'Dark theme',
  run: 'Run',
  running: 'Running',
  kill: 'Kill script',
  nothingRuns: 'No script is running.',
  nothingClosed: 'No script was closed in this visit.',
  reset: 'Reset data',
  resetOnlySandbox: 'Only the sandbox’s data can be reset.',
  dryRun: 'dry run',
  editor: 'Editor',
  result: 'Run result',
  invocation: 'What will be run',
  docks: 'Panels',
  views: 'Views',
  line: (n: number): string => `line ${n}`,
  gotoLine: (n: number): string => `Go to line ${n}`,
  caret: (line: number, column: number): string => `Ln ${line}, Col ${column}`,
  lineCount: (n: number): string => plural(n, 'line', 'lines'),
  byteCount: (n: number): string => plural(n, 'byte', 'bytes'),
  errorCount: (n: number): string => plural(n, 'error', 'errors'),
  warningCount: (n: number): string => plural(n, 'warning', 'warnings'),
  calls: (n: number): string => plural(n, 'call', 'calls'),
  writes: (n: number): string => plural(n, 'write', 'writes'),
  reads: (n: number): string => plural(n, 'read', 'reads'),
  callMix: (calls: number, writes: number, reads: number): string =>
    calls === 0
      ? 'no calls'
      : writes === calls
        ? `${plural(calls, 'call', 'calls')}, all writes`
        : reads === calls
          ? `${plural(calls, 'call', 'calls')}, all reads`
          : `${plural(calls, 'call', 'calls')}${writes === 0 ? '' : `, ${plural(writes, 'write', 'writes')}`}`,
  keysTouched: (n: number, orMore: boolean): string =>
    n === 0 ? 'no key changed' : `${orMore ? 'at least ' : ''}${plural(n, 'key', 'keys')} changed`,
  steps: (n: number): string => plural(n, 'step', 'steps'),
  usedFresh: 'fresh data',
  usedKept: 'keep data',
  elementCount: (n: number): string => plural(n, 'element', 'elements'),
  elements: (type: string, n: number): string => `${type}, ${plural(n, 'element', 'elements')}`,
  noReply: 'No reply came',
  pageTimes: 'Measured by this page’s own clock, not by a server.',
  serverTimes: 'Measured here, from sending the script to its reply.',
  crash: 'A table error without err: redis-server 7.0.15 crashes here. Give the table an err field.',
  product: ({ product, version }: Pick<ServerFacts, 'product' | 'version'>): string =>
    `${product === 'valkey' ? 'Valkey' : 'Redis'} ${version}`,
  target: {
    label: 'Target',
    sandbox: 'Sandbox',
    live: 'Live',
    own: 'private',
    sandboxTip: 'An emulated Redis inside this page: nothing leaves the browser',
    version: (name: ProfileName): string => {
      const notes: Readonly<Record<ProfileName, string>> = {
        '7.0.15': 'as Debian 12 ships it',
        '7.0.15 upstream': 'the project’s own build',
        '6.2.16': 'errors as strings, no functions',
        '7.2.6': 'numbers in their shortest text',
        '7.4.1': 'keeps 500 scripts of EVAL',
      };
      return `Redis ${name} · ${notes[name]}`;
    },
    versionMenu: (name: string): string => `Redis version of the sandbox: ${name}`,
    versionTip: 'Which Redis the sandbox is. It starts again with the same data.',
  },
  health: {
    short: { starting: 'starting', ready: 'connected', busy: 'busy', lost: 'lost', off: 'off' },
    sandbox: (state: EngineState | undefined): string => {
      switch (state?.health) {
        case 'ready':
          return 'Sandbox ready';
        case 'busy':
          return 'Sandbox is busy';
        case 'lost':
          return 'Sandbox ended';
        case 'off':
          return 'Sandbox is off';
        default:
          return 'Sandbox is starting';
      }
    },
    live: (state: EngineState | undefined): string => {
      const server = state?.server;
      const name = server === undefined ? 'Live' : server.ours ? 'Private Redis' : (server.address ?? 'Live');
      switch (state?.health) {
        case 'ready':
          return `${name} connected`;
        case 'busy':
          return `${name} is busy`;
        case 'lost':
          return `${name} lost`;
        case 'starting':
          return `${name}: connecting`;
        default:
          return state?.reason === undefined ? 'No live Redis' : reasonText(state.reason);
      }
    },
  },
  obstacles: {
    starting: 'The target is still starting.',
    off: 'No Redis is connected. Run in the sandbox, or give Luascope a server.',
    lost: 'The connection is lost. It comes back by itself when the server answers.',
    busy: 'A script keeps the server busy. Kill it, or wait.',
    running: 'A script is running.',
  } satisfies Record<RunObstacle, string>,
  reason: (reason: Reason): string => reasonText(reason),
  /** Why a run ended without a reply. */
  lostRun: (code: string): string =>
    ({
      shutdown: 'The server was shut down while the script ran.',
      version: 'The sandbox became another version while the script ran. Data is as before the run.',
      terminated: 'The script did not return, so the sandbox was replaced. Data and scripts are as before the run.',
      timeout: 'The script took too long and was ended.',
      limit: 'The recording ended at its limit of steps or size, before the script came to its reply.',
      'long-reply':
        'The script ran to its end. Its reply is longer than the 64 KiB that a forked copy of the server hands over: Run shows it.',
      closed: 'The server closed the connection before a reply came. Whether the script ran to its end is not known.',
      'server-crashed':
        'Luascope’s own Redis ended before a reply came. Whether the script ran to its end is not known.',
      'no-answer': 'The server stopped answering before a reply came. Whether the script ran to its end is not known.',
    })[code] ?? 'The connection ended before a reply came. Whether the script ran to its end is not known.',
  failures: {
    'bad-given': ({ data }: { data: Reason['data'] }): string =>
      `Given, line ${data['line']}: a quote is not closed. Nothing was run.`,
    'engine-lost': (): string => 'The connection was lost before a reply came. Whether the script ran is not known.',
    'engine-restarted': (): string => 'The sandbox was replaced while the script ran. Data is as before the run.',
    'engine-off': (): string => 'This target is off.',
    'run-in-progress': (): string => 'Another script is running on this target.',
    'command-refused': ({ data }: { data: Reason['data'] }): string =>
      data['why'] === 'connection'
        ? `${data['command']} is not sent: replies would no longer belong to the commands. To debug a script, record it.`
        : `${data['command'] ?? 'This command'} is refused on a server that Luascope did not start. LUASCOPE_ALLOW can name it.`,
    'too-large': (): string => 'Too large to send.',
    timeout: (): string => 'No answer in time.',
    unauthorized: (): string => 'The server did not accept this page. Open Luascope at the address it printed.',
    'not-supported': (): string => 'This target cannot do that.',
    'unknown-recording': (): string =>
      'This recording is no longer known: the engine was restarted or had to make room. Record again.',
    diverged: ({ data }: { data: Reason['data'] }): string =>
      `Running the script again did not go the same way${
        data['step'] === undefined ? '' : ` from step ${Number(data['step']) + 1} on`
      }, so no values are shown. Record again.`,
    'too-long': (): string => 'The expression does not end. It was stopped.',
    'not-recorded': ({ data }: { data: Reason['data'] }): string => debugEn.notRecorded(data),
    'bad-input': ({ data }: { data: Reason['data'] }): string =>
      `${fieldName(data['field'])}: ${data['problem'] ?? 'not accepted'}`,
    internal: ({ data }: { data: Reason['data'] }): string => `A fault of Luascope’s own: ${data['message'] ?? ''}`,
  },
  killed: {
    killed: 'The script was killed.',
    notbusy: 'No script was running.',
    unkillable: 'The script cannot be killed: it has already written.',
    terminated: 'The script did not return, so the sandbox was replaced. Data and scripts are as before the run.',
  },
  summaries: {
    none: 'Not run yet',
    running: 'Running',
    stale: 'Not run since edit',
    finished: 'Finished',
    error: 'Stopped by an error',
    killed: 'Killed',
    lost: 'No reply',
    crash: 'Would crash the server',
    failed: 'Could not run',
  },
  announce: {
    finished: (reply: string): string => `Run finished. Reply: ${reply}.`,
    loaded: (sha: string): string => `Loaded ${sha}.`,
    flushed: 'Script cache emptied.',
    reset: 'Data reset.',
  },
  busy: {
    title: 'The server answers BUSY to every other client',
    killable: 'The script has only read so far, so it can be killed safely. Redis does not stop it by itself.',
    unknown: 'Whether the script has written is not known: `SCRIPT KILL` will tell. Redis does not stop it by itself.',
    unkillable: 'This script cannot be killed: it has already written',
    unkillableText:
      '`SCRIPT KILL` answers `UNKILLABLE` after a write, so that a kill never leaves half a transaction. Every other client keeps getting BUSY.',
    wait: 'Keep waiting',
    kill: 'Kill (SCRIPT KILL)',
  },
  lost: {
    title: (address: string | undefined): string => `Connection to ${address ?? 'the server'} lost`,
    text: (since: string): string => `What is shown is from before ${since}. It comes back by itself.`,
  },
  /** Of the language that the page does not show. */
  noWords: {
    title: 'The Chinese texts did not arrive',
    text: 'The server of this page does not answer, so the page stays in English. Nothing else has changed.',
    stay: 'Stay in English',
    again: 'Try again',
  },
  ways: {
    title: 'Ways out',
    notWrote: 'nothing written yet',
    wrote: 'it has written, so a kill is refused',
    kill: 'Stops the script where it is; its caller gets an error.',
    killCost: 'Nothing lost, free at once',
    killRefused: 'Refused with `-UNKILLABLE`: the script has already written.',
    notPossible: 'Not possible any more',
    wait: 'Wait',
    waitText: 'Ends when the script ends.',
    waitCost: 'Nothing lost, BUSY goes on',
    shutdown: 'Stops the whole server process. Somebody has to start it again.',
    shutdownRefused:
      'Stops the whole server process. Luascope did not start this server, so that is left to whoever runs it (or LUASCOPE_ALLOW=SHUTDOWN).',
    shutdownCost: 'Loses writes since the last save',
    shutdownSandbox: 'Resets the sandbox: it starts again empty.',
    shutdownSandboxCost: 'Loses the sandbox’s data and scripts',
  },
  panels: {
    reply: 'Reply',
    errors: 'Errors',
    keyspace: 'Keyspace',
    cache: 'Scripts cache',
    libraries: librariesEn.panel,
    ...debugEn.panels,
    timeline: 'Timeline',
    logs: 'Logs',
    console: 'Console',
  },
  phoneTabs: { code: 'Code', inputs: 'Inputs', reply: 'Reply', timeline: 'Timeline', keys: 'Keys' },
  tags: { write: 'write', read: 'read', error: 'error', log: 'log' },
  types: {
    array: 'array',
    set: 'set',
    push: 'push',
    map: 'map',
    attribute: 'attribute',
    status: 'status',
    error: 'error',
    integer: 'integer',
    bulk: 'bulk string',
    nil: 'nil',
    double: 'double',
    boolean: 'boolean',
    bignumber: 'big number',
    verbatim: 'verbatim string',
  } satisfies Record<RespValue['type'], string>,
  luaKinds: {
    nil: 'nil',
    boolean: 'boolean',
    number: 'number',
    string: 'string',
    table: 'table',
    'ok-table': '{ok = …}',
    'err-table': '{err = …}',
    'double-table': '{double = …}',
    'map-table': '{map = …}',
    'set-table': '{set = …}',
    other: 'function …',
  } satisfies Record<Conversion['from'], string>,
  lostInConversion: {
    fraction: (n: number): string => `${plural(n, 'fraction', 'fractions')} cut off`,
    range: (n: number): string =>
      `${plural(n, 'number', 'numbers')} without a place in 64 bits: inf, nan and 1e19 become -9223372036854775808`,
    exactness: (n: number): string =>
      `${plural(n, 'number', 'numbers')} past 9007199254740992, where Lua has not every whole number: return a string instead`,
    keys: (n: number): string => `${plural(n, 'named field', 'named fields')} dropped: only a list is sent`,
    'items-after-nil': (n: number): string => `${plural(n, 'item', 'items')} after the first nil dropped`,
    value: (n: number): string => `${plural(n, 'value', 'values')} without a RESP form dropped`,
    depth: (n: number): string => `${plural(n, 'table', 'tables')} nested too deeply`,
  } satisfies Record<NonNullable<Conversion['lost']>, (n: number) => string>,
  /** Of a table that one of its fields decides about. */
  besidesLost: (n: number): string => `${plural(n, 'other field or item', 'other fields and items')} dropped`,
  unknown: {
    calls: 'A plain run on a live server shows its reply only; its inner calls are not visible from outside.',
    changes: (keys: 'now' | 'before' | 'none'): string =>
      `Which keys a plain run changed on a live server is not known exactly.${
        { now: ' These are the keys there now.', before: ' These are the keys that were read last.', none: '' }[keys]
      }`,
    conversions:
      'How Lua became this reply is not known: a live server sends the result of a plain run only. Record and Dry run tell more.',
    conversionsNotRecorded:
      'How Lua became this reply was not recorded: it is very large or deep, or the recorded run went another way.',
    logs: 'redis.log writes to the server’s own log file, which a client cannot read.',
    errors: 'A live server sends the final error only; how it travelled inside the script is not known.',
  },
  reply: {
    empty: 'No reply yet',
    emptyText: 'Run the script: what the client receives appears here.',
    format: 'Reply format',
    formats: { tree: 'Tree', cli: 'redis-cli', resp: 'RESP', json: 'JSON' },
    copy: 'Copy reply',
    selected: 'Selected',
    inCli: (path: string): string => `in redis-cli: ${path}`,
    onWire: 'On the wire',
    bytes: (n: number, version: number): string => `${plural(n, 'byte', 'bytes')}, RESP${version}`,
    wire: (n: number, version: number): string => `${plural(n, 'byte', 'bytes')} on the wire, RESP${version}`,
    explain: 'How Lua became this reply',
  },
  noScript: {
    text: 'The server does not have this script, so EVALSHA ran nothing.',
    byEval: (mode: string): string => `Send with ${mode} once`,
    load: 'SCRIPT LOAD, then retry',
  },
  timeline: {
    empty: 'No calls yet',
    emptyText: 'Each redis.call shows up here with its line, reply, time and whether it wrote.',
    unknownTitle: 'Calls are not known',
    filter: 'Filter timeline',
    filterPlaceholder: 'command, key or function',
    found: (n: number, all: number): string => `${count(n)} of ${count(all)}`,
    step: 'Step',
    line: 'Line',
    command: 'Command',
    reply: 'Reply',
    when: 'When',
    kind: 'Kind',
    error: 'error',
    toClient: 'to the client',
    gap: (n: number): string => `… ${plural(n, 'call', 'calls')} not kept`,
  },
  logs: {
    empty: 'No logs',
    emptyText: 'redis.log lines appear here with their level and line.',
    unknownTitle: 'Logs are not known',
    gap: (n: number): string => `… ${plural(n, 'line', 'lines')} not kept`,
  },
  keyspace: {
    view: 'Keyspace view',
    diff: 'Diff',
    after: 'After',
    key: 'Key',
    type: 'Type',
    value: 'Value',
    beforeAfter: 'Before → after',
    none: 'No keys',
    noChanges: 'Nothing changed',
    limited: (n: number): string => `Only the first ${count(n)} changed keys were kept; there are more.`,
    noChangesText: 'The script left every key as it was.',
    empty: 'Add some under Given, or write them with a script.',
    emptyHere: 'Write some with a script, or in the console.',
    notRead: 'Keys not read yet',
    notReadText: 'They are read as soon as the target answers.',
    emptyName: '(empty name)',
    gone: 'gone',
    noTtl: 'no TTL',
    size: (type: KeyState['type'], n: number): string =>
      type === 'hash'
        ? plural(n, 'field', 'fields')
        : type === 'stream'
          ? plural(n, 'entry', 'entries')
          : type === 'string'
            ? plural(n, 'byte', 'bytes')
            : plural(n, 'item', 'items'),
    kinds: { added: 'added', changed: 'changed', deleted: 'deleted', same: 'unchanged' },
    beyond: (n: number): string => `${plural(n, 'more element', 'more elements')} not compared here`,
    more: (n: number): string => `The first ${count(n)} keys; there are more.`,
    copyToGiven: 'Copy these keys into Given',
    copied: (n: number, incomplete: number): string =>
      `${plural(n, 'key', 'keys')} copied into Given${incomplete === 0 ? '' : `, ${count(incomplete)} not whole: too large`}.`,
    showMore: (n: number, left: number): string => `Show ${count(n)} more of ${count(left)}`,
    loadMore: 'Load 100 more',
    notReadable: 'The value cannot be read now.',
  },
  cache: {
    empty: 'Nothing cached',
    emptyText: 'EVAL or SCRIPT LOAD puts a script here.',
    source: 'Source',
    via: 'Loaded via',
    runs: 'Runs',
    onServer: 'On server',
    states: { cached: 'cached', absent: 'not on server', unknown: 'not asked', running: 'running' },
    detail: 'Selected script',
    loaded: 'Loaded',
    size: 'Size',
    sizeText: (bytes: number, lines: number): string =>
      `${plural(bytes, 'byte', 'bytes')}, ${lines === 1 ? 'one line' : `${lines} lines`}`,
    runsText: (n: number, last: number | undefined): string =>
      n === 0 ? 'none from here' : `${count(n)} from here${last === undefined ? '' : `, last ${time(last)}`}`,
    copySha: 'Copy SHA1',
    evalsha: 'EVALSHA it',
    evalshaTip: 'Opens it with EVALSHA and runs it',
    open: 'Open in editor',
    loadTip: 'Loads the script of the editor',
    noText: 'The script has bytes that are no text: they are shown as escapes.',
  },
  flush: {
    title: (name: string): string => `Empty the script cache of ${name}?`,
    text: 'Every script is forgotten. Clients that use EVALSHA get NOSCRIPT until they load theirs again. Data stays.',
  },
  shutdown: {
    title: (name: string): string => `SHUTDOWN NOSAVE on ${name}`,
    text: 'Stops the whole server process. Every write since the last save is lost, for everybody.',
    sandboxText: 'The sandbox starts again, empty: its data, scripts and functions are gone.',
    typeFirst: (name: string): string => `Type ${name} to confirm`,
  },
  confirmLive: {
    title: (address: string): string => `Run on ${address}?`,
    text: 'This is a server that Luascope did not start. The script runs there for real, and what it writes stays. Asked once in a visit.',
    commands: 'The script names dangerous commands:',
    crash: (lines: string): string =>
      `error() gets a table without err on line ${lines}: Redis 7.0 dies of that when nothing catches it.`,
    sandbox: 'Run in the sandbox instead',
    run: 'Run on the server',
  },
  console: {
    output: 'Console output',
    input: 'Command',
    empty: 'A second client. Type a command, for instance SCAN 0 or GET foo.',
    secondClient: 'second client',
    allowedNow: 'allowed now',
    passedLimit: 'A script passed the limit: the server is busy from here on',
    freeAgain: 'The server answers again',
    streaming: 'reading messages',
    stop: 'Stop (RESET)',
    dropped: (n: number): string => `… ${count(n)} more arrived too fast to show`,
    moreLines: (n: number): string => `… ${plural(n, 'more line', 'more lines')}`,
  },
  start: {
    label: 'Start',
    title: 'Sandbox ready. Nothing here can break.',
    liveTitle: 'Run a script on the live server.',
    lead: (version: string): string =>
      `A private Redis ${version} with one key, \`foo = 5\`. The script in the editor multiplies it by \`ARGV[1]\`. Guess the reply, then run it.`,
    run: 'Run the script',
    runText: 'The reply, every command it sent and what changed in the data appear here.',
    break: 'Break it',
    record: 'Record it, then walk backwards',
    recordText: 'Stop at any line in either direction. Variables and keys follow you.',
    breakText: 'Set `ARGV[1]` to `five` and see where the error starts and who gets it.',
    breakButton: 'Set ARGV[1] = five',
    examples: 'Or open an example',
    all: (n: number): string => `All ${n}`,
    haveServer: 'Have a server? Switch the target to Live.',
  },
  topics: {
    atomicity: 'atomicity',
    errors: 'errors',
    pattern: 'pattern',
    readOnly: 'read-only',
    replies: 'replies',
    busy: 'busy',
    basics: 'basics',
    functions: 'functions',
  },
  resize: { columns: 'Resize columns', rows: 'Resize rows' },
  hints: { palette: 'Palette', panels: 'Panels', shortcuts: 'Shortcuts' },
  palette: { placeholder: 'What do you want to do?', none: 'Nothing found' },
  actions: {
    show: (panel: string): string => `Show ${panel}`,
    newScript: 'New script',
    closeScript: 'Close script',
    reopenScript: 'Reopen the script closed last',
    openFile: 'Open file…',
    saveFile: 'Save script as file',
    copyCommand: 'Copy as a redis-cli command',
    openScript: (name: string): string => `Go to ${name}`,
    examples: 'Examples',
    focusEditor: 'Go to the editor',
    switchTarget: 'Switch between Sandbox and Live',
    theme: 'Switch theme',
    language: 'Switch language (中文)',
    shortcuts: 'Keyboard shortcuts',
    palette: 'Command palette',
  },
  shortcutSheet: {
    title: 'Keyboard shortcuts',
    groups: { run: 'Run', panels: 'Panels', scripts: 'Scripts', screen: 'Screen', moving: 'Moving about' },
    nextProblem: 'Next problem in the script',
    nextRegion: 'Next region',
    previousRegion: 'Previous region',
    tabMovesFocus: 'Tab key indents or moves the focus',
    leave: 'Leave the editor, close a dialog',
    firstStep: 'On the scrubber: first step',
    lastStep: 'On the scrubber: last step',
    oneStep: 'On the scrubber: one step',
    nextCall: 'On the scrubber: next call',
  },
};

/** `given.2` is the third command of Given. */
function fieldName(field: string | number | undefined): string {
  const given = /^given\.(\d+)$/.exec(String(field ?? ''));
  return given === null ? String(field ?? 'Input') : `Given, command ${Number(given[1]) + 1}`;
}

function reasonText({ code, data }: Reason): string {
  return reasons[code]?.(data) ?? `${code}${Object.keys(data).length > 0 ? ` ${JSON.stringify(data)}` : ''}.`;
}
