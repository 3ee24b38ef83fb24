import type { Bytes } from '../bytes.js';
import { type LuaState, LuaStatus, pcall, setInterrupt, setTop } from '../lua/vm.js';
import { downgrade } from '../resp/encode.js';
import { error, type RespValue } from '../resp/value.js';
import { innermostLuaFrame, nextLineOf } from '../lua/frames.js';
import type { Prng } from '../lua/prng.js';
import type { ActiveRun } from './active-run.js';
import { ScriptCrash } from './crash.js';
import { UnprotectedError, type UncaughtError } from './error-style.js';
import type { LogLevel, ScriptObserver } from './observer.js';
import type { ScriptProfile } from './profile.js';
import { popReply } from './to-resp.js';

export interface ScriptHostOptions {
  readonly profile: ScriptProfile;
  /** `math.random`'s generator: one for the server, shared by all scripts and functions. */
  readonly random: Prng;
  /**
   * Called again and again while a script runs longer than `busy-reply-threshold`: the moment to hand the server what other clients have
   * sent (`processEventsWhileBlocked`). They are answered BUSY, or may end the script.
   */
  readonly poll?: () => void;
  /** Takes what goes to the server's log. */
  readonly writeLog?: (level: LogLevel, message: Bytes) => void;
  /** Called with each script and library that was compiled, on top of the stack, and what it was compiled from. */
  readonly onCompiled?: (L: LuaState, source: Bytes) => void;
}

/** Jumps back and calls between two looks at the clock. */
const TURN = 20_000;

const KILLED = 'ERR Script killed by user with SCRIPT KILL...';

/** Ends a script from the host's turn: no pcall of the script sees it. */
class ScriptKilled extends Error {
  readonly line: number;
  readonly source: Bytes;

  constructor(L: LuaState, kind: ActiveRun['kind']) {
    super(KILLED);
    const frame = innermostLuaFrame(L);
    this.line = frame === undefined ? 0 : nextLineOf(frame);
    this.source = kind === 'script' ? '@user_script' : '@user_function';
  }
}

/** Runs scripts and functions: what both have in common (`script.c`, `script_lua.c`). */
export class ScriptHost {
  readonly profile: ScriptProfile;
  readonly random: Prng;
  /** The script in execution. */
  run: ActiveRun | undefined;
  observer: ScriptObserver | undefined;
  private readonly poll: () => void;
  readonly writeLog: (level: LogLevel, message: Bytes) => void;
  readonly onCompiled: (L: LuaState, source: Bytes) => void;

  constructor(options: ScriptHostOptions) {
    this.profile = options.profile;
    this.random = options.random;
    this.poll = options.poll ?? ((): void => undefined);
    this.writeLog = options.writeLog ?? ((): void => undefined);
    this.onCompiled = options.onCompiled ?? ((): void => undefined);
  }

  /** One command of the script. */
  execute(run: ActiveRun, argv: readonly Bytes[]): RespValue {
    return run.server.executeFromScript(run, argv);
  }

  /** As {@link execute}, telling the observer. */
  executeObserved(run: ActiveRun, argv: readonly Bytes[], L: LuaState, via: 'call' | 'pcall'): RespValue {
    const { server } = run;
    const version = run.session.resp;
    const command = server.findCommand(argv);
    const effect =
      command === undefined ? 'neither' : command.mayReplicate ? 'write' : command.reads ? 'read' : 'neither';
    const began = server.stopwatch();
    const answer = server.executeFromScript(run, argv);
    const ended = server.stopwatch();
    const reply = version === 2 ? downgrade(answer) : answer;
    this.observer?.called?.({ L, via, argv, reply, effect, began, ended });
    return answer;
  }

  /** Whether the caller's rights allow a command line; undefined when there is no such command. */
  mayCall(run: ActiveRun, argv: readonly Bytes[]): boolean | undefined {
    const command = run.server.findCommand(argv);
    return command && run.server.acl.check(run.caller.user, command.spec, argv) === undefined;
  }

  /** The lowest level that goes to the server's log, as a number of `redis.log`. */
  get logThreshold(): number {
    return ['debug', 'verbose', 'notice', 'warning'].indexOf(this.run?.server.config.text('loglevel') ?? 'notice');
  }

  /**
   * Calls what lies on the stack of `L`, `arguments` values above a function above the error handler, and answers the reply of its result or
   * error (`luaCallFunction`). The stack is empty afterwards.
   */
  invoke(L: LuaState, run: ActiveRun, argumentCount: number): RespValue {
    const { server } = run;
    this.run = run;
    server.script = run;
    try {
      if (server.config.number('busy-reply-threshold') > 0) setInterrupt(L, () => this.interrupt(L, run), TURN);
      const reply = this.callProtected(L, run, argumentCount);
      this.observer?.finished?.(reply);
      return reply;
    } finally {
      setInterrupt(L, undefined, TURN);
      setTop(L, 0);
      this.run = undefined;
      server.script = undefined;
    }
  }

  private callProtected(L: LuaState, run: ActiveRun, argumentCount: number): RespValue {
    try {
      const status = pcall(L, argumentCount, 1, -2 - argumentCount);
      return status === LuaStatus.ok ? this.convert(L, run) : this.errorReply(L, run);
    } catch (thrown) {
      if (!(thrown instanceof ScriptKilled)) throw thrown;
      this.observer?.failed?.(L, KILLED, thrown.line);
      return run.server.errorReply(this.profile.errors.killed(run.name, thrown.source, thrown.line));
    }
  }

  private convert(L: LuaState, run: ActiveRun): RespValue {
    try {
      return popReply(L, run.session.resp, (text, counted) => countError(run, text, counted), {
        typed: this.profile.seven,
        listener: this.observer?.converted,
      });
    } catch (thrown) {
      throw this.crashed(run, thrown);
    }
  }

  /** The reply for the error on top of the stack: where it happened is part of the text. */
  private errorReply(L: LuaState, run: ActiveRun): RespValue {
    const { message, line, text, counted } = this.readError(L, run);
    if (message === undefined)
      throw this.crash(run, 'an error that is a table without a string in its field err was not caught', line);
    this.observer?.failed?.(L, message, line);
    countError(run, text, counted);
    return error(text.replace(/[\r\n]/g, ' '));
  }

  /** Metamethods of an error table are honoured; an error they raise has no net under it. */
  private readError(L: LuaState, run: ActiveRun): UncaughtError {
    try {
      return this.profile.errors.read(L, run.name);
    } catch (thrown) {
      throw this.crashed(run, thrown);
    }
  }

  /** What was thrown, as a crash when it is one. */
  private crashed(run: ActiveRun, thrown: unknown): unknown {
    if (!(thrown instanceof UnprotectedError)) return thrown;
    return this.crash(run, 'reading an error table raised an error of its own', undefined, thrown);
  }

  private crash(run: ActiveRun, reason: string, line: number | undefined, cause?: unknown): ScriptCrash {
    return new ScriptCrash(this.profile.redis.text, reason, run.name, line, cause);
  }

  /** The count hook (`luaMaskCountHook`, `scriptInterrupt`). */
  private interrupt(L: LuaState, run: ActiveRun): void {
    if (!run.busy) {
      const { duration } = run;
      if (duration < run.server.config.number('busy-reply-threshold')) return;
      run.busy = true;
      this.writeLog('warning', slowScript(run, duration));
    }
    this.poll();
    if (!run.killed) return;
    this.writeLog('warning', 'Lua script killed by user with SCRIPT KILL.');
    throw new ScriptKilled(L, run.kind);
  }
}

function slowScript(run: ActiveRun, duration: number): Bytes {
  const command = run.kind === 'script' ? 'SCRIPT KILL' : 'FUNCTION KILL';
  return (
    `Slow script detected: still in execution after ${duration} milliseconds. ` +
    `You can try killing the script using the ${command} command. Script name is: ${run.name}.`
  );
}

/** An error that a command of the script has counted fails the calling command without being counted twice. */
function countError(run: ActiveRun, text: Bytes, counted: boolean): void {
  if (counted) run.callingCommand.statistics.failed++;
  else run.server.statistics.countError(text);
}
