import type { Bytes } from '../../bytes.js';
import { setStepLog, type StepLog, withoutObjectNumbers, withoutSteps } from '../../lua/steps.js';
import { type LuaState, newThread, pop } from '../../lua/vm.js';
import type { Mark } from '../../redis/journal.js';
import type { ProfileName } from '../../script/profile-names.js';
import { sha1Hex } from '../../script/redis-api.js';
import type { ObservedCall } from '../../script/observer.js';
import type { Frame, FrameWindow, LuaView, RunRequest, ScanHit, ScanQuery, StringQuestion } from '../engine.js';
import { AppError, ScriptError } from '../errors.js';
import type { Image } from '../image/image.js';
import { Keeper } from '../image/keeper.js';
import type { CallIndex, KeyChange, KeysAtStart, StepIndex, Steps } from '../recording.js';
import { type Chance, chanceOf, setChance } from '../sandbox/chance.js';
import { createEmulator, type Emulator } from '../sandbox/emulator.js';
import { firstKeys } from '../sandbox/key-state.js';
import type { KeyChangeWatch } from '../sandbox/key-changes.js';
import { callsFunction, performRun, type RunFacts, type RunWatch, stateOf } from '../sandbox/perform-run.js';
import { JournaledClock } from './clock.js';
import { type Evaluated, ExpressionEvaluator } from './expressions.js';
import { FrameCapture } from './frame-capture.js';
import { KeyWriteLog } from './key-write-log.js';
import { PayloadStore, stringAt } from './payloads.js';
import { ProbeSet } from './probes.js';
import { NO_STEPS, recordSteps } from './step-columns.js';
import { StepWalk } from './step-walk.js';

/** Steps of a recording that are kept unless the request says otherwise. */
const DEFAULT_MAX_STEPS = 1_000_000;
/** Steps around the one asked for whose frames are given with it. */
const WINDOW = { before: 32, after: 32 };
/** Frames in a window, those of all its steps: in a deep recursion it has fewer steps. */
const FRAMES_IN_WINDOW = 4096;

export interface TakeMachine {
  /** Whole microseconds of the epoch. */
  readonly clock: () => number;
  /** Microseconds from any origin; never goes back. */
  readonly stopwatch: () => number;
  /** Called again and again while the script runs for long, as an emulator does. */
  readonly poll: (emulator: Emulator) => void;
}

/** What a run starts from, besides its request. */
export interface StartingPoint {
  readonly image: Image;
  readonly version: ProfileName;
  /** What the clock tells first, whole microseconds of the epoch; without it, what it is. */
  readonly at?: number;
}

/** Looks at a step of a further run; `changes` are those of keys. */
type Look = (walk: StepWalk, changes: KeyChangeWatch) => void;

/**
 * One recorded run, with an emulator of its own that holds what the run starts from: so it can be run again, as far as a question needs. A run
 * is a function of its image, its request and the times its clock tells; each step of a further run is compared with the recorded one.
 */
export class Take {
  readonly #request: RunRequest;
  readonly #machine: TakeMachine;
  readonly #emulator: Emulator;
  readonly #clock: JournaledClock;
  readonly #start: Mark;
  readonly #chance: Chance;
  /** The state the script runs in, and a thread of it that runs nothing of the script. */
  readonly #L: LuaState;
  readonly #viewer: LuaState;
  #times: readonly number[] = [];
  #steps: Steps = NO_STEPS;
  /** The recording ends before the run did. */
  #limited = false;
  /** The frames that were asked for last. */
  #window: FrameWindow | undefined;

  constructor({ image, version, at }: StartingPoint, request: RunRequest, machine: TakeMachine) {
    this.#request = request;
    this.#machine = machine;
    const late = at === undefined ? 0 : machine.clock() - at;
    this.#clock = new JournaledClock(() => machine.clock() - late);
    this.#emulator = createEmulator({
      version,
      clock: this.#clock.read,
      stopwatch: machine.stopwatch,
      seed: 0,
      poll: () => machine.poll(this.#emulator),
    });
    new Keeper(this.#emulator).restore(image);
    this.#start = this.#emulator.server.keyspace.journal.mark();
    this.#chance = chanceOf(this.#emulator);
    this.#L = stateOf(this.#emulator, request);
    this.#viewer = newThread(this.#L);
    pop(this.#L);
  }

  /**
   * Runs the script for the first time, with steps.
   *
   * @param times what the clock told when the same run was made elsewhere
   * @param onCall called after each call of the script, with the number of steps
   */
  record(times: readonly number[] | undefined, onCall: (steps: number) => void): RunFacts {
    const max = this.#request.maxSteps ?? DEFAULT_MAX_STEPS;
    const walk = new StepWalk();
    const recording = recordSteps(walk, max);
    /** The step at hand. */
    const step = (): StepIndex => Math.max(0, recording.count() - 1);
    const { keyspace } = this.#emulator.server;
    let calls = 0;
    const writes = new KeyWriteLog(() => ({ step: step(), call: calls }));
    let keysAtStart: KeysAtStart | undefined;
    const perform = (): RunFacts =>
      this.#perform(recording.log, {
        payloads: new PayloadStore(),
        step: () => (recording.count() <= max ? step() : undefined),
        onReady: () => {
          keysAtStart = firstKeys(keyspace.databases[this.#request.db]!);
          writes.start(keyspace);
        },
        onCall: () => {
          calls++;
          onCall(recording.count());
        },
      });
    const { result: facts, times: told } =
      times === undefined ? this.#clock.journal(perform) : { result: this.#clock.replay(times, perform), times };
    writes.stop();
    const total = recording.count();
    const kept = Math.min(total, max);
    this.#times = told;
    this.#steps = recording.finish();
    this.#limited = total > kept;
    return {
      ...facts,
      steps: this.#steps,
      switches: walk.switches(kept),
      writes: writes.finish(kept),
      ...(keysAtStart !== undefined && { keysAtStart }),
      totals: { ...facts.totals, steps: total },
      detail: { ...facts.detail, steps: this.#limited ? 'limited' : 'known' },
    };
  }

  /** What its clock told, whole microseconds of the epoch. */
  get times(): readonly number[] {
    return this.#times;
  }

  /** The frames at a step and at its neighbours. */
  inspect(step: number): FrameWindow {
    this.#check(step);
    const known = this.#window;
    if (known !== undefined && step >= known.first && step < known.first + known.frames.length) return known;
    return (this.#window = this.#show(step));
  }

  /** @throws ScriptError when the expression itself fails, `AppError('too-long')` when it does not end */
  evaluate(step: number, frame: number, expression: Bytes): LuaView {
    this.#check(step);
    const evaluator = new ExpressionEvaluator(this.#viewer);
    const compiled = evaluator.compile(expression);
    if ('error' in compiled) throw this.#failure(compiled.error);
    let found: Evaluated | undefined;
    this.#rerun((walk) => {
      if (walk.index !== step) return;
      found = this.#isolated(() => evaluator.evaluate(compiled, walk.threads, frame));
      throw ENOUGH;
    });
    if (found === undefined) throw new AppError('diverged', { step });
    if ('error' in found) throw this.#failure(found.error);
    if ('failure' in found) throw found.failure;
    return found.value;
  }

  scan(query: ScanQuery): readonly ScanHit[] {
    return [...this.#probe(query), ...this.#findStrings(query.strings ?? [])];
  }

  #probe(query: ScanQuery): readonly ScanHit[] {
    if (query.probes.length === 0) return [];
    const probes = new ProbeSet(query, new ExpressionEvaluator(this.#viewer));
    const isolated = <T>(action: () => T): T => this.#isolated(action);
    this.#rerun((walk) => {
      probes.look(walk, isolated);
      if (probes.full) throw ENOUGH;
    });
    return probes.hits;
  }

  /** Brings back strings of calls of which only the head was kept. */
  #findStrings(wanted: readonly StringQuestion[]): readonly ScanHit[] {
    if (wanted.length === 0) return [];
    const hits: ScanHit[] = [];
    const last = Math.max(...wanted.map(({ call }) => call));
    this.#rerun(
      () => {},
      ({ argv, reply }, ordinal, step) => {
        for (const question of wanted) {
          const value = question.call === ordinal ? stringAt(argv, reply, question) : undefined;
          if (value !== undefined)
            hits.push({ probe: question.id, step, value: { type: 'string', value, length: value.length } });
        }
        if (ordinal === last) throw ENOUGH;
      },
    );
    return hits;
  }

  #show(step: number): FrameWindow {
    const reach = Math.max(1, Math.floor(FRAMES_IN_WINDOW / 2 / (this.#steps.depth[step]! + 1)));
    const first = Math.max(0, step - Math.min(reach, WINDOW.before));
    const last = Math.min(this.#steps.line.length - 1, step + Math.min(reach, WINDOW.after));
    const capture = new FrameCapture(this.#viewer);
    const frames: (readonly Frame[])[] = [];
    const changes: (readonly KeyChange[])[] = [];
    let known: { readonly at: number; readonly changes: readonly KeyChange[] } | undefined;
    const { journal } = this.#emulator.server.keyspace;
    this.#rerun((walk, watch) => {
      // One step earlier, so that the first one can tell what changed.
      if (walk.index < first - 1) return;
      const stack = capture.capture(walk.threads);
      if (walk.index < first) return;
      if (known?.at !== journal.position) known = { at: journal.position, changes: watch.changes() };
      frames.push(stack);
      changes.push(known.changes);
      if (walk.index === last) throw ENOUGH;
    });
    return { first, frames, changes };
  }

  #check(step: number): void {
    if (step >= this.#steps.line.length) throw new AppError('bad-input', { field: 'step', problem: 'too_big' });
  }

  #failure(error: Bytes): ScriptError {
    return new ScriptError(error, sha1Hex(this.#request.script), undefined, []);
  }

  /** Runs once more, up to the last recorded step or to where `look` has seen enough. */
  #rerun(look: Look, onCall?: (call: ObservedCall, ordinal: CallIndex, step: StepIndex) => void): void {
    const { line, column, depth, functionId } = this.#steps;
    let changes: KeyChangeWatch | undefined;
    const walk = new StepWalk();
    const log = walk.log((at) => {
      const step = at.index;
      if (step === line.length && this.#limited) throw ENOUGH;
      if (
        line[step] !== at.line ||
        column[step] !== Math.min(at.column, 0xffff) ||
        depth[step] !== Math.min(at.depth, 0xffff) ||
        functionId[step] !== at.functionId
      )
        throw new AppError('diverged', { step });
      look(at, changes!);
    });
    try {
      this.#clock.replay(this.#times, () =>
        this.#perform(log, {
          onReady: (_recorder, watch) => (changes = watch),
          ...(onCall !== undefined && { onCall: (call, ordinal) => onCall(call, ordinal, Math.max(0, walk.index)) }),
        }),
      );
      if (walk.index + 1 !== line.length) throw new AppError('diverged', { step: walk.index + 1 });
    } catch (failure) {
      if (failure !== ENOUGH) throw failure;
    }
  }

  /** One run from the start, after which everything is as before it. */
  #perform(log: StepLog, { onReady, ...watch }: Omit<RunWatch, 'stopwatch'>): RunFacts {
    const { journal } = this.#emulator.server.keyspace;
    setChance(this.#emulator, this.#chance);
    if (callsFunction(this.#request)) this.#clock.stopped(() => this.#reloadLibraries());
    try {
      return performRun(this.#emulator, this.#request, {
        ...watch,
        stopwatch: this.#machine.stopwatch,
        onReady: (recorder, changes) => {
          onReady?.(recorder, changes);
          setStepLog(this.#L, log);
        },
      });
    } finally {
      setStepLog(this.#L, undefined);
      journal.rollback(this.#start);
    }
  }

  /** Gives functions the upvalues they start with: what they keep in them is no part of an image. */
  #reloadLibraries(): void {
    const { server, functions } = this.#emulator;
    const client = server.connect(() => {});
    const codes = Array.from(functions.list(), ({ code }) => code);
    for (const code of codes) server.execute(client, ['FUNCTION', 'LOAD', 'REPLACE', code]);
    server.disconnect(client);
  }

  /** Runs what is no part of the script, and takes back whatever it did. */
  #isolated<T>(action: () => T): T {
    const { host, server } = this.#emulator;
    const { journal } = server.keyspace;
    const { observer } = host;
    const chance = chanceOf(this.#emulator);
    const mark = journal.mark();
    host.observer = undefined;
    try {
      return this.#clock.stopped(() => withoutSteps(this.#L, () => withoutObjectNumbers(this.#L, action)));
    } finally {
      host.observer = observer;
      journal.rollback(mark);
      journal.release(mark);
      setChance(this.#emulator, chance);
    }
  }
}

/** Thrown into a further run when it has shown what was asked. */
const ENOUGH = new Error('enough');
