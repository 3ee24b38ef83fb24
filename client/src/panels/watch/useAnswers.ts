import type { Engine, LuaView, ScanHit } from '@luascope/shared/debug';
import { useEffect, useState } from 'react';
import { problemText } from '../../running/describe.js';
import { failureOf } from '../../running/run.js';
import { debugMessagesOf } from '../../i18n/debug.js';
import { messagesOf } from '../../i18n/messages.js';
import type { Breakpoint, DebugSession } from '../../state/session.js';
import { app } from '../../state/store.js';
import { hitsOf } from '../transport/travel.js';
import { answerOf, questionOf } from './select.js';

export type Answer = { readonly value: LuaView } | { readonly error: string };

const wordsFor = (error: unknown): string =>
  problemText(failureOf(error), messagesOf(app.getState().settings.language));

async function ask(engine: Engine, session: Asked, watch: string): Promise<Answer> {
  const question = questionOf(watch);
  const words = debugMessagesOf(app.getState().settings.language);
  if (question.kind === 'refused') return { error: words.onlyReads(question.command) };
  try {
    const value = await engine.evaluate(session.recording.id, session.step, session.frame, question.lua);
    return { value: answerOf(question, value) };
  } catch (error) {
    return { error: wordsFor(error) };
  }
}

type Asked = Pick<DebugSession, 'recording' | 'target' | 'step' | 'frame'>;

/** What the watched expressions are at the step; an answer that comes after the step has moved on is dropped. */
export function useAnswers(
  { recording, target, step, frame }: Asked,
  expressions: readonly string[],
): Readonly<Record<string, Answer>> {
  const [answers, setAnswers] = useState<Readonly<Record<string, Answer>>>({});
  useEffect(() => {
    let late = false;
    const askAll = async (): Promise<void> => {
      const engine = app.getState().engines[target];
      for (const expression of expressions) {
        if (late || engine === undefined) return;
        const answer = await ask(engine, { recording, target, step, frame }, expression);
        if (!late) setAnswers((before) => ({ ...before, [expression]: answer }));
      }
    };
    void askAll();
    return () => {
      late = true;
    };
  }, [recording, target, step, frame, expressions]);
  return answers;
}

type Log = readonly ScanHit[] | { readonly error: string };

/** What a log point shows wherever it stands; undefined while it is asked. */
export function useLog(
  { recording, target }: Pick<DebugSession, 'recording' | 'target'>,
  { line, column, log }: Breakpoint,
): Log | undefined {
  const [answer, setAnswer] = useState<{ readonly to: string; readonly hits: Log }>();
  const question = JSON.stringify([recording.id, line, column, log]);
  useEffect(() => {
    let late = false;
    const engine = app.getState().engines[target];
    if (engine === undefined || log.trim() === '') return undefined;
    const told = (hits: Log): void => {
      if (!late) setAnswer({ to: question, hits });
    };
    const place = { line, ...(column !== undefined && { column }) };
    hitsOf(engine, recording.id, 'log', place, log).then(told, (error: unknown) => told({ error: wordsFor(error) }));
    return () => {
      late = true;
    };
  }, [recording, target, line, column, log, question]);
  return answer?.to === question ? answer.hits : undefined;
}
