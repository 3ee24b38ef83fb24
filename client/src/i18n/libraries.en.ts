import type { RestorePolicy } from '../panels/libraries/change.js';
import { formats } from './formats.js';

const { count, seconds } = formats('en');
const plural = (n: number, one: string, many: string): string => `${count(n)} ${n === 1 ? one : many}`;

/** Words for FUNCTION: the libraries of a target, and what can be done with them. */
export const librariesEn = {
  panel: 'Libraries',
  empty: 'No libraries',
  emptyText:
    'FUNCTION LOAD puts the library in the editor on the server. A library begins with #!lua name=… and registers its functions.',
  none: (version: string): string => `Redis ${version} has no functions`,
  noneText: 'Functions came with Redis 7.0. EVAL and the script cache work here.',
  function: 'Function',
  flags: 'Flags',
  description: 'Description',
  noFlags: 'none',
  noDescription: 'none',
  detail: 'Selected function',
  library: 'Library',
  engine: 'Engine',
  size: 'Size',
  sizeText: (bytes: number, lines: number): string =>
    `${plural(bytes, 'byte', 'bytes')}, ${lines === 1 ? 'one line' : `${count(lines)} lines`}`,
  stats: (libraries: number, functions: number): string =>
    `${plural(libraries, 'library', 'libraries')}, ${plural(functions, 'function', 'functions')}`,
  dumpSize: (bytes: number): string => `FUNCTION DUMP: ${plural(bytes, 'byte', 'bytes')}`,
  running: (name: string, ms: number): string => `${name} has run ${seconds(ms)}`,
  refused: 'The server refused:',
  dismiss: 'Dismiss',
  source: 'Source',
  call: 'Call it',
  callTip: (mode: string): string => `Opens the library with ${mode}, ready for keys and arguments`,
  open: 'Open in editor',
  delete: 'FUNCTION DELETE…',
  load: 'Loads the library in the editor',
  loadReplace: 'FUNCTION LOAD REPLACE',
  more: 'Dump, restore and flush',
  dump: 'FUNCTION DUMP to a file',
  restore: 'FUNCTION RESTORE from a file…',
  flush: 'FUNCTION FLUSH…',
  nothing: 'There are no libraries.',
  loaded: (name: string): string => `Library ${name} is loaded.`,
  deleted: (name: string): string => `Library ${name} is deleted.`,
  flushed: 'All libraries are deleted.',
  dumped: (bytes: number): string => `${plural(bytes, 'byte', 'bytes')} of FUNCTION DUMP saved.`,
  restored: 'The libraries of the file are loaded.',
  deleteTitle: (library: string, target: string): string => `Delete library ${library} on ${target}?`,
  flushTitle: (target: string): string => `Delete all libraries on ${target}?`,
  deleteText: (functions: number): string =>
    `FCALL of ${functions === 1 ? 'its function' : `its ${count(functions)} functions`} is answered with ERR Function not found, for every client. Data stays.`,
  flushText: 'FCALL of any function is answered with ERR Function not found, for every client. Data stays.',
  restoreTitle: (file: string, target: string): string => `Restore ${file} on ${target}?`,
  restoreText: (bytes: number): string => `${plural(bytes, 'byte', 'bytes')} of FUNCTION DUMP.`,
  policy: 'Libraries that are there',
  policies: {
    APPEND: 'Stay. If one of them has the same name, nothing is restored.',
    REPLACE: 'Stay, except those with the same name, which are replaced.',
    FLUSH: 'Are all deleted first.',
  } satisfies Record<RestorePolicy, string>,
};
