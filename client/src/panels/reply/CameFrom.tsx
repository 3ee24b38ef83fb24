import type { Origin } from '@luascope/shared/analysis';
import { useEffect, useMemo, useState } from 'react';
import { usePropagationMessages } from '../../i18n/propagation.js';
import { goToStep, openSession, useOpenRecording } from '../../state/debug.js';
import { gotoLine } from '../../state/screen.js';
import { useApp } from '../../state/store.js';
import { shown } from '../../ui/text.js';
import css from './CameFrom.module.css';
import { lastWriteOfSlot, type Origins } from './origin.js';

const TEXT_LIMIT = 60;

/** Of the selected value: the expression it came from, and for an item of a table the step that wrote it last. */
export function CameFrom({
  origins,
  path,
}: {
  readonly origins: Origins | undefined;
  readonly path: readonly number[];
}) {
  const p = usePropagationMessages();
  const origin = useMemo(() => origins?.of(path), [origins, path]);
  if (origin === undefined) return null;
  const { text, line, column } = origin;
  return (
    <>
      <dt>{p.origin.title}</dt>
      <dd data-testid="reply-came-from">
        {shown(text, TEXT_LIMIT)}{' '}
        <button type="button" className={css.go} onClick={() => gotoLine(line, column)}>
          {p.origin.line(line)}
        </button>
      </dd>
      {origin.isSlot && origins !== undefined && <MadeAt key={text} origin={origin} origins={origins} />}
    </>
  );
}

function MadeAt({ origin, origins }: { readonly origin: Origin; readonly origins: Origins }) {
  const p = usePropagationMessages();
  const recording = useOpenRecording();
  const engine = useApp((state) => {
    const target = openSession(state)?.target;
    return target === undefined ? undefined : state.engines[target];
  });
  /** Undefined while it is looked for. */
  const [found, setFound] = useState<{ readonly step: number | undefined }>();
  useEffect(() => {
    if (engine === undefined || recording === undefined || origins.step === undefined) return;
    let wanted = true;
    const tell = (step: number | undefined): void => {
      if (wanted) setFound({ step });
    };
    lastWriteOfSlot(engine, recording, origin, origins).then(tell, () => tell(undefined));
    return () => {
      wanted = false;
    };
  }, [engine, recording, origin, origins]);
  const step = found?.step;
  return (
    <>
      <dt>{p.origin.made}</dt>
      <dd data-testid="reply-made-at">
        {recording === undefined || origins.step === undefined ? (
          <span className={css.note}>{p.origin.needsRecording}</span>
        ) : found === undefined ? (
          <span className={css.note}>{p.origin.looking}</span>
        ) : step === undefined ? (
          <span className={css.note}>{p.origin.unknown}</span>
        ) : (
          <button type="button" className={css.go} onClick={() => goToStep(step)}>
            {p.origin.step(step + 1)}, {p.origin.line(recording.steps.line[step] ?? 0)}
          </button>
        )}
      </dd>
    </>
  );
}
