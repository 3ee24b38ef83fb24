import { ENVIRONMENT, LIBRARIES, RULES, type RuleId } from '@luascope/shared/analysis';
import { describe, expect, it } from 'vitest';
import '../../testing/words.js';
import { describeFinding, wordsOf } from './words.js';

describe.each(['en', 'zh'] as const)('the words of the editor (%s)', (language) => {
  const words = wordsOf(language);

  it('exist for every rule and leave no place unfilled', () => {
    for (const rule of Object.keys(RULES) as RuleId[]) {
      const data = {
        name: 'a',
        command: 'GET',
        case: '',
        type: 'nil',
        want: 1,
        have: 2,
        count: 1,
        left: 0,
        field: 'f',
        table: 'KEYS',
        why: 'EVAL_RO',
        escape: '\\x41',
        iterator: 'pairs',
        operator: '+',
        code: 'NOSTOCK',
        message: 'ERR x',
      };
      const { title, text } = describeFinding({ rule, data }, words);
      expect(`${rule}: ${title} ${text}`).not.toMatch(/undefined|NaN|\[object/);
      expect(title.length).toBeGreaterThan(3);
    }
  });

  it('explain the environment', () => {
    const explained = [
      ...LIBRARIES,
      ...Object.keys(ENVIRONMENT).filter((name) => !/_(?:NAME|VERSION|COPYRIGHT|DESCRIPTION)$|^math\./.test(name)),
    ];
    expect(explained.filter((name) => words.library[name] === undefined)).toEqual([]);
    const known = new Set<string>([...LIBRARIES, ...Object.keys(ENVIRONMENT)]);
    expect(Object.keys(words.library).filter((name) => !known.has(name))).toEqual([]);
  });

  it('show text of the script as text', () => {
    const { title } = describeFinding({ rule: 'keys-lost', data: { name: '\xe7\x94\xa8', count: 1, left: 1 } }, words);
    expect(title).toContain('用');
  });
});
