import { fromText } from '@luascope/shared/bytes';
import type { LuaView, ScanHit } from '@luascope/shared/debug';
import { useEffect, useState } from 'react';
import { describeFailure } from '../../running/describe.js';
import { failureOf } from '../../running/run.js';
import { messagesOf } from '../../i18n/messages.js';
import type { Breakpoint, DebugSession } from '../../state/session.js';
import { app } from '../../state/store.js';
import { hitsOf } from '../transport/travel.js';

export type Answer = { readonly value: LuaView } | { readonly error: string };

const wordsFor = (error: unknown): string =>
  describeFailure(failureOf(error), messagesOf(app.getState().settings.language));

/** What the watched expressions are at the step; an answer that comes after the step has moved on is dropped. */
export function useAnswers(
  { recording, target, step, frame }: Pick<DebugSession, 'recording' | 'target' | 'step' | 'frame'>,
  expressions: readonly string[],
): Readonly<Record<string, Answer>> {
  const [answers, setAnswers] = useState<Readonly<Record<string, Answer>>>({});
  useEffect(() => {
    let late = false;
    const ask = async (): Promise<void> => {
      const engine = app.getState().engines[target];
      for (const expression of expressions) {
        if (late || engine === undefined) return;
        const answer = await engine.evaluate(recording.id, step, frame, fromText(expression)).then(
          (value): Answer => ({ value }),
          (error: unknown): Answer => ({ error: wordsFor(error) }),
        );
        if (!late) setAnswers((before) => ({ ...before, [expression]: answer }));
      }
    };
    void ask();
    return () => {
      late = true;
    };
  }, [recording, target, step, frame, expressions]);
  return answers;
}

type Log = readonly ScanHit[] | { readonly error: string };

/** What a log point shows at each visit of its line. */
export function useLog(
  { recording, target }: Pick<DebugSession, 'recording' | 'target'>,
  { line, log }: Breakpoint,
): Log {
  const [answer, setAnswer] = useState<{ readonly to: string; readonly hits: Log }>();
  const question = JSON.stringify([recording.id, line, log]);
  useEffect(() => {
    let late = false;
    const engine = app.getState().engines[target];
    if (engine === undefined || log.trim() === '') return undefined;
    const told = (hits: Log): void => {
      if (!late) setAnswer({ to: question, hits });
    };
    hitsOf(engine, recording.id, 'log', line, log).then(told, (error: unknown) => told({ error: wordsFor(error) }));
    return () => {
      late = true;
    };
  }, [recording, target, line, log, question]);
  return answer?.to === question ? answer.hits : [];
}
