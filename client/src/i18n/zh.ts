import type { EngineState, ProfileName } from '@luascope/shared/debug';
import { debugZh } from './debug.zh.js';
import { formats } from './formats.js';
import { librariesZh } from './libraries.zh.js';
import type { Messages } from './messages.js';

const { count, duration, seconds, time, ttl } = formats('zh-CN');

type Reason = NonNullable<EngineState['reason']>;

const reasons: Readonly<Record<string, (data: Reason['data']) => string>> = {
  connecting: ({ address }) => `正在连接 ${address}。`,
  refused: ({ address }) => `${address} 没有服务在监听。`,
  'host-not-found': ({ address }) => `${address} 中的主机名无法解析。`,
  'no-socket': ({ address }) => `套接字 ${address} 不存在，或无权打开。`,
  'auth-failed': ({ address }) => `${address} 拒绝了用户名或密码。`,
  certificate: ({ address, detail }) => `${address} 的 TLS 证书不受信任（${detail}）。`,
  tls: ({ address, detail }) => `无法与 ${address} 建立 TLS 连接（${detail}）。`,
  'no-answer': ({ address }) => `${address} 没有响应。`,
  closed: ({ address }) => `${address} 关闭了连接。`,
  loading: ({ address }) => `${address} 还在从磁盘载入数据。`,
  connection: ({ address, detail }) => `无法连接 ${address}（${detail}）。`,
  'server-crashed': ({ why }) => `Luascope 自带的 Redis 已退出（${why}），正在重新启动。`,
  'server-failed': ({ why }) => `Luascope 自带的 Redis 无法启动：${why}。`,
  'no-server': () => '这里没有 Redis：请安装 redis-server，或用 REDIS_URL=redis://host:6379 启动 Luascope。',
  'switched-off': () => '实例一侧已关闭（LUASCOPE_REDIS_SERVER=off）。',
  'engine-lost': () => 'Luascope 服务没有响应。',
};

export const zh: Messages = {
  code: 'zh-CN',
  count,
  duration,
  seconds,
  time,
  ttl,
  belowClock: '<5',
  skip: '跳到工作区',
  logo: 'Luascope，显示开始面板',
  cancel: '取消',
  done: '完成',
  copied: '已复制',
  copyFailed: '浏览器不允许复制。',
  keepFailed: '未能保存：浏览器存储已满或被禁用',
  toLight: '浅色主题',
  toDark: '深色主题',
  run: '运行',
  running: '运行中',
  kill: '终止脚本',
  nothingRuns: '没有脚本在运行。',
  nothingClosed: '本次访问没有关闭过脚本。',
  reset: '重置数据',
  resetOnlySandbox: '只能重置沙盒的数据。',
  dryRun: '预演',
  editor: '编辑器',
  result: '运行结果',
  invocation: '将要运行的命令',
  docks: '面板',
  views: '视图',
  line: (n) => `第 ${n} 行`,
  gotoLine: (n) => `转到第 ${n} 行`,
  caret: (line, column) => `第 ${line} 行，第 ${column} 列`,
  lineCount: (n) => `${count(n)} 行`,
  byteCount: (n) => `${count(n)} 字节`,
  errorCount: (n) => `${count(n)} 个错误`,
  warningCount: (n) => `${count(n)} 个警告`,
  calls: (n) => `${count(n)} 次调用`,
  writes: (n) => `${count(n)} 次写`,
  reads: (n) => `${count(n)} 次读`,
  callMix: (calls, writes, reads) =>
    calls === 0
      ? '没有调用'
      : writes === calls
        ? `${count(calls)} 次调用，全是写`
        : reads === calls
          ? `${count(calls)} 次调用，全是读`
          : `${count(calls)} 次调用${writes === 0 ? '' : `，${count(writes)} 次写`}`,
  keysTouched: (n, orMore) => (n === 0 ? '没有键改变' : `${orMore ? '至少 ' : ''}${count(n)} 个键改变`),
  steps: (n) => `${count(n)} 步`,
  usedFresh: '新数据',
  usedKept: '保留数据',
  elementCount: (n) => `${count(n)} 个元素`,
  elements: (type, n) => `${type}，${count(n)} 个元素`,
  noReply: '没有收到回复',
  pageTimes: '由本页自己的时钟测得，不是服务器的时间。',
  serverTimes: '在本机测得：从发送脚本到收到回复。',
  crash: '错误表缺少 err 字段：redis-server 7.0.15 会在此崩溃。请给这个表加上 err 字段。',
  product: ({ product, version }) => `${product === 'valkey' ? 'Valkey' : 'Redis'} ${version}`,
  target: {
    label: '目标',
    sandbox: '沙盒',
    live: '实例',
    own: '私有',
    sandboxTip: '在本页内模拟的 Redis：数据不会离开浏览器',
    version: (name) => {
      const notes: Readonly<Record<ProfileName, string>> = {
        '7.0.15': 'Debian 12 的版本',
        '7.0.15 upstream': '官方源码的版本',
        '6.2.16': '错误是字符串，没有函数',
        '7.2.6': '数字写成最短文本',
        '7.4.1': 'EVAL 最多缓存 500 个脚本',
      };
      return `Redis ${name} · ${notes[name]}`;
    },
    versionMenu: (name) => `沙盒的 Redis 版本：${name}`,
    versionTip: '沙盒模拟哪个版本的 Redis。切换后重新启动，数据保留。',
  },
  health: {
    short: { starting: '启动中', ready: '已连接', busy: '忙', lost: '已断开', off: '未启用' },
    sandbox: (state) => {
      switch (state?.health) {
        case 'ready':
          return '沙盒就绪';
        case 'busy':
          return '沙盒正忙';
        case 'lost':
          return '沙盒已结束';
        case 'off':
          return '沙盒未启用';
        default:
          return '沙盒启动中';
      }
    },
    live: (state) => {
      const server = state?.server;
      const name = server === undefined ? '实例' : server.ours ? '私有 Redis' : (server.address ?? '实例');
      switch (state?.health) {
        case 'ready':
          return `${name} 已连接`;
        case 'busy':
          return `${name} 正忙`;
        case 'lost':
          return `${name} 已断开`;
        case 'starting':
          return `${name}：正在连接`;
        default:
          return state?.reason === undefined ? '没有 Redis 实例' : reasonText(state.reason);
      }
    },
  },
  obstacles: {
    starting: '目标还在启动。',
    off: '没有连接 Redis。请在沙盒中运行，或给 Luascope 一个服务器。',
    lost: '连接已断开。服务器恢复后会自动连上。',
    busy: '有脚本占用着服务器。请终止它，或等待。',
    running: '有脚本正在运行。',
  },
  reason: (reason) => reasonText(reason),
  lostRun: (code) =>
    ({
      shutdown: '脚本运行时服务器被关闭。',
      version: '脚本运行时沙盒换成了另一个版本。数据与运行前相同。',
      terminated: '脚本没有返回，因此替换了沙盒。数据和脚本与运行前相同。',
      timeout: '脚本运行太久，已被结束。',
      limit: '录制到达步数或大小上限而结束，脚本还没有给出回复。',
      'long-reply': '脚本已执行完。它的回复超过了服务器分叉副本能交出的 64 KiB：请用运行查看。',
      closed: '收到回复之前服务器关闭了连接。脚本是否执行到底无从得知。',
      'server-crashed': '收到回复之前 Luascope 自带的 Redis 退出了。脚本是否执行到底无从得知。',
      'no-answer': '收到回复之前服务器不再应答。脚本是否执行到底无从得知。',
    })[code] ?? '收到回复之前连接结束了。脚本是否执行到底无从得知。',
  failures: {
    'bad-given': ({ data }) => `预置数据第 ${data['line']} 行：引号没有闭合。没有运行任何命令。`,
    'engine-lost': () => '收到回复之前连接断开了。脚本是否执行过无从得知。',
    'engine-restarted': () => '脚本运行时沙盒被替换。数据与运行前相同。',
    'engine-off': () => '这个目标未启用。',
    'run-in-progress': () => '这个目标上有另一个脚本正在运行。',
    'command-refused': ({ data }) =>
      data['why'] === 'connection'
        ? `${data['command']} 没有发送：之后的回复会与命令对不上。要调试脚本，请录制它。`
        : `在不是由 Luascope 启动的服务器上，${data['command'] ?? '这个命令'} 会被拒绝。可用 LUASCOPE_ALLOW 放行。`,
    'too-large': () => '内容太大，无法发送。',
    timeout: () => '没有按时收到响应。',
    unauthorized: () => '服务器不接受这个页面。请用 Luascope 打印的地址打开。',
    'not-supported': () => '这个目标做不到。',
    'unknown-recording': () => '此录制已不可用：引擎重启过，或为腾出空间而丢弃了它。请重新录制。',
    diverged: ({ data }) =>
      `重新执行脚本时${
        data['step'] === undefined ? '' : `从第 ${Number(data['step']) + 1} 步起`
      }与录制不一致，因此不显示数值。请重新录制。`,
    'too-long': () => '表达式一直不结束，已被停止。',
    'not-recorded': ({ data }) => debugZh.notRecorded(data),
    'bad-input': ({ data }) => `${fieldName(data['field'])}：${data['problem'] ?? '不被接受'}`,
    internal: ({ data }) => `Luascope 自身的故障：${data['message'] ?? ''}`,
  },
  killed: {
    killed: '脚本已终止。',
    notbusy: '没有脚本在运行。',
    unkillable: '无法终止：脚本已经写过数据。',
    terminated: '脚本没有返回，因此替换了沙盒。数据和脚本与运行前相同。',
  },
  summaries: {
    none: '还未运行',
    running: '运行中',
    stale: '修改后还未运行',
    finished: '运行结束',
    error: '因错误停止',
    killed: '已终止',
    lost: '没有回复',
    crash: '会使服务器崩溃',
    failed: '无法运行',
  },
  announce: {
    finished: (reply) => `运行结束。回复：${reply}。`,
    loaded: (sha) => `已加载 ${sha}。`,
    flushed: '脚本缓存已清空。',
    reset: '数据已重置。',
  },
  busy: {
    title: '服务器对其他客户端一律回复 BUSY',
    killable: '目前只有读操作，可以安全终止。Redis 不会自己停下脚本。',
    unknown: '脚本是否写过数据还不知道，`SCRIPT KILL` 会给出答案。Redis 不会自己停下脚本。',
    unkillable: '无法终止：脚本已经写过数据',
    unkillableText:
      '写入之后 `SCRIPT KILL` 会回复 `UNKILLABLE`，这样终止操作就不会留下半个事务。其他客户端仍会收到 BUSY。',
    wait: '继续等待',
    kill: '终止（SCRIPT KILL）',
  },
  lost: {
    title: (address) => `与 ${address ?? '服务器'} 的连接已断开`,
    text: (since) => `显示的是 ${since} 之前的内容。恢复后会自动连上。`,
  },
  noWords: {
    title: '英文文本没有加载成功',
    text: '提供本页的服务器没有响应，页面仍用中文显示，其他一切不变。',
    stay: '继续用中文',
    again: '重试',
  },
  ways: {
    title: '出路',
    notWrote: '还没有写过数据',
    wrote: '已经写过数据，终止会被拒绝',
    kill: '让脚本就地停下，调用者收到错误。',
    killCost: '不丢数据，立即可用',
    killRefused: '被拒绝，回复 `-UNKILLABLE`：脚本已经写过数据。',
    notPossible: '已不可行',
    wait: '等待',
    waitText: '脚本结束时结束。',
    waitCost: '不丢数据，期间仍回复 BUSY',
    shutdown: '停止整个服务器进程，之后需要有人重新启动。',
    shutdownRefused:
      '停止整个服务器进程。这个服务器不是 Luascope 启动的，只能由它的管理者执行（或设置 LUASCOPE_ALLOW=SHUTDOWN）。',
    shutdownCost: '丢失上次保存后的写入',
    shutdownSandbox: '重置沙盒：重新启动后是空的。',
    shutdownSandboxCost: '丢失沙盒的数据和脚本',
  },
  panels: {
    reply: '回复',
    errors: '错误',
    keyspace: '键空间',
    cache: '脚本缓存',
    libraries: librariesZh.panel,
    ...debugZh.panels,
    timeline: '时间线',
    logs: '日志',
    console: '控制台',
  },
  phoneTabs: { code: '代码', inputs: '输入', reply: '回复', timeline: '时间线', keys: '键' },
  tags: { write: '写', read: '读', error: '错误', log: '日志' },
  types: {
    array: '数组',
    set: '集合',
    push: '推送',
    map: '映射',
    attribute: '属性',
    status: '状态',
    error: '错误',
    integer: '整数',
    bulk: '字符串',
    nil: '空',
    double: '浮点数',
    boolean: '布尔值',
    bignumber: '大整数',
    verbatim: '带格式字符串',
  },
  luaKinds: {
    nil: 'nil',
    boolean: 'boolean',
    number: 'number',
    string: 'string',
    table: 'table',
    'ok-table': '{ok = …}',
    'err-table': '{err = …}',
    'double-table': '{double = …}',
    'map-table': '{map = …}',
    'set-table': '{set = …}',
    other: 'function …',
  },
  lostInConversion: {
    fraction: (n) => `${count(n)} 个小数部分被截断`,
    range: (n) => `${count(n)} 个数字超出 64 位整数：inf、nan 和 1e19 都变成 -9223372036854775808`,
    exactness: (n) => `${count(n)} 个数字超过 9007199254740992，Lua 不能精确表示其后的每个整数：请返回字符串`,
    keys: (n) => `${count(n)} 个命名字段被丢弃：只发送列表部分`,
    'items-after-nil': (n) => `第一个 nil 之后的 ${count(n)} 项被丢弃`,
    value: (n) => `${count(n)} 个没有 RESP 形式的值被丢弃`,
    depth: (n) => `${count(n)} 个表嵌套太深`,
  },
  besidesLost: (n) => `其余 ${count(n)} 个字段或项被丢弃`,
  unknown: {
    calls: '在实例上普通运行只能看到回复，脚本内部的调用从外面看不到。',
    changes: (keys) =>
      `在实例上普通运行究竟改了哪些键无法确知。${{ now: '下面是现在的键。', before: '下面是上次读到的键。', none: '' }[keys]}`,
    conversions: 'Lua 值怎样变成这个回复无法得知：普通运行时实例只发送结果。录制和预演能说明。',
    conversionsNotRecorded: 'Lua 值怎样变成这个回复没有录下来：回复很大或很深，或者录制的运行走了另一条路。',
    logs: 'redis.log 写进服务器自己的日志文件，客户端读不到。',
    errors: '实例只发送最终的错误，它在脚本内部如何传播无法得知。',
  },
  reply: {
    empty: '还没有回复',
    emptyText: '运行脚本后，客户端收到的内容显示在这里。',
    format: '回复格式',
    formats: { tree: '树', cli: 'redis-cli', resp: 'RESP', json: 'JSON' },
    copy: '复制回复',
    selected: '选中',
    inCli: (path) => `redis-cli 中：${path}`,
    onWire: '线上字节',
    bytes: (n, version) => `${count(n)} 字节，RESP${version}`,
    wire: (n, version) => `线上共 ${count(n)} 字节，RESP${version}`,
    explain: 'Lua 值怎样变成这个回复',
  },
  noScript: {
    text: '服务器没有这个脚本，EVALSHA 什么也没有运行。',
    byEval: (mode) => `改用 ${mode} 发送一次`,
    load: 'SCRIPT LOAD 后重试',
  },
  timeline: {
    empty: '还没有调用',
    emptyText: '每次 redis.call 都会显示在这里：所在行、回复、用时，以及是否写入。',
    unknownTitle: '调用无法得知',
    filter: '筛选时间线',
    filterPlaceholder: '命令、键或函数',
    found: (n, all) => `${count(n)} / ${count(all)}`,
    step: '步',
    line: '行',
    command: '命令',
    reply: '回复',
    when: '时刻',
    kind: '类别',
    error: '错误',
    toClient: '发给客户端',
    gap: (n) => `… ${count(n)} 次调用未保留`,
  },
  logs: {
    empty: '没有日志',
    emptyText: 'redis.log 的内容连同级别和行号显示在这里。',
    unknownTitle: '日志无法得知',
    gap: (n) => `… ${count(n)} 行未保留`,
  },
  keyspace: {
    view: '键空间视图',
    diff: '变化',
    after: '运行后',
    key: '键',
    type: '类型',
    value: '值',
    beforeAfter: '之前 → 之后',
    none: '没有键',
    noChanges: '没有变化',
    limited: (n) => `只保留了前 ${count(n)} 个改动的键，实际更多。`,
    noChangesText: '脚本没有改动任何键。',
    empty: '可在预置数据中添加，或用脚本写入。',
    emptyHere: '用脚本写入，或在控制台里写入。',
    notRead: '还没有读取键',
    notReadText: '目标能响应时就会读取。',
    emptyName: '（空键名）',
    gone: '已删除',
    noTtl: '无 TTL',
    size: (type, n) =>
      type === 'hash'
        ? `${count(n)} 个字段`
        : type === 'stream'
          ? `${count(n)} 条`
          : type === 'string'
            ? `${count(n)} 字节`
            : `${count(n)} 项`,
    kinds: { added: '新增', changed: '已改', deleted: '已删', same: '未变' },
    beyond: (n) => `另有 ${count(n)} 个元素未在此比较`,
    more: (n) => `前 ${count(n)} 个键，还有更多。`,
    copyToGiven: '把这些键复制到预置数据',
    copied: (n, incomplete) =>
      `已把 ${count(n)} 个键复制到预置数据${incomplete === 0 ? '' : `，其中 ${count(incomplete)} 个太大，未能完整复制`}。`,
    showMore: (n, left) => `再显示 ${count(n)} 个，还有 ${count(left)} 个`,
    loadMore: '再加载 100 项',
    notReadable: '现在无法读取这个值。',
  },
  cache: {
    empty: '没有缓存',
    emptyText: 'EVAL 或 SCRIPT LOAD 会把脚本放到这里。',
    source: '源码',
    via: '加载方式',
    runs: '运行',
    onServer: '服务器上',
    states: { cached: '已缓存', absent: '服务器上没有', unknown: '未询问', running: '运行中' },
    detail: '选中的脚本',
    loaded: '加载',
    size: '大小',
    sizeText: (bytes, lines) => `${count(bytes)} 字节，${count(lines)} 行`,
    runsText: (n, last) =>
      n === 0 ? '本页未运行过' : `本页 ${count(n)} 次${last === undefined ? '' : `，最近 ${time(last)}`}`,
    copySha: '复制 SHA1',
    evalsha: '用 EVALSHA 运行',
    evalshaTip: '以 EVALSHA 方式打开并运行',
    open: '在编辑器中打开',
    loadTip: '加载编辑器中的脚本',
    noText: '脚本中有不是文本的字节，以转义形式显示。',
  },
  flush: {
    title: (name) => `清空 ${name} 的脚本缓存？`,
    text: '所有脚本都会被忘记。使用 EVALSHA 的客户端会收到 NOSCRIPT，直到重新加载。数据不受影响。',
  },
  shutdown: {
    title: (name) => `对 ${name} 执行 SHUTDOWN NOSAVE`,
    text: '停止整个服务器进程。上次保存之后的写入全部丢失，对所有人都是如此。',
    sandboxText: '沙盒会重新启动，数据、脚本和函数都会清空。',
    typeFirst: (name) => `输入 ${name} 以确认`,
  },
  confirmLive: {
    title: (address) => `在 ${address} 上运行？`,
    text: '这个服务器不是由 Luascope 启动的。脚本会真正执行，写入会保留。每次访问只询问一次。',
    commands: '脚本中有危险命令：',
    crash: (lines) => `第 ${lines} 行的 error() 收到没有 err 字段的表：若无人捕获，Redis 7.0 会崩溃。`,
    sandbox: '改在沙盒中运行',
    run: '在服务器上运行',
  },
  console: {
    output: '控制台输出',
    input: '命令',
    empty: '第二个客户端。输入命令，例如 SCAN 0 或 GET foo。',
    secondClient: '第二个客户端',
    allowedNow: '此时允许',
    passedLimit: '有脚本超过时限：从这里开始服务器处于忙状态',
    freeAgain: '服务器恢复响应',
    streaming: '正在接收消息',
    stop: '停止（RESET）',
    dropped: (n) => `… 另有 ${count(n)} 条来得太快，未显示`,
    moreLines: (n) => `… 还有 ${count(n)} 行`,
  },
  start: {
    label: '开始',
    title: '沙盒已就绪，放心试。',
    liveTitle: '在 Redis 实例上运行脚本。',
    lead: (version) =>
      `一个私有的 Redis ${version}，只有一个键 \`foo = 5\`。编辑器里的脚本把它乘以 \`ARGV[1]\`。先猜猜回复，再运行。`,
    run: '运行脚本',
    runText: '回复、发送的每个命令和数据的变化都显示在这里。',
    break: '弄坏它',
    record: '录制下来，再往回走',
    recordText: '在任意一行停下，向前向后都行。变量和键会跟着你走。',
    breakText: '把 `ARGV[1]` 设为 `five`，看错误从哪里开始、由谁收到。',
    breakButton: '设 ARGV[1] = five',
    examples: '或者打开一个示例',
    all: (n) => `全部 ${n} 个`,
    haveServer: '有自己的服务器？把目标切换到“实例”。',
  },
  topics: {
    atomicity: '原子性',
    errors: '错误',
    pattern: '模式',
    readOnly: '只读',
    replies: '回复',
    busy: '忙',
    basics: '基础',
    functions: '函数',
  },
  resize: { columns: '调整列宽', rows: '调整行高' },
  hints: { palette: '命令面板', panels: '面板', shortcuts: '快捷键' },
  palette: { placeholder: '想做什么？', none: '没有找到' },
  actions: {
    show: (panel) => `显示${panel}`,
    newScript: '新建脚本',
    closeScript: '关闭脚本',
    reopenScript: '重新打开上次关闭的脚本',
    openFile: '打开文件…',
    saveFile: '把脚本保存为文件',
    copyCommand: '复制为 redis-cli 命令',
    openScript: (name) => `转到 ${name}`,
    examples: '示例',
    focusEditor: '转到编辑器',
    switchTarget: '在沙盒与实例之间切换',
    theme: '切换主题',
    language: '切换语言（English）',
    shortcuts: '键盘快捷键',
    palette: '命令面板',
  },
  shortcutSheet: {
    title: '键盘快捷键',
    groups: { run: '运行', panels: '面板', scripts: '脚本', screen: '屏幕', moving: '移动' },
    nextProblem: '脚本中的下一个问题',
    nextRegion: '下一个区域',
    previousRegion: '上一个区域',
    tabMovesFocus: 'Tab 键用于缩进或移动焦点',
    leave: '离开编辑器，关闭对话框',
    firstStep: '进度条上：第一步',
    lastStep: '进度条上：最后一步',
    oneStep: '进度条上：一步',
    nextCall: '进度条上：下一次调用',
  },
};

function fieldName(field: string | number | undefined): string {
  const given = /^given\.(\d+)$/.exec(String(field ?? ''));
  return given === null ? String(field ?? '输入') : `预置数据第 ${Number(given[1]) + 1} 条命令`;
}

function reasonText({ code, data }: Reason): string {
  return reasons[code]?.(data) ?? `${code}${Object.keys(data).length > 0 ? ` ${JSON.stringify(data)}` : ''}。`;
}
