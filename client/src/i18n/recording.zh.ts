import type { RecordingMessages } from './recording.js';

export const recordingZh: RecordingMessages = {
  dryRun: '预演',
  dryRunHint: {
    live: '在真实数据的分叉副本上运行，不改动任何数据。',
    sandbox: '在沙盒数据的副本上运行，不改动任何数据。',
  },
  recordingOpen: '录制已打开',
  nothingChanged: '没有改动任何数据',
  wouldChange: '将会改变',
  wouldFail: '会因错误停止',
  wouldCrash: (line) =>
    `服务器的分叉副本${line === undefined ? '' : `在第 ${line} 行`}退出了：error() 收到了没有 err 字段的表，Redis 7.0 会因此崩溃。真正运行之前，请给这个表加上 err 字段。`,
  dryRunDone: (reply) => `预演结束，没有改动任何数据。回复：${reply}。`,
  dryRunCrash: '预演：这个脚本会让服务器崩溃。',
  noRecord: {
    tls: '通过 TLS 无法分叉出调试会话，因此不能录制，也不能预演。仍可运行，也可在沙盒中录制。',
    refused: (reply) =>
      `这台服务器拒绝 SCRIPT DEBUG（${reply}），因此不能录制，也不能预演。仍可运行；也可以先把键复制到预置数据，再在沙盒中录制。`,
  },
  died: (line) =>
    `已在分叉副本中试运行：副本${line === '' ? '' : `在第 ${line} 行`}退出了，因为 error() 收到了没有 err 字段的表。服务器也会因此退出。`,
};
