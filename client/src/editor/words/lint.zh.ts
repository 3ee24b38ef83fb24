import type { LintWords } from './lint.en.js';

export const lintZh: LintWords = {
  'global-read': {
    title: ({ name, case: kind }) => (kind === 'ended' ? `\`${name}\` 已经失效` : `\`${name}\` 不存在`),
    text: ({ name, case: kind, line, instead }) =>
      kind === 'library'
        ? '函数库里的函数以参数得到键和参数：`function(keys, args)`。'
        : kind === 'left-out'
          ? `Redis 的 Lua 里没有 \`${name}\`，读取它会让脚本报错停止。`
          : kind === 'ended'
            ? `第 ${line} 行的局部变量只在它所在的块内有效。请在块之前声明。`
            : kind === 'later'
              ? `它在第 ${line} 行才声明，之后才能使用。请把声明移到前面。`
              : `没有声明过 \`${name}\`。读取不存在的全局变量会让脚本报错停止。${
                  instead === undefined ? '' : `是不是 \`${instead}\`？`
                }`,
  },
  'global-write': {
    title: ({ name }) => `\`${name}\` 会成为全局变量`,
    text: ({ name }) =>
      `脚本不能创建全局变量，Redis 会回复 "Attempt to modify a readonly table"。请写 \`local ${name}\`。`,
  },
  'readonly-write': {
    title: ({ name }) => `\`${name}\` 不能修改`,
    text: '内置库是只读的，Redis 会回复 "Attempt to modify a readonly table"。',
  },
  'unknown-member': {
    title: ({ case: kind, name }) => (kind === 'method' ? `字符串没有 \`${name}\`` : `没有 \`${name}\``),
    text: ({ case: kind, command, instead }) =>
      kind === 'command'
        ? `命令通过 \`redis.call("${command}", …)\` 或 \`redis.pcall\` 发送。`
        : `Redis 用的是 Lua 5.1。这个${kind === 'method' ? '方法' : '字段'}是 nil，使用它会让脚本报错停止。${
            instead === undefined ? '' : `是不是 \`${instead}\`？`
          }`,
  },
  'unknown-command': {
    title: ({ command }) => `Redis 没有命令 ${command}`,
    text: ({ case: kind }) =>
      kind === 'joined'
        ? '命令和每个参数要分开写：`redis.call("GET", KEYS[1])`。脚本会停在这里："Unknown Redis command called from script"。'
        : '脚本会停在这里："Unknown Redis command called from script"。',
  },
  'wrong-arity': {
    title: ({ case: kind, command }) => (kind === 'empty' ? '没有命令' : `${command} 的参数个数不对`),
    text: ({ case: kind, want, have }) =>
      kind === 'empty'
        ? '先写命令名："Please specify at least one argument for this redis lib call"。'
        : `${kind === 'at-least' ? '至少' : ''}需要 ${want} 个参数，这里有 ${have} 个。脚本会停在这里。`,
  },
  'not-allowed': {
    title: ({ command }) => `脚本中不允许使用 ${command}`,
    text: '它会阻塞，或者改变连接。Redis 会回复 "This Redis command is not allowed from script"。',
  },
  'bad-argument': {
    title: ({ case: kind, type, name }) =>
      kind === 'colon'
        ? `应该用点，不是冒号：\`redis.${name}\``
        : kind === 'inputs'
          ? `\`${name}\` 是一个表`
          : `${type} 不能作为参数`,
    text: ({ case: kind, name }) =>
      kind === 'colon'
        ? '用冒号时，第一个参数是 `redis` 表本身："Lua redis lib command arguments must be strings or integers"。'
        : kind === 'inputs'
          ? `请发送其中一项 \`${name}[1]\`，或全部：\`unpack(${name})\`。`
          : '命令的参数只能是字符串或数字，其他值会让脚本报错停止。',
  },
  'read-only-write': {
    title: ({ command }) => `${command} 是写命令，这个脚本不能写`,
    text: ({ why }) =>
      why === 'no-writes'
        ? '标志 `no-writes` 不允许写："Write commands are not allowed from read-only scripts."'
        : `${why} 不允许写："Write commands are not allowed from read-only scripts." 请改用 ${String(why).replace('_RO', '')}。`,
  },
  'undeclared-key': {
    title: '这个键不在 KEYS 里',
    text: ({ case: kind, command }) =>
      kind === 'argument'
        ? 'ARGV 用来传值。不在 KEYS 里的键在集群中可能落在别的节点，代理和 ACL 也无法预先知道。'
        : kind === 'reply'
          ? `键名来自 ${command} 的回复：集群按 KEYS 决定由哪个节点执行脚本，这个键可能在另一个节点上。`
          : '集群按 KEYS 决定由哪个节点执行脚本，这里拼出来的键可能在另一个节点上。请通过 KEYS 传入。',
  },
  'key-as-value': {
    title: ({ name }) => `\`${name}\` 没有当作键使用`,
    text: ({ command }) => `${command} 把它当作值。KEYS 里的内容在集群和 ACL 中都算键名，值请放进 ARGV。`,
  },
  'float-argument': {
    title: ({ command }) => `${command} 需要整数`,
    text: '带小数时会回复 "value is not an integer or out of range"。',
  },
  'slow-command': {
    title: ({ command }) => `${command} 执行期间服务器停止响应`,
    text: ({ case: kind }) =>
      kind === 'keys'
        ? '它会遍历数据库里的每个键，期间不服务其他客户端。可以把键名存进集合，或在脚本外用 SCAN。'
        : '它会删除全部数据，在真实服务器上影响所有人。',
  },
  'percent-wildcard': { title: '`%` 在这里不是通配符', text: 'Redis 的模式使用 `*`、`?` 和 `[…]`，`%` 只匹配它自己。' },
  'nil-compare': {
    title: ({ case: kind }) => (kind === 'never' ? '这个条件永远为假' : '这个条件永远为真'),
    text: ({ command, item }) =>
      `没有值时，${command} 的回复${item === 1 ? '中的项' : ''}在 Lua 里是 \`false\`，不是 \`nil\`。请与 \`false\` 比较，或写 \`if not value\`。`,
  },
  'boolean-compare': {
    title: ({ case: kind }) => (kind === 'never' ? '这个条件永远为假' : '这个条件永远为真'),
    text: ({ from, command }) =>
      from === 'reply'
        ? `${command} 回复数字，数字永远不等于 \`true\` 或 \`false\`。请与 \`1\` 或 \`0\` 比较。`
        : '数字永远不等于 `true` 或 `false`。没有数字时，`tonumber` 得到 nil。',
  },
  'text-against-number': {
    title: ({ case: kind }) => (kind === 'raises' ? '字符串与数字比较大小' : '字符串永远不等于数字'),
    text: ({ case: kind }) =>
      kind === 'raises'
        ? '来自 Redis、KEYS 和 ARGV 的值都是字符串，Lua 不会拿它们和数字比较大小：脚本会停在这里。请用 `tonumber`。'
        : '来自 Redis、KEYS 和 ARGV 的值都是字符串，在 Lua 里 `"1" == 1` 为假。请用 `tonumber`。',
  },
  'text-order': {
    title: '这是逐字符比较',
    text: '两边都是字符串，所以 `"10" < "9"` 为真。如果它们是数字，请用 `tonumber`。',
  },
  'zero-is-true': {
    title: '这个条件永远为真',
    text: ({ command }) => `${command} 回复数字，而 Lua 里 \`0\` 也是真。请与 \`0\` 或 \`1\` 比较。`,
  },
  'status-compared': {
    title: '状态回复是一个表',
    text: ({ case: kind, command }) =>
      kind === 'or-false'
        ? `${command} 的回复是 \`{ok = "OK"}\`，永远不等于字符串；没有写入时是 \`false\`。请写 \`if value then\`。`
        : `${command} 的回复是 \`{ok = "…"}\`，永远不等于字符串。请比较它的 \`ok\` 字段。`,
  },
  'pcall-unchecked': {
    title: ({ case: kind }) =>
      kind === 'twice' ? '这个 `pcall` 接不到错误' : kind === 'condition' ? '错误也算作真' : '没有检查错误',
    text: ({ case: kind, command, name }) =>
      kind === 'twice'
        ? 'redis.pcall 不抛出错误，而是返回错误，`pcall` 始终得到 `true`。请用 `pcall(redis.call, …)`，或检查 `err`。'
        : kind === 'dropped'
          ? `如果 ${command} 在这里失败，脚本会继续，没有人知道。请用 \`redis.call\`，或检查它的回复。`
          : kind === 'condition'
            ? 'redis.pcall 把错误作为表 `{err = …}` 返回，而所有的表都算作真。请存入局部变量并检查 `err`。'
            : `如果 ${command} 失败，\`${name}\` 就是表 \`{err = …}\`。把它当值用之前，先检查 \`${name}.err\`。`,
  },
  'one-value': {
    title: ({ name }) => `\`${name}\` 永远是 nil`,
    text: ({ via }) =>
      via === 'pcall'
        ? 'redis.pcall 只返回一个值：回复，或表 `{err = …}`。先返回是否成功的是 Lua 自己的 `pcall`。'
        : 'redis.call 只返回一个值，即回复。错误是抛出的，不是返回的。',
  },
  'caught-text': {
    title: ({ name }) => `\`${name}\` 在这里是字符串`,
    text: ({ name }) =>
      `\`pcall\` 交出的 Redis 错误是文本，所以 \`${name}.err\` 是 nil。只有 redis.pcall 返回带 \`err\` 的表。`,
  },
  'flat-map': {
    title: ({ case: kind, field }) =>
      kind === 'loop' ? `\`${field}\` 是序号 1、2、3 …` : `\`${field}\` 不是这个表的字段`,
    text: ({ command }) => `${command} 回复的是平铺的列表：字段、值、字段、值。请成对读取，或只取一个字段。`,
  },
  'no-pairs': {
    title: '表不是迭代器',
    text: ({ iterator }) => `\`for … in\` 需要函数："attempt to call a table value"。请在表外面写 \`${iterator}(…)\`。`,
  },
  'table-calculated': {
    title: ({ operator }) => (operator === '..' ? '表不能连接' : '表不能参与计算'),
    text: ({ command }) => `${command} 的回复在 Lua 里是表，脚本会停在这里。`,
  },
  'text-added': {
    title: '文本不能参与计算',
    text: ({ operator }) =>
      `脚本会停在这里："attempt to perform arithmetic on a string value"。${operator === '+' ? '字符串用 `..` 连接。' : ''}`,
  },
  'missing-used': {
    title: '可能没有值',
    text: ({ command }) =>
      `没有值时，${command} 回复 \`false\`，在这里使用会让脚本停止。请先判断，或用 \`or\` 给出另一个值。`,
  },
  'number-of-nothing': {
    title: '可能没有数字',
    text: '键不存在时 `tonumber(false)` 是 nil，用 nil 计算会让脚本停止。请在后面写 `or 0`。',
  },
  'json-null': {
    title: 'JSON 的 null 不是 nil',
    text: 'cjson 把 `null` 解码成 `cjson.null`，它算作真；缺少的字段才是 nil。两者都要比较。',
  },
  'keys-lost': {
    title: ({ count, name }) => (count === 1 ? `\`${name}\` 不会出现在回复里` : `${count} 个命名字段不会出现在回复里`),
    text: ({ left }) =>
      `表会变成由第 1、2、3 … 项组成的数组，命名字段会被丢弃。${left === 0 ? '客户端收到的是空数组。' : ''}请返回列表，或用 \`cjson.encode\` 编码。`,
  },
  'items-swallowed': {
    title: ({ name }) => `\`${name}\` 会吞掉其余的项`,
    text: ({ name, count }) => `带有字段 \`${name}\` 的表只会变成那一个回复，其余 ${count} 项被丢弃。`,
  },
  'nil-in-reply': {
    title: '回复到这里为止',
    text: ({ count }) => `数组在第一个 nil 处结束，有 ${count} 项被丢弃。用 \`false\` 可以在回复里得到 nil。`,
  },
  'fraction-cut': {
    title: '小数部分会被截掉',
    text: '数字会变成整数回复：3.99 变成 3。要保留小数，请返回 `tostring(…)`。',
  },
  'reply-dropped': {
    title: '回复没有被返回',
    text: ({ name }) => `\`redis.${name}\` 只是生成一个表，请在前面写 \`return\`。`,
  },
  'error-table': {
    title: '这会让 Redis 7.0 服务器崩溃',
    text: '`error` 的参数是没有 `err` 的表时，redis-server 7.0.15 及之前（以及之后的部分版本）会崩溃。请用 `error({err = "…"})` 或字符串。',
  },
  'code-lost': {
    title: ({ code }) => `客户端最先看到的不是 ${code}`,
    text: ({ code }) =>
      `字符串会变成 "ERR user_script:…: ${code} …"。用 \`error({err = "${code} …"})\`，错误码就在最前面，客户端可以据此判断。`,
  },
  'empty-json': {
    title: '空表会编码成 {}',
    text: 'cjson 分不清空列表和空对象，统一写成 `{}`。需要列表时请写 `"[]"`。',
  },
  'zero-index': {
    title: ({ case: kind, table }) => (kind === 'reply' ? '列表从 1 开始' : `${table} 从 1 开始`),
    text: ({ table }) => `\`${table}[0]\` 永远是 nil，第一个是 \`${table}[1]\`。`,
  },
  'missing-input': {
    title: ({ name }) => `\`${name}\` 是 nil`,
    text: ({ table, count }) => `下方的 ${table} ${count === 0 ? '没有值' : `只有 ${count} 个值`}。`,
  },
  'log-arguments': {
    title: 'redis.log 的第一个参数是级别',
    text: ({ case: kind }) =>
      kind === 'level'
        ? '脚本会停在这里："First argument must be a number (log level)."。请用 `redis.LOG_NOTICE`。'
        : '脚本会停在这里："redis.log() requires two arguments or more."。请写 `redis.log(redis.LOG_NOTICE, "…")`。',
  },
  'big-number': {
    title: '这个数字不精确',
    text: 'Lua 的数字是双精度浮点数，整数只在 9007199254740992 以内精确。更长的请用字符串。',
  },
  'hex-escape': {
    title: ({ escape }) => `Lua 5.1 没有 \`${escape}\``,
    text: ({ escape }) => `反斜杠会被丢掉，只剩 \`${String(escape).slice(1)}\`。请用三位十进制数写这个字节。`,
  },
  'long-unpack': {
    title: '列表过长时会失败',
    text: '`unpack` 超过约 8000 项会报错 "too many results to unpack"。请分批发送。',
  },
  'endless-loop': {
    title: '这个循环不会结束',
    text: ({ case: kind }) =>
      kind === 'waits'
        ? '脚本独占执行：运行期间没有其他客户端能修改条件所读的数据。现在为真，就一直为真。'
        : '没有任何语句离开它。5 秒后服务器对其他客户端一律回复 BUSY，直到脚本被终止。',
  },
  'library-header': {
    title: 'FUNCTION LOAD 不接受这第一行',
    text: ({ message }) => `Redis 回复 "${message}"。请写 \`#!lua name=mylib\`。`,
  },
  'no-function': {
    title: '这个函数库没有注册函数',
    text: 'FUNCTION LOAD 会回复 "ERR No functions registered"。请调用 `redis.register_function`。',
  },
  'register-function': {
    title: ({ case: kind, name }) =>
      ({
        late: '此时已不能注册函数',
        count: '参数个数不对',
        named: '单个参数必须是表',
        callback: '回调不是函数',
        unknown: `没有参数 \`${name}\``,
        missing: `缺少 \`${name}\``,
        flags: '标志必须放在表里',
        flag: `没有标志 \`${name}\``,
        name: `\`${name}\` 不能作为名字`,
        twice: `\`${name}\` 注册了两次`,
      })[String(kind)] ?? 'FUNCTION LOAD 不接受这里',
    text: ({ case: kind }) =>
      ({
        late: '只有 FUNCTION LOAD 运行函数库时才能注册函数，函数被调用时不行。',
        flag: '标志有 `no-writes`、`allow-oom`、`allow-stale`、`no-cluster` 和 `allow-cross-slot-keys`。',
        unknown: '参数有 `function_name`、`callback`、`flags` 和 `description`。',
        name: '名字只能包含字母、数字和下划线。',
        twice: 'Redis 会回复 "Function already exists in the library"。',
      })[String(kind)] ??
      '它接受一个名字和一个函数，或者一个表，其中有 `function_name`、`callback`，还可以有 `flags` 和 `description`。',
  },
  'load-time': {
    title: ({ name }) => `\`${name}\` 此时还不可用`,
    text: '函数库载入时唯一的全局变量是 `redis`，其中只有 `register_function` 和 `log`；在函数里才有全部。',
  },
};
