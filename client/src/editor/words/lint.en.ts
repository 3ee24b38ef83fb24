import type { FindingData, RuleId } from '@luascope/shared/analysis';

type Words = string | ((data: FindingData) => string);

/** What a finding says: a title of a few words, then what happens and what to do. Code stands between backquotes. */
export type LintWords = Readonly<Record<RuleId, { readonly title: Words; readonly text: Words }>>;

export const lintEn: LintWords = {
  'global-read': {
    title: ({ name, case: kind }) => (kind === 'ended' ? `\`${name}\` has ended` : `\`${name}\` does not exist`),
    text: ({ name, case: kind, line, instead }) =>
      kind === 'library'
        ? 'A function of a library gets its keys and arguments as parameters: `function(keys, args)`.'
        : kind === 'left-out'
          ? `Redis leaves \`${name}\` out of its Lua. Reading it stops the script with an error.`
          : kind === 'ended'
            ? `The local of line ${line} is only there in its own block. Declare it before the block.`
            : kind === 'later'
              ? `It is declared on line ${line}, and there from then on. Move the declaration up.`
              : `Nothing declares \`${name}\`. Reading a global that does not exist stops the script with an error.${
                  instead === undefined ? '' : ` Did you mean \`${instead}\`?`
                }`,
  },
  'global-write': {
    title: ({ name }) => `\`${name}\` would be a global`,
    text: ({ name }) =>
      `Scripts may not create globals: Redis answers "Attempt to modify a readonly table". Write \`local ${name}\`.`,
  },
  'readonly-write': {
    title: ({ name }) => `\`${name}\` cannot be changed`,
    text: 'The libraries are read-only. Redis answers "Attempt to modify a readonly table".',
  },
  'unknown-member': {
    title: ({ case: kind, name }) => (kind === 'method' ? `Strings have no \`${name}\`` : `There is no \`${name}\``),
    text: ({ case: kind, command, instead }) =>
      kind === 'command'
        ? `Commands are sent with \`redis.call("${command}", …)\` or \`redis.pcall\`.`
        : `Redis's Lua is 5.1. This ${kind === 'method' ? 'method' : 'field'} is nil, and using it stops the script with an error.${
            instead === undefined ? '' : ` Did you mean \`${instead}\`?`
          }`,
  },
  'unknown-command': {
    title: ({ command }) => `Redis has no command ${command}`,
    text: ({ case: kind }) =>
      kind === 'joined'
        ? 'The command and each of its arguments stand alone: `redis.call("GET", KEYS[1])`. The script stops here: "Unknown Redis command called from script".'
        : 'The script stops here: "Unknown Redis command called from script".',
  },
  'wrong-arity': {
    title: ({ case: kind, command }) => (kind === 'empty' ? 'No command' : `${command}: wrong number of arguments`),
    text: ({ case: kind, want, have }) =>
      kind === 'empty'
        ? 'Name the command first: "Please specify at least one argument for this redis lib call".'
        : `It takes ${kind === 'at-least' ? 'at least ' : ''}${want}, and gets ${have}. The script stops here.`,
  },
  'not-allowed': {
    title: ({ command }) => `${command} is not allowed in a script`,
    text: 'It would block, or change the connection. Redis answers "This Redis command is not allowed from script".',
  },
  'bad-argument': {
    title: ({ case: kind, type, name }) =>
      kind === 'colon'
        ? `A dot, not a colon: \`redis.${name}\``
        : kind === 'inputs'
          ? `\`${name}\` is a table`
          : `A ${type} cannot be an argument`,
    text: ({ case: kind, name }) =>
      kind === 'colon'
        ? 'With a colon, the table `redis` itself is the first argument: "Lua redis lib command arguments must be strings or integers".'
        : kind === 'inputs'
          ? `Send one of its items, \`${name}[1]\`, or all of them: \`unpack(${name})\`.`
          : 'Arguments of a command are strings or numbers. Anything else stops the script with an error.',
  },
  'read-only-write': {
    title: ({ command }) => `${command} writes, this script may not`,
    text: ({ why }) =>
      why === 'no-writes'
        ? 'The flag `no-writes` forbids it: "Write commands are not allowed from read-only scripts."'
        : `${why} forbids it: "Write commands are not allowed from read-only scripts." Choose ${String(why).replace('_RO', '')}.`,
  },
  'undeclared-key': {
    title: 'This key is not in KEYS',
    text: ({ case: kind, command }) =>
      kind === 'argument'
        ? 'ARGV is for values. A key that is not in KEYS is on the wrong node in a cluster, and no proxy or ACL can see it coming.'
        : kind === 'reply'
          ? `Its name comes from the reply of ${command}: a cluster decides by KEYS which node runs the script, and this key may be on another one.`
          : 'A cluster decides by KEYS which node runs the script: a key made here may be on another one. Pass it in KEYS.',
  },
  'key-as-value': {
    title: ({ name }) => `\`${name}\` is not used as a key`,
    text: ({ command }) =>
      `${command} gets it as a value. What is in KEYS counts as the name of a key, in a cluster and for ACLs: values go in ARGV.`,
  },
  'float-argument': {
    title: ({ command }) => `${command} wants a whole number`,
    text: 'With a fraction it answers "value is not an integer or out of range".',
  },
  'slow-command': {
    title: ({ command }) => `${command} stops the server while it works`,
    text: ({ case: kind }) =>
      kind === 'keys'
        ? 'It looks at every key of the database, and no other client is served meanwhile. Keep the names in a set, or use SCAN outside.'
        : 'It deletes everything, on a live server for everybody.',
  },
  'percent-wildcard': {
    title: '`%` is no wildcard here',
    text: 'Redis patterns use `*`, `?` and `[…]`. `%` matches only itself.',
  },
  'nil-compare': {
    title: ({ case: kind }) => (kind === 'never' ? 'This is never true' : 'This is always true'),
    text: ({ command, item }) =>
      `When there is nothing, ${item === 1 ? 'an item of ' : ''}the reply of ${command} is \`false\` in Lua, not \`nil\`. Compare with \`false\`, or write \`if not value\`.`,
  },
  'boolean-compare': {
    title: ({ case: kind }) => (kind === 'never' ? 'This is never true' : 'This is always true'),
    text: ({ from, command }) =>
      from === 'reply'
        ? `${command} answers a number, and a number never equals \`true\` or \`false\`. Compare with \`1\` or \`0\`.`
        : 'A number never equals `true` or `false`. Where there is none, `tonumber` gives nil.',
  },
  'text-against-number': {
    title: ({ case: kind }) =>
      kind === 'raises' ? 'A string is compared with a number' : 'A string never equals a number',
    text: ({ case: kind }) =>
      kind === 'raises'
        ? 'Values from Redis, KEYS and ARGV are strings, and Lua does not compare them with numbers: the script stops here. Use `tonumber`.'
        : 'Values from Redis, KEYS and ARGV are strings, and `"1" == 1` is false in Lua. Use `tonumber`.',
  },
  'text-order': {
    title: 'Strings are compared letter by letter',
    text: 'Both sides are strings, so `"10" < "9"` is true. If they are numbers, use `tonumber`.',
  },
  'zero-is-true': {
    title: 'This condition is always true',
    text: ({ command }) => `${command} answers a number, and in Lua \`0\` counts as true. Compare with \`0\` or \`1\`.`,
  },
  'status-compared': {
    title: 'A status reply is a table',
    text: ({ case: kind, command }) =>
      kind === 'or-false'
        ? `${command} answers \`{ok = "OK"}\`, which never equals a string, or \`false\` when it did not set. Write \`if value then\`.`
        : `${command} answers \`{ok = "…"}\`, which never equals a string. Compare its field \`ok\`.`,
  },
  'pcall-unchecked': {
    title: ({ case: kind }) =>
      kind === 'twice'
        ? 'This `pcall` catches nothing'
        : kind === 'condition'
          ? 'An error counts as true'
          : 'The error is not looked at',
    text: ({ case: kind, command, name }) =>
      kind === 'twice'
        ? 'redis.pcall raises no error, it returns one. `pcall` says `true` all the same; use `pcall(redis.call, …)`, or look at `err`.'
        : kind === 'dropped'
          ? `If ${command} fails here, the script goes on and nobody learns of it. Use \`redis.call\`, or look at the reply.`
          : kind === 'condition'
            ? 'redis.pcall returns an error as a table `{err = …}`, and every table counts as true. Keep it in a local and check `err`.'
            : `If ${command} fails, \`${name}\` is a table \`{err = …}\`. Check \`${name}.err\` before using it as a value.`,
  },
  'one-value': {
    title: ({ name }) => `\`${name}\` is always nil`,
    text: ({ via }) =>
      via === 'pcall'
        ? 'redis.pcall returns one value: the reply, or a table `{err = …}`. Lua’s own `pcall` is the one that says first how it went.'
        : 'redis.call returns one value, the reply. An error is raised, not returned.',
  },
  'caught-text': {
    title: ({ name }) => `\`${name}\` is a string here`,
    text: ({ name }) =>
      `\`pcall\` hands an error of Redis on as its text, so \`${name}.err\` is nil. Only redis.pcall returns a table with \`err\`.`,
  },
  'flat-map': {
    title: ({ case: kind, field }) =>
      kind === 'loop' ? `\`${field}\` counts 1, 2, 3 …` : `\`${field}\` is not a field of this table`,
    text: ({ command }) =>
      `${command} answers a flat list: field, value, field, value. Read it in pairs, or ask for one field.`,
  },
  'no-pairs': {
    title: 'A table is no iterator',
    text: ({ iterator }) =>
      `\`for … in\` wants a function: "attempt to call a table value". Write \`${iterator}(…)\` around the table.`,
  },
  'table-calculated': {
    title: ({ operator }) => (operator === '..' ? 'A table cannot be joined' : 'A table cannot be calculated with'),
    text: ({ command }) => `${command} answers a table in Lua, and the script stops here.`,
  },
  'text-added': {
    title: 'Text cannot be calculated with',
    text: ({ operator }) =>
      `The script stops here: "attempt to perform arithmetic on a string value".${
        operator === '+' ? ' Strings are joined with `..`.' : ''
      }`,
  },
  'missing-used': {
    title: 'There may be no value',
    text: ({ command }) =>
      `When there is nothing, ${command} answers \`false\`, and using that here stops the script. Ask first, or write \`or\` and another value.`,
  },
  'number-of-nothing': {
    title: 'There may be no number',
    text: 'For a missing key `tonumber(false)` is nil, and calculating with nil stops the script. Write `or 0` behind it.',
  },
  'json-null': {
    title: 'JSON null is not nil',
    text: 'cjson decodes `null` as `cjson.null`, which is true. A missing field is nil. Compare with both.',
  },
  'keys-lost': {
    title: ({ count, name }) =>
      count === 1 ? `\`${name}\` is lost in the reply` : `${count} named fields are lost in the reply`,
    text: ({ left }) =>
      `A table becomes an array of its items 1, 2, 3 …; named fields are dropped. ${
        left === 0 ? 'The client receives an empty array. ' : ''
      }Return a list, or \`cjson.encode\` the table.`,
  },
  'items-swallowed': {
    title: ({ name }) => `\`${name}\` swallows the rest`,
    text: ({ name, count }) =>
      `A table with the field \`${name}\` becomes that reply alone; ${count} other ${count === 1 ? 'item is' : 'items are'} dropped.`,
  },
  'nil-in-reply': {
    title: 'The reply ends here',
    text: ({ count }) =>
      `An array stops at the first nil: ${count === 1 ? 'this item is' : `${count} items are`} dropped. \`false\` becomes a nil in the reply.`,
  },
  'fraction-cut': {
    title: 'The fraction is cut',
    text: 'A number becomes an integer reply: 3.99 arrives as 3. Return `tostring(…)` to keep the fraction.',
  },
  'reply-dropped': {
    title: 'The reply is not returned',
    text: ({ name }) => `\`redis.${name}\` only makes a table. Write \`return\` before it.`,
  },
  'error-table': {
    title: 'This kills a Redis 7.0 server',
    text: '`error` with a table that has no `err` crashes redis-server up to 7.0.15 and some later ones. Use `error({err = "…"})` or a string.',
  },
  'code-lost': {
    title: ({ code }) => `The client does not see ${code} first`,
    text: ({ code }) =>
      `A string becomes "ERR user_script:…: ${code} …". With \`error({err = "${code} …"})\` the code comes first, and clients can look at it.`,
  },
  'empty-json': {
    title: 'An empty table encodes as {}',
    text: 'cjson cannot tell an empty list from an empty object and writes `{}`. Write `"[]"` when a list is meant.',
  },
  'zero-index': {
    title: ({ case: kind, table }) => (kind === 'reply' ? 'Lists count from 1' : `${table} counts from 1`),
    text: ({ table }) => `\`${table}[0]\` is always nil. The first one is \`${table}[1]\`.`,
  },
  'missing-input': {
    title: ({ name }) => `\`${name}\` is nil`,
    text: ({ table, count }) =>
      `${count === 0 ? 'No value is' : count === 1 ? 'Only one value is' : `Only ${count} values are`} given in ${table} below.`,
  },
  'log-arguments': {
    title: 'redis.log wants a level first',
    text: ({ case: kind }) =>
      kind === 'level'
        ? 'The script stops here: "First argument must be a number (log level)." Use `redis.LOG_NOTICE`.'
        : 'The script stops here: "redis.log() requires two arguments or more." Write `redis.log(redis.LOG_NOTICE, "…")`.',
  },
  'big-number': {
    title: 'This number is not exact',
    text: 'Numbers in Lua are doubles: whole ones are exact up to 9007199254740992. Keep longer ones as strings.',
  },
  'hex-escape': {
    title: ({ escape }) => `Lua 5.1 has no \`${escape}\``,
    text: ({ escape }) =>
      `The backslash is dropped and \`${String(escape).slice(1)}\` stays. Write the byte as three decimal digits.`,
  },
  'long-unpack': {
    title: 'Fails for long lists',
    text: '`unpack` raises "too many results to unpack" at about 8000 items. Send them in parts.',
  },
  'endless-loop': {
    title: 'This loop cannot end',
    text: ({ case: kind }) =>
      kind === 'waits'
        ? 'A script runs alone: while it runs, no other client can change what the condition reads. If it is true now, it stays true.'
        : 'Nothing leaves it. After 5 seconds the server answers BUSY to every other client, until the script is killed.',
  },
  'library-header': {
    title: 'FUNCTION LOAD refuses this first line',
    text: ({ message }) => `Redis answers "${message}". Write \`#!lua name=mylib\`.`,
  },
  'no-function': {
    title: 'This library registers no function',
    text: 'FUNCTION LOAD answers "ERR No functions registered". Call `redis.register_function`.',
  },
  'register-function': {
    title: ({ case: kind, name }) =>
      ({
        late: 'Too late to register a function',
        count: 'Wrong number of arguments',
        named: 'One argument must be a table',
        callback: 'The callback is no function',
        unknown: `There is no argument \`${name}\``,
        missing: `\`${name}\` is missing`,
        flags: 'Flags must be a table',
        flag: `There is no flag \`${name}\``,
        name: `\`${name}\` cannot be a name`,
        twice: `\`${name}\` is registered twice`,
      })[String(kind)] ?? 'FUNCTION LOAD refuses this',
    text: ({ case: kind }) =>
      ({
        late: 'Functions can be registered while FUNCTION LOAD runs the library, not while one of them is called.',
        flag: 'The flags are `no-writes`, `allow-oom`, `allow-stale`, `no-cluster` and `allow-cross-slot-keys`.',
        unknown: 'The arguments are `function_name`, `callback`, `flags` and `description`.',
        name: 'Names have letters, numbers and underscores only.',
        twice: 'Redis answers "Function already exists in the library".',
      })[String(kind)] ??
      'It takes a name and a function, or one table with `function_name`, `callback` and, if wanted, `flags` and `description`.',
  },
  'load-time': {
    title: ({ name }) => `\`${name}\` is not there yet`,
    text: 'While a library loads, the only global is `redis`, and it has only `register_function` and `log`. Inside the functions there is everything.',
  },
};
