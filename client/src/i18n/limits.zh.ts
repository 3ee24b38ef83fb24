import type { LimitsMessages } from './limits.js';

export const limitsZh: LimitsMessages = {
  steps: '录制步数上限…',
  title: '录制的步数',
  text: '达到这个步数后录制结束，并会注明。脚本本身仍会运行到底。',
  field: '最多步数',
  range: (most) => `请输入 1 到 ${most} 之间的整数。`,
  set: '设置',
  long: (bytes) => `${bytes} 字节 …`,
  longHint: '只保留了开头部分。点击显示全部。',
  longTitle: (name, line) => `第 ${line} 行 ${name} 的长字符串`,
  argument: (n) => `参数 ${n}`,
  close: '关闭',
  reply: '回复',
  bytes: (bytes) => `${bytes} 字节`,
  looking: '正在重新执行录制以取回全文 …',
  gone: '全文已不在：录制已被释放。这里是开头部分。',
  cut: (bytes) => `显示前 ${bytes} 字节。`,
};
