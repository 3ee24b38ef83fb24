import type { Finding } from '@luascope/shared/analysis';
import { toText } from '@luascope/shared/bytes';
import type { Language } from '../../state/model.js';
import { libraryEn } from './library.en.js';
import { libraryZh } from './library.zh.js';
import { lintEn } from './lint.en.js';
import { lintZh } from './lint.zh.js';

/** The sentences that only the editor needs; they arrive with it, not with the page. */
const EN = {
  lint: lintEn,
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

const ZH: typeof EN = {
  lint: lintZh,
  library: libraryZh,
  command: '命令',
  since: (version) => `自 ${version}`,
  notInScripts: '脚本中不允许',
  writes: '写',
  complexity: '代价',
  fix: (title) => `修复：${title}`,
  leave: '离开编辑器',
  nextProblem: '下一个问题',
  previousProblem: '上一个问题',
  notes: {
    'local curVal = redis.call("get", KEYS[1])': '读取 foo，得到 "5"',
    'if curVal == false then': '键不存在时读到 false',
    'curVal = curVal * tonumber(ARGV[1])': '参数都是字符串',
    'redis.call("set", KEYS[1], curVal)': '唯一的写入',
    'return curVal': '变成整数回复',
  },
};

export type EditorWords = typeof EN;
export const wordsOf = (language: Language): EditorWords => (language === 'zh' ? ZH : EN);

/** What a finding says, with code between backquotes. */
export function describeFinding({ rule, data }: Pick<Finding, 'rule' | 'data'>, words: EditorWords) {
  const { title, text } = words.lint[rule];
  const shown = Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, typeof value === 'string' ? (toText(value) ?? value) : value]),
  );
  const say = (sentence: typeof title): string => (typeof sentence === 'string' ? sentence : sentence(shown));
  return { title: say(title), text: say(text) };
}
