import type { debugEn } from './debug.en.js';
import { formats } from './formats.js';

const { count } = formats('zh-CN');
const frame = (name: string): string => (name === 'main' ? '主程序块' : `${name}()`);

export const debugZh: { readonly [K in keyof typeof debugEn]: Widened<(typeof debugEn)[K]> } = {
  record: '录制',
  openAsRecording: '作为录制打开',
  cannotRecord: '此目标无法录制。',
  noRun: '没有可打开的已完成运行。',
  close: '关闭录制',
  transport: '时间旅行',
  start: '起点',
  reverse: '反向继续',
  back: '后退',
  over: '步过',
  into: '步入',
  out: '步出',
  continue: '继续',
  actions: {
    start: '回到第一步',
    reverse: '反向继续',
    back: '后退一步',
    over: '步过',
    into: '步入',
    out: '步出',
    continue: '继续',
    toggleBreakpoint: '在光标所在行切换断点',
  },
  atStart: '已是第一步。',
  atEnd: '已是最后一步。',
  stepsBy: '步进单位',
  statements: '语句',
  lines: '行',
  position: (step, steps) => `第 ${count(step)} 步 / 共 ${count(steps)} 步`,
  where: (line, name) => `第 ${line} 行 · ${frame(name)}`,
  spoken: (step, steps, line, name) => `第 ${step} 步，共 ${steps} 步，第 ${line} 行，位于 ${frame(name)}`,
  writesSoFar: (n) => `已有 ${count(n)} 次写入`,
  paused: (line) => `停在第 ${line} 行之前`,
  in: frame,
  scrubber: '步',
  main: 'main',
  inner: '内层',
  calls: '调用',
  limited: '录制到达步数上限后结束。',
  opened: (n) => `录制已打开，共 ${count(n)} 步。`,
  noSteps: '没有执行任何语句，因此无从回放。',
  panels: { variables: '变量', stack: '调用栈', watch: '监视' },
  scopes: { locals: '局部变量', upvalues: '上值', varargs: '可变参数', inputs: '输入' },
  noVariables: '还没有变量',
  noVariablesText: '脚本创建局部变量后会显示在这里。',
  readingFrames: '正在读取值…',
  itemCount: (n) => `${count(n)} 项`,
  byteCount: (n) => `${count(n)} 字节`,
  more: (n) => `另有 ${count(n)} 项未保留`,
  shared: '见上文',
  changed: '已改变',
  frame,
  addWatch: '添加监视',
  removeWatch: (expression) => `移除 ${expression}`,
  watchEmpty: '添加一个表达式，例如 paid + n',
  watchExpression: 'Lua 表达式',
  breakpoints: '断点',
  noBreakpoints: '点击行号左侧，或按 F9。',
  breakpointOn: (line) => `第 ${line} 行的断点`,
  removeBreakpoint: (line) => `移除第 ${line} 行的断点`,
  condition: '条件',
  hitCount: '从第几次起停',
  log: '日志',
  logHit: (step) => `第 ${count(step)} 步`,
  stopOn: '停在',
  stopOnError: '错误',
  stopOnWrite: '写入',
  conditionFailed: (line, error) => `第 ${line} 行的条件出错：${error}`,
  atStep: (step) => `第 ${count(step)} 步时`,
};

/** The same words, whatever they say. */
type Widened<T> = T extends string
  ? string
  : T extends (...args: infer A) => infer R
    ? (...args: A) => R
    : { readonly [K in keyof T]: Widened<T[K]> };
