import type { LuaState } from '../../lua/vm.js';
import type { ScanHit, ScanProbe, ScanQuery } from '../engine.js';
import type { Evaluated, Expression, ExpressionEvaluator } from './expressions.js';
import type { StepWalk } from './step-walk.js';

/** A scan ends with this many hits. */
const MOST_HITS = 100_000;

interface Probe {
  readonly asked: ScanProbe;
  readonly expression: Expression | { readonly error: string } | undefined;
  /** What a `change` probe saw last, as text. */
  last: string | undefined;
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
      if (expression === undefined) this.hits.push({ probe: probe.asked.id, step: walk.index });
      else if ('error' in expression) this.#failed(probe, walk.index, expression.error);
      else
        this.#found(
          probe,
          walk.index,
          isolated(() => this.#evaluate(expression, walk.threads)),
        );
    }
  }

  #evaluate(expression: Expression, threads: readonly LuaState[]): Evaluated {
    return this.#evaluator.evaluate(expression, threads, 0);
  }

  #found(probe: Probe, step: number, found: Evaluated): void {
    if (probe.asked.kind === 'change') this.#changed(probe, step, found);
    else if ('error' in found) this.#failed(probe, step, found.error);
    else if (probe.asked.kind === 'log' || found.truthy)
      this.hits.push({ probe: probe.asked.id, step, value: found.value });
  }

  /** Where the expression has no value (its variables are not there yet, or no longer) there is no change either. */
  #changed(probe: Probe, step: number, found: Evaluated): void {
    if ('error' in found) return;
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
