import type { Messages } from './messages.js';

export const zh: Messages = {
  code: 'zh-CN',
  skip: '跳到工作区',
  target: { label: '目标', sandbox: '沙盒', live: '实例' },
  run: '运行',
  kill: '终止脚本',
  inputs: '输入',
  given: '预置数据',
  givenFresh: '每次运行都用新数据',
  givenKeep: '保留数据',
  reset: '重置数据',
};
