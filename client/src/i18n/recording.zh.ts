import type { RecordingMessages } from './recording.js';

export const recordingZh: RecordingMessages = {
  dryRun: '预演',
  dryRunHint: {
    live: '在真实数据的分叉副本上运行，不改动任何数据。',
    sandbox: '在沙盒数据的副本上运行，不改动任何数据。',
  },
  recordingOpen: '录制已打开',
  atStep: '此步时',
  atEnd: '结束时',
  nothingYet: '到此步还没有变化',
  nothingYetText: '此步时，所有键都与脚本开始时一样。',
  nothingChanged: '没有改动任何数据',
  wouldChange: '将会改变',
  wouldFail: '会因错误停止',
  didCrash: '使服务器崩溃了',
  wouldCrash: (line) =>
    `服务器的分叉副本${line === undefined ? '' : `在第 ${line} 行`}退出了：error() 收到了没有 err 字段的表，Redis 7.0 会因此崩溃。真正运行之前，请给这个表加上 err 字段。`,
  strayed: '各步走了另一条路',
  strayedText: (own) =>
    `各步、调用和变化来自单独的一次运行，那次脚本里加了探针。它${own === undefined ? '没有得到回复' : `回复 ${own}`}，与这里显示的回复不同。时间、随机数、其他客户端，或者检查自身函数的脚本，都会让两次运行分道。`,
  around: {
    calls: '这个脚本可以经由全局表拿到 redis.call，而在线服务器的录制看不到那里：并非所有调用都已知。',
    errors: '这个脚本可以经由全局表拿到 redis.call，而在线服务器的录制看不到那里：并非所有错误都已知。',
  },
  dryRunDone: (reply) => `预演结束，没有改动任何数据。回复：${reply}。`,
  dryRunCrash: '预演：这个脚本会让服务器崩溃。',
  noRecord: {
    tls: '通过 TLS 无法分叉出调试会话，因此不能录制，也不能预演。仍可运行，也可在沙盒中录制。',
    refused: (reply) =>
      `这台服务器拒绝 SCRIPT DEBUG（${reply}），因此不能录制，也不能预演。仍可运行；也可以先把键复制到预置数据，再在沙盒中录制。`,
  },
  died: (line) =>
    `已在分叉副本中试运行：副本${line === '' ? '' : `在第 ${line} 行`}退出了，因为 error() 收到了没有 err 字段的表。服务器也会因此退出。`,
  locked: '录制打开期间不可改动。关闭录制即可编辑（在时间旅行栏按 Esc）。',
  edit: '关闭以编辑',
  fixedGiven: '，录制打开期间不可改动',
  save: '将录制保存为文件',
  openFile: '从文件打开录制…',
  nothingToSave: '请先运行或录制脚本：现在没有可保存的内容。',
  fromFile: '来自文件',
  earlier: (name) => `脚本在运行之后改过：当时运行的内容在 ${name} 中。`,
  opened: (name) => `已打开 ${name}。`,
  saved: (name) => `已保存为 ${name}。`,
  dropHere: '拖放脚本或录制文件',
  problems: {
    other: (name) => `${name} 不是 Luascope 的录制。没有打开任何内容。`,
    newer: (name) => `${name} 由更新版本的 Luascope 保存。请重新加载页面，或使用那个版本。`,
    damaged: (name, field) => `${name} 已损坏${field === '' ? '' : `（${field}）`}，没有打开。这里的内容保持不变。`,
    large: (name) => `${name} 太大，不可能是录制。`,
  },
};
