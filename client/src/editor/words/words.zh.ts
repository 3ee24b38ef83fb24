import { foreignZh } from './foreign.zh.js';
import { libraryZh } from './library.zh.js';
import { lintZh } from './lint.zh.js';
import type { EditorWords } from './words.js';

export const editorZh: EditorWords = {
  lint: lintZh,
  foreign: foreignZh,
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
