import { foreignEn } from './foreign.en.js';
import { libraryEn } from './library.en.js';
import { lintEn } from './lint.en.js';

/** The sentences that only the editor needs. */
export const editorEn = {
  lint: lintEn,
  foreign: foreignEn,
  library: libraryEn,
  command: 'command',
  since: (version: string) => `since ${version}`,
  notInScripts: 'not allowed in scripts',
  writes: 'writes',
  complexity: 'Cost',
  fix: (title: string) => `Fix: ${title}`,
  leave: 'Leave the editor',
  nextProblem: 'Next problem',
  previousProblem: 'Previous problem',
  /** Remarks for a newcomer, by the line of the first example they stand behind. */
  notes: {
    'local curVal = redis.call("get", KEYS[1])': 'reads foo, gets "5"',
    'if curVal == false then': 'a missing key reads as false',
    'curVal = curVal * tonumber(ARGV[1])': 'arguments arrive as strings',
    'redis.call("set", KEYS[1], curVal)': 'the only write',
    'return curVal': 'becomes an integer reply',
  },
};
