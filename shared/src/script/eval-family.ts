import type { Bytes } from '../bytes.js';
import { lowerCase } from '../commands/lookup.js';
import type { Args } from '../redis/args.js';
import type { Context } from '../redis/context.js';
import { fail, NO_SCRIPT } from '../redis/errors.js';
import type { CommandFlags, Family } from '../redis/family.js';
import type { Server } from '../redis/server.js';
import type { Session } from '../redis/session.js';
import { array, bulk, integer, OK, type RespValue } from '../resp/value.js';
import { ActiveRun } from './active-run.js';
import { readShebang } from './flags.js';
import type { ScriptHost } from './host.js';
import { killRunning } from './kill.js';
import { checkDeclared, commandFlags, takeKeys } from './prepare.js';
import type { CachedScript, ScriptCache } from './script-cache.js';

/** EVAL and its relatives, and SCRIPT (`eval.c`). */
export function evalFamily(host: ScriptHost, cache: ScriptCache): Family {
  /** Compiles a script, unless that was done, and keeps INFO's count. */
  function define({ server }: Context, body: Bytes, by: 'eval' | 'load'): CachedScript {
    const script = cache.define(body, by);
    countScripts(server);
    return script;
  }

  function countScripts({ scriptCounts }: Server): void {
    scriptCounts.scripts = cache.size;
    scriptCounts.scriptBytes = cache.bytes;
  }

  const bySource = ([, body]: readonly Bytes[]): CachedScript | undefined => cache.findBody(body!);
  const bySha = ([, sha]: readonly Bytes[]): CachedScript | undefined => cache.find(lowerCase(sha!));

  /** What the checks before the command that runs now have found (`c->cur_script`), so that a script is looked for once. */
  let found: { readonly argv: readonly Bytes[]; readonly script: CachedScript | undefined } | undefined;
  const flagsBy =
    (find: typeof bySource) =>
    (argv: readonly Bytes[]): CommandFlags | undefined => {
      const script = find(argv);
      found = { argv, script };
      return commandFlags(script === undefined && find === bySource ? declaredBy(argv[1]!) : script?.declared);
    };
  /** In a transaction the cache may be another one by now. */
  function knownScript({ argv, caller }: Context, find: typeof bySource): CachedScript | undefined {
    const script = caller === 'client' && found?.argv === argv ? found.script : find(argv);
    found = undefined;
    return script;
  }

  const evaluate =
    (readOnly: boolean) =>
    (context: Context, args: Args): RespValue => {
      context.server.feedMonitors(context.session, context.argv, context.caller);
      return runScript(context, args, knownScript(context, bySource), args.next(), readOnly);
    };

  const evaluateSha =
    (readOnly: boolean) =>
    (context: Context, args: Args): RespValue => {
      context.server.feedMonitors(context.session, context.argv, context.caller);
      if (args.next().length !== 40) fail(NO_SCRIPT);
      return runScript(context, args, knownScript(context, bySha), undefined, readOnly);
    };

  /** Clients that wanted a debug session. redis-cli --ldb does not look at that reply, so their scripts are not run either. */
  const debuggers = new WeakSet<Session>();

  /** `evalGenericCommand` */
  function runScript(
    context: Context,
    args: Args,
    known: CachedScript | undefined,
    body: Bytes | undefined,
    readOnly: boolean,
  ): RespValue {
    if (debuggers.has(context.session)) fail(NO_DEBUGGER);
    const inputs = takeKeys(args, args.long());
    const script = known ?? define(context, body ?? fail(NO_SCRIPT), 'eval');
    cache.touch(script);
    checkDeclared(context, script.declared, readOnly);
    const run = new ActiveRun(context, 'script', script.sha, script.declared, readOnly);
    cache.prepare(script, inputs.keys, inputs.args);
    host.observer?.started?.({ kind: 'script', name: script.sha, wasCached: known !== undefined, L: cache.L });
    return host.invoke(cache.L, run, 0);
  }

  return {
    name: 'eval',
    // No script of 6.2 declares anything.
    ...(host.profile.seven && {
      flags: {
        eval: flagsBy(bySource),
        eval_ro: flagsBy(bySource),
        evalsha: flagsBy(bySha),
        evalsha_ro: flagsBy(bySha),
      },
    }),
    commands: {
      eval: evaluate(false),
      eval_ro: evaluate(true),
      evalsha: evaluateSha(false),
      evalsha_ro: evaluateSha(true),
      'script|load': (context, args) => bulk(define(context, args.next(), 'load').sha),
      'script|exists': (_context, args) =>
        array(args.rest().map((sha) => integer(cache.find(lowerCase(sha)) === undefined ? 0 : 1))),
      'script|flush': (context, args) => {
        const mode = args.left === 1 ? args.keyword() : args.left === 0 ? 'SYNC' : '';
        if (mode !== 'SYNC' && mode !== 'ASYNC') fail('ERR SCRIPT FLUSH only support SYNC|ASYNC option');
        cache.flush();
        countScripts(context.server);
        return OK;
      },
      'script|kill': (context) => killRunning(context, 'script'),
      'script|debug': ({ session, caller }, args) => {
        if (caller === 'exec') fail('ERR SCRIPT DEBUG must be called outside a pipeline');
        const mode = args.keyword();
        debuggers.delete(session);
        if (mode === 'NO') return OK;
        if (mode !== 'YES' && mode !== 'SYNC') fail('ERR Use SCRIPT DEBUG YES/SYNC/NO');
        debuggers.add(session);
        return fail(NO_DEBUGGER);
      },
    },
  };
}

const NO_DEBUGGER =
  'ERR The sandbox does not speak the protocol of SCRIPT DEBUG (redis-cli --ldb): record the script in Luascope instead, or send SCRIPT DEBUG NO';

/** What a script not cached yet declares; nothing when its shebang is malformed, which is reported later. */
function declaredBy(body: Bytes): CachedScript['declared'] {
  try {
    return readShebang(body).declared;
  } catch {
    return undefined;
  }
}
