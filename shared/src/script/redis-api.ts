import { sha1 } from '@noble/hashes/legacy.js';
import type { Bytes } from '../bytes.js';
import { fromOctets, toHex, toOctets } from '../bytes.js';
import { toInt32 } from '../lua/arguments.js';
import {
  getTop,
  type LuaFunction,
  type LuaState,
  LuaType,
  newTable,
  pushBoolean,
  pushBytes,
  pushFunction,
  pushNumber,
  rawSetField,
  toBytes,
  toNumber,
  typeOf,
} from '../lua/vm.js';
import { takeArguments } from './call-arguments.js';
import { debugText } from './debug-text.js';
import type { ScriptHost } from './host.js';
import type { LogLevel } from './observer.js';
import { pushReply } from './to-lua.js';

/** SHA1 of the bytes, 40 hexadecimal digits. */
export const sha1Hex = (bytes: Bytes): Bytes => toHex(fromOctets(sha1(toOctets(bytes))));

/** Levels of `redis.log`, by number. */
const LOG_LEVELS: readonly LogLevel[] = ['debug', 'verbose', 'notice', 'warning'];
const [REPLICATE_AOF, REPLICATE_REPLICAS] = [1, 2];

/** Pushes the `redis` table of EVAL scripts; `pairs` shows the order in which `luaRegisterRedisAPI` and `scriptingInit` fill it. */
export function pushScriptApi(L: LuaState, host: ScriptHost): void {
  if (host.profile.seven) pushCommonApi(L, host);
  else pushApiOf6(L, host);
  addFunctions(L, debugging(host));
  if (host.profile.seven) addFunctions(L, { replicate_commands: replicateCommands });
}

/** Pushes the `redis` table of functions while they run. */
export function pushCommonApi(L: LuaState, host: ScriptHost): void {
  newTable(L);
  addFunctions(L, calling(host));
  addLog(L, host);
  addVersion(L, host);
  addFunctions(L, { setresp: (state) => setResp(state, host), ...making(host) });
  addReplication(L, host);
  addFunctions(L, { acl_check_cmd: (state) => checkRights(state, host) });
}

/** What 6.2 has of it, in its order. */
function pushApiOf6(L: LuaState, host: ScriptHost): void {
  newTable(L);
  addFunctions(L, { ...calling(host), log: (state) => log(state, host), setresp: (state) => setResp(state, host) });
  addNumbers(L, LEVELS);
  addFunctions(L, { ...making(host), replicate_commands: replicateCommands });
  addReplication(L, host);
}

type Functions = Readonly<Record<Bytes, LuaFunction>>;

const calling = (host: ScriptHost): Functions => ({
  call: (L) => callCommand(L, host, true),
  pcall: (L) => callCommand(L, host, false),
});

const making = (host: ScriptHost): Functions => ({
  sha1hex: (L) => sha1OfArgument(L, host),
  error_reply: (L) => errorReply(L, host),
  status_reply: (L) => statusReply(L, host),
});

const debugging = (host: ScriptHost): Functions => ({
  breakpoint: (L) => answer(L, false),
  debug: (L) => {
    host.observer?.debugged?.(L, debugText(L));
    return 0;
  },
});

const replicateCommands: LuaFunction = (L) => answer(L, true);

const LEVELS = { LOG_DEBUG: 0, LOG_VERBOSE: 1, LOG_NOTICE: 2, LOG_WARNING: 3 };

function addReplication(L: LuaState, host: ScriptHost): void {
  addFunctions(L, { set_repl: (state) => setReplication(state, host) });
  addNumbers(L, {
    REPL_NONE: 0,
    REPL_AOF: REPLICATE_AOF,
    REPL_SLAVE: REPLICATE_REPLICAS,
    REPL_REPLICA: REPLICATE_REPLICAS,
    REPL_ALL: REPLICATE_AOF | REPLICATE_REPLICAS,
  });
}

/** `redis.log` and its levels, into the table on top of the stack. */
export function addLog(L: LuaState, host: ScriptHost): void {
  addFunctions(L, { log: (state) => log(state, host) });
  addNumbers(L, LEVELS);
}

/** `REDIS_VERSION` and its number, into the table on top of the stack. */
export function addVersion(L: LuaState, host: ScriptHost): void {
  const version = host.profile.redis.text;
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  addNumbers(L, { REDIS_VERSION_NUM: (major << 16) | (minor << 8) | patch });
  pushBytes(L, version);
  rawSetField(L, -2, 'REDIS_VERSION');
}

export function addFunctions(L: LuaState, functions: Functions): void {
  for (const [name, fn] of Object.entries(functions)) {
    pushFunction(L, fn);
    rawSetField(L, -2, name);
  }
}

function addNumbers(L: LuaState, numbers: Readonly<Record<Bytes, number>>): void {
  for (const [name, value] of Object.entries(numbers)) {
    pushNumber(L, value);
    rawSetField(L, -2, name);
  }
}

function answer(L: LuaState, value: boolean): number {
  pushBoolean(L, value);
  return 1;
}

/** `redis.call` and `redis.pcall` (`luaRedisGenericCommand`). */
function callCommand(L: LuaState, host: ScriptHost, raises: boolean): number {
  const { run } = host;
  const { errors } = host.profile;
  if (run === undefined) return errors.refuse(L, 'redis.call/pcall can only be called inside a script invocation');
  const argv = takeArguments(L, host.profile);
  if (argv === undefined) return raises ? errors.raise(L) : 1;
  const reply =
    host.observer === undefined
      ? host.execute(run, argv)
      : host.executeObserved(run, argv, L, raises ? 'call' : 'pcall');
  pushReply(L, reply, run.session.resp, errors);
  if (raises && reply.type === 'error') errors.raise(L);
  return 1;
}

function sha1OfArgument(L: LuaState, { profile }: ScriptHost): number {
  if (getTop(L) !== 1) profile.errors.refuse(L, 'wrong number of arguments');
  pushBytes(L, sha1Hex(toBytes(L, 1) ?? ''));
  return 1;
}

/** The only argument when it is a string; otherwise the error table is pushed: these functions return it, they raise nothing. */
function onlyString(L: LuaState, { profile }: ScriptHost): Bytes | undefined {
  if (getTop(L) === 1 && typeOf(L, 1) === LuaType.string) return toBytes(L, 1);
  profile.errors.push(L, 'wrong number or type of arguments');
  return undefined;
}

function errorReply(L: LuaState, host: ScriptHost): number {
  const text = onlyString(L, host);
  if (text !== undefined) host.profile.errors.pushMade(L, text);
  return 1;
}

function statusReply(L: LuaState, host: ScriptHost): number {
  const text = onlyString(L, host);
  if (text === undefined) return 1;
  newTable(L);
  pushBytes(L, text);
  rawSetField(L, -2, 'ok');
  return 1;
}

function setResp(L: LuaState, host: ScriptHost): number {
  const { errors } = host.profile;
  if (host.run === undefined) return errors.refuse(L, 'redis.setresp can only be called inside a script invocation');
  if (getTop(L) !== 1) errors.refuse(L, 'redis.setresp() requires one argument.');
  const version = intArgument(L);
  if (version !== 2 && version !== 3) return errors.refuse(L, 'RESP version must be 2 or 3.');
  host.run.session.resp = version;
  return 0;
}

/** There is nobody to replicate to: the flags are checked and have no effect. */
function setReplication(L: LuaState, host: ScriptHost): number {
  const { errors, wording } = host.profile;
  if (host.run === undefined) errors.refuse(L, 'redis.set_repl can only be called inside a script invocation');
  if (getTop(L) !== 1) errors.refuse(L, wording.setReplication);
  if ((intArgument(L) & ~(REPLICATE_AOF | REPLICATE_REPLICAS)) !== 0)
    errors.refuse(L, 'Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.');
  return 0;
}

/** `(int)lua_tonumber` of the first argument: 0 for what is no number; what does not fit is the smallest int. */
function intArgument(L: LuaState): number {
  const n = toNumber(L, 1) ?? 0;
  return n > -2147483649 && n < 2147483648 ? toInt32(n) : -2147483648;
}

function checkRights(L: LuaState, host: ScriptHost): number {
  const { run } = host;
  const { errors } = host.profile;
  if (run === undefined) return errors.refuse(L, 'redis.acl_check_cmd can only be called inside a script invocation');
  const argv = takeArguments(L, host.profile);
  if (argv === undefined) return errors.raise(L);
  const allowed = host.mayCall(run, argv);
  if (allowed === undefined) return errors.refuse(L, 'Invalid command passed to redis.acl_check_cmd()');
  return answer(L, allowed);
}

function log(L: LuaState, host: ScriptHost): number {
  const { errors, wording } = host.profile;
  const count = getTop(L);
  if (count < 2) errors.refuse(L, 'redis.log() requires two arguments or more.');
  const asked = toNumber(L, 1);
  if (asked === undefined) return errors.refuse(L, 'First argument must be a number (log level).');
  const level = LOG_LEVELS[intArgument(L)];
  if (level === undefined) return errors.refuse(L, wording.logLevel);
  const written = intArgument(L) >= host.logThreshold;
  if (!written && host.observer?.logged === undefined) return 0;
  let message = '';
  for (let index = 2; index <= count; index++) {
    const part = toBytes(L, index);
    if (part !== undefined) message += index === 2 ? part : ` ${part}`;
  }
  host.observer?.logged?.(L, level, message, written);
  if (written) host.writeLog(level, message);
  return 0;
}
