import type { LuaState } from '../../lua/vm.js';
import type { ScanHit, ScanProbe, ScanQuery } from '../engine.js';
import { appErrorToData } from '../errors.js';
import type { Evaluated, Expression, ExpressionEvaluator } from './expressions.js';
import { scriptFrames } from './frame-capture.js';
import type { StepWalk } from './step-walk.js';

/** A scan ends with this many hits. */
const MOST_HITS = 100_000;

interface Probe {
  readonly asked: ScanProbe;
  readonly expression: Expression | { readonly error: string } | undefined;
  /** What a `change` probe saw last, as text. */
  last: string | undefined;
  /** Of a probe that looks at one call: the hits in the call that stands there now; kept for good once it is the right one. */
  inCall: ScanHit[];
  /** The first step of that call is behind. */
  entered: boolean;
}

/** The probes of one scan, and what they have found. */
export class ProbeSet {
  readonly hits: ScanHit[] = [];
  readonly #evaluator: ExpressionEvaluator;
  readonly #probes: readonly Probe[];

  constructor(query: ScanQuery, evaluator: ExpressionEvaluator) {
    this.#evaluator = evaluator;
    this.#probes = query.probes.map((asked) => ({
      asked,
      expression: asked.expression === undefined ? undefined : evaluator.compile(asked.expression),
      last: undefined,
      inCall: [],
      entered: false,
    }));
  }

  /** No further hit would be kept. */
  get full(): boolean {
    return this.hits.length >= MOST_HITS;
  }

  /** Looks at one step. `isolated` runs what may have effects, and undoes them. */
  look(walk: StepWalk, isolated: <T>(action: () => T) => T): void {
    for (const probe of this.#probes) {
      if (!isAt(probe.asked.at, walk)) continue;
      const { expression } = probe;
      const { call } = probe.asked;
      if (call !== undefined) {
        if (walk.index <= call.step && expression !== undefined && !('error' in expression))
          this.#lookInCall(probe, expression, call, walk, isolated);
      } else if (expression === undefined) this.hits.push({ probe: probe.asked.id, step: walk.index });
      else if ('error' in expression) this.#failed(probe, walk.index, expression.error);
      else
        this.#found(
          probe,
          walk.index,
          isolated(() => this.#evaluate(expression, walk.threads)),
        );
    }
  }

  #lookInCall(
    probe: Probe,
    expression: Expression,
    { step, depth }: { readonly step: number; readonly depth: number },
    walk: StepWalk,
    isolated: <T>(action: () => T) => T,
  ): void {
    const frames = [...scriptFrames(walk.threads)];
    const above = frames.length - 1 - depth;
    // Execution is at the first instruction of a function only when it has just been called, or at a loop it begins with.
    const isEntry = above === 0 && frames[0]!.frame.l_savedpc === 1;
    if (above < 0 || isEntry) Object.assign(probe, { last: undefined, inCall: [], entered: false });
    if (above < 0) return;
    const found = isolated(() => this.#evaluator.evaluate(expression, walk.threads, above));
    const text = 'value' in found ? JSON.stringify(found.value) : undefined;
    if ('value' in found && probe.entered && probe.last !== text)
      probe.inCall.push({ probe: probe.asked.id, step: walk.index, value: found.value });
    probe.last = text;
    probe.entered = true;
    if (walk.index === step) this.hits.push(...probe.inCall);
  }

  #evaluate(expression: Expression, threads: readonly LuaState[]): Evaluated {
    return this.#evaluator.evaluate(expression, threads, 0);
  }

  #found(probe: Probe, step: number, found: Evaluated): void {
    if (probe.asked.kind === 'change') this.#changed(probe, step, found);
    else if ('error' in found) this.#failed(probe, step, found.error);
    else if ('failure' in found)
      this.hits.push({ probe: probe.asked.id, step, failure: appErrorToData(found.failure) });
    else if (probe.asked.kind === 'log' || found.truthy)
      this.hits.push({ probe: probe.asked.id, step, value: found.value });
  }

  /** Where the expression has no value (its variables are not there yet, or no longer) there is no change either. */
  #changed(probe: Probe, step: number, found: Evaluated): void {
    if (!('value' in found)) return;
    const text = JSON.stringify(found.value);
    const changed = probe.last !== undefined && probe.last !== text;
    probe.last = text;
    if (changed) this.hits.push({ probe: probe.asked.id, step, value: found.value });
  }

  #failed(probe: Probe, step: number, error: string): void {
    this.hits.push({ probe: probe.asked.id, step, error });
  }
}

const isAt = (at: ScanProbe['at'], walk: StepWalk): boolean =>
  at === 'everywhere' || (at.line === walk.line && (at.column === undefined || at.column === walk.column));
