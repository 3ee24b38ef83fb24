import type { debugEn } from './debug.en.js';
import type { Widened } from './widened.js';
import { formats } from './formats.js';

const { count } = formats('zh-CN');
const frame = (name: string): string => (name === 'main' ? '主程序块' : `${name}()`);

const TYPES: Readonly<Record<string, string>> = {
  string: '字符串',
  table: '表',
  function: '函数',
  thread: '协程',
  userdata: '用户数据',
};

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
    toggleStatementBreakpoint: '在光标所在语句切换断点',
    runToCursor: '运行到光标处',
    backToCursor: '反向运行到光标处',
  },
  noStatement: '这一行没有语句。',
  notReached: (line, direction) =>
    direction > 0 ? `此步之后第 ${line} 行不再执行。` : `此步之前第 ${line} 行没有执行过。`,
  notWritten: (name) => `此步之前没有写过 ${name}。`,
  moreMoves: '更多移动方式',
  nextCall: '下一次调用',
  previousCall: '上一次调用',
  goToError: (step) => `转到错误，第 ${count(step)} 步`,
  atStart: '已是第一步。',
  atEnd: '已是最后一步。',
  stepsBy: '步进单位',
  statements: '语句',
  lines: '行',
  position: (step, steps) => `第 ${count(step)} 步 / 共 ${count(steps)} 步`,
  where: (line, name) => `第 ${line} 行 · ${frame(name)}`,
  spoken: (step, steps, line, name) => `第 ${step} 步，共 ${steps} 步，第 ${line} 行，位于 ${frame(name)}`,
  writesSoFar: (n) => `已有 ${count(n)} 次写入`,
  recordingStatus: (n) => `录制 · ${count(n)} 步 · 单步时不发送任何命令`,
  keyStep: '单步',
  keyBack: '后退',
  keyScrub: '拖动',
  paused: (line) => `停在第 ${line} 行之前`,
  in: (name) => (name === 'main' ? `位于${frame(name)}` : `位于 ${frame(name)}`),
  scrubber: '步',
  main: 'main',
  inner: '内层',
  calls: '调用',
  limited: '录制到达上限，在脚本结束之前就停下了。',
  opened: (n) => `录制已打开，共 ${count(n)} 步。`,
  noSteps: '没有执行任何语句，因此无从回放。',
  panels: { variables: '变量', stack: '调用栈', watch: '监视' },
  scopes: { locals: '局部变量', upvalue: '上值' },
  noVariables: '还没有变量',
  noVariablesText: '脚本创建局部变量后会显示在这里。',
  noValues: '此步没有可显示的值',
  framesBetween: (n) => `… 另有 ${count(n)} 层`,
  readingFrames: '正在读取值…',
  itemCount: (n) => `${count(n)} 项`,
  manyItems: (n) => `至少 ${count(n)} 项`,
  byteCount: (n) => `${count(n)} 字节`,
  more: (n) => `另有 ${count(n)} 项未保留`,
  atLeastMore: (n) => `另有至少 ${count(n)} 项未保留`,
  shared: '见上文',
  sameAs: (name) => `与 ${name} 相同`,
  cycle: (name) => `回到 ${name}`,
  changed: '已改变',
  justSet: '刚赋值',
  changedSince: (step) => `蓝色为第 ${count(step)} 步以来的变化`,
  hits: (n) => `执行了 ${count(n)} 次`,
  callTime: (time, n) => `${count(n)} 次 Redis 调用共 ${time}，不含 Lua 自身的时间`,
  coroutine: '协程',
  calledBy: '调用者',
  timeline: {
    view: '时间线显示',
    calls: '调用',
    steps: '全部步骤',
    step: '步',
    line: '行',
    source: '源码',
    effect: '结果',
    tag: '类别',
    next: '接下来执行',
    enter: '进入',
    leave: '返回',
    caught: '被捕获',
  },
  frame,
  addWatch: '添加监视',
  removeWatch: (expression) => `移除 ${expression}`,
  watchEmpty: '添加表达式，如 paid + n，或 GET key',
  watchExpression: 'Lua 表达式',
  notRecorded: ({ why, key, command, type = '', name }) => {
    switch (why) {
      case 'unseen':
        return `这份录制没有 ${key} 的值：在线服务器上的录制只包含 KEYS 中的键，以及脚本读写过的键。`;
      case 'old':
        return '这份录制来自旧版本，当时在线服务器上的录制还不包含键的值。请重新录制。';
      case 'large':
        return `${key} 的值太大，没有录下来。`;
      case 'ended':
        return `${key} 写入次数太多：这一步它的值没有再录下来。`;
      case 'unreadable':
        return `${key} 的值采用了 Luascope 无法读取的格式。`;
      case 'write':
        return `表达式只读取数据，${command} 会写入。`;
      case 'chance':
        return `${command} 的结果带有随机性，或取决于服务器内部的存储，录制无法得知。`;
      case 'part':
        return `这份录制只保存了这个${TYPES[type] ?? type}的一部分。`;
      case 'type':
        return `在线服务器上不录制${TYPES[type] ?? type}的内容，只知道它是${TYPES[type] ?? type}。`;
      case 'variable':
        return `${name} 的内容没有录下来：脚本修改了它，或脚本是一个函数。`;
      default:
        return `${command} 涉及的不只是个别键：在线服务器上的录制无法回答。`;
    }
  },
  onlyReads: (command) => `监视只读取数据，${command} 会写入。`,
  lastWrite: (name) => `回到上一次写 ${name} 的地方`,
  breakpoints: '断点',
  noBreakpoints: '点击行号左侧，或按 F9。',
  breakpointOn: (line, column) => (column === undefined ? `第 ${line} 行的断点` : `第 ${line} 行第 ${column} 列的断点`),
  removeBreakpoint: (line, column) =>
    column === undefined ? `移除第 ${line} 行的断点` : `移除第 ${line} 行第 ${column} 列的断点`,
  breakpointFields: '条件、次数、日志',
  condition: '条件',
  conditionHint: '满足时停',
  hitCount: '从第几次起停',
  hitHint: '起始次数',
  log: '日志',
  logHint: '记录此值',
  logHit: (step) => `第 ${count(step)} 步`,
  logTotal: (n) => `${count(n)} 个值`,
  noHits: '这里没有执行过。',
  notAStatement: '这里没有可执行的语句。',
  stopOn: '停在',
  stopOnError: '错误',
  stopOnWrite: '写入',
  stopOnCommands: '命令',
  stopOnCommandsHint: '命令，如 DEL HSET',
  stopOnKeys: '键',
  stopOnKeysHint: '键，如 pts:*',
  stopped: {
    breakpoint: (number) => `断点 ${number}`,
    error: '下一步出错',
    write: '下一步写入',
    cursor: '在光标处',
    command: (name) => `下一步执行 ${name}`,
    key: (name) => `下一步使用 ${name}`,
    written: (name) => `下一步写 ${name}`,
  },
  conditionFailed: (line, error) => `第 ${line} 行的条件出错：${error}`,
  atStep: (step) => `第 ${count(step)} 步时`,
};
