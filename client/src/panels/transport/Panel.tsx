import { memo, useEffect, useRef } from 'react';
import { useDebugMessages, type DebugMessages } from '../../i18n/debug.js';
import { useMessages } from '../../i18n/messages.js';
import { closeRecording } from '../../running/record.js';
import { showStack } from '../../running/frames.js';
import { changeDebug, useSession } from '../../state/debug.js';
import { speak } from '../../state/screen.js';
import type { DebugSession } from '../../state/session.js';
import { useApp } from '../../state/store.js';
import { Icon } from '../../ui/Icon.js';
import { Menu } from '../../ui/Menu.js';
import { Segment } from '../../ui/Segment.js';
import { keyParts } from '../../ui/keys.js';
import css from './Panel.module.css';
import { Scrubber } from './Scrubber.js';
import { stoppedText } from './stopped.js';
import { functionAt, writesBefore, type Move } from './select.js';
import { goToCall, runToCursor, travel } from './travel.js';

const ANNOUNCE_AFTER_MS = 250;

/** Buttons in their order, with shortcut, test id and outline. */
export const MOVES: readonly {
  readonly move: Move;
  readonly shortcut?: string;
  readonly testId: string;
  readonly path: string;
}[] = [
  { move: 'start', testId: 'tt-start', path: 'M4 3.500v9M12.500 3.800v8.400L6.300 8z' },
  { move: 'reverse', shortcut: 'Shift+F5', testId: 'tt-rcontinue', path: 'M10.200 3.800v8.400L4 8zM12.700 3.500v9' },
  {
    move: 'back',
    shortcut: 'Control+F10',
    testId: 'tt-back',
    path: 'M12.500 6.500H4M6.800 3.500L3.700 6.500l3.100 3M12 11.800h.1',
  },
  {
    move: 'over',
    shortcut: 'F10',
    testId: 'tt-over',
    path: 'M3 9a5 5 0 0 1 9.300-2.300M12.700 3.300v3.600H9.200M8 12.500h.1',
  },
  { move: 'into', shortcut: 'F11', testId: 'tt-into', path: 'M8 2.500v7M5.200 7L8 9.800 10.800 7M8 13h.1' },
  { move: 'out', shortcut: 'Shift+F11', testId: 'tt-out', path: 'M8 10V3M5.200 5.700L8 2.900l2.800 2.800M8 13h.1' },
  { move: 'continue', shortcut: 'F5', testId: 'tt-continue', path: 'M3.300 3.500v9M5.800 3.800v8.400L12 8z' },
];

/** Time travel: buttons, the scale of steps, where the recording stands. Only there while a recording is open. */
export function Transport() {
  const session = useSession();
  return session === undefined ? null : <Open key={session.recording.id} session={session} />;
}

function Open({ session }: { readonly session: DebugSession }) {
  const m = useDebugMessages();
  const words = useMessages();
  const bar = useRef<HTMLElement>(null);
  const stepBy = useApp((state) => state.debug.stepBy);
  const { target, recording, step, stopped } = session;
  const { steps } = recording;
  const count = steps.line.length;
  const line = steps.line[step]!;
  const name = functionAt(steps, step);
  const writes = writesBefore(recording.calls, step);

  useEffect(() => void showStack(target, recording, step), [target, recording, step]);
  useEffect(() => {
    const timer = setTimeout(() => speak(m.spoken(step + 1, count, line, name)), ANNOUNCE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [m, step, count, line, name]);
  // Opening moves the focus to the scrubber, closing returns it.
  useEffect(() => {
    const before = document.activeElement;
    const element = bar.current!;
    const onKeyDown = (event: KeyboardEvent) => event.key === 'Escape' && closeRecording();
    element.addEventListener('keydown', onKeyDown);
    element.querySelector('input')?.focus();
    return () => {
      element.removeEventListener('keydown', onKeyDown);
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  return (
    <section ref={bar} className={css.transport} aria-label={m.transport} data-testid="transport" data-region>
      <div className={css.buttons} role="toolbar" aria-label={m.transport}>
        {MOVES.map((one) => (
          <MoveButton key={one.move} {...one} stuck={step === (isBackwards(one.move) ? 0 : count - 1)} m={m} />
        ))}
        <MoreMoves m={m} />
      </div>
      <Scrubber session={session} m={m} />
      <div className={css.position}>
        <b data-testid="tt-position">{m.position(step + 1, count)}</b>
        <span className={css.where} data-stopped={stopped?.kind}>
          {m.where(line, name)}
          <span className={css.writes}> · {m.writesSoFar(writes)}</span>
        </span>
        {stopped !== undefined && (
          <span className={css.stopped} data-stopped={stopped.kind}>
            {stoppedText(stopped, m, words)}
          </span>
        )}
        <Segment
          small
          label={m.stepsBy}
          className={css.by}
          options={[
            { value: 'statements', label: m.statements },
            { value: 'lines', label: m.lines },
          ]}
          value={stepBy}
          onChange={(value) => changeDebug({ stepBy: value })}
          testId="tt-view"
        />
      </div>
    </section>
  );
}

/** The ways to move that have no button of their own; all are actions too. */
const MoreMoves = memo(function MoreMoves({ m }: { readonly m: DebugMessages }) {
  return (
    <Menu
      align="start"
      items={[
        {
          id: 'to-cursor',
          label: m.actions.runToCursor,
          shortcut: 'Alt+F9',
          testId: 'tt-to-cursor',
          run: () => runToCursor(1),
        },
        {
          id: 'back-to-cursor',
          label: m.actions.backToCursor,
          shortcut: 'Alt+Shift+F9',
          testId: 'tt-back-to-cursor',
          run: () => runToCursor(-1),
        },
        { id: 'next-call', label: m.nextCall, testId: 'tt-next-call', run: () => goToCall(1) },
        { id: 'previous-call', label: m.previousCall, testId: 'tt-previous-call', run: () => goToCall(-1) },
      ]}
      button={(button) => (
        <button
          type="button"
          {...button}
          className={css.button}
          aria-label={m.moreMoves}
          data-tip={m.moreMoves}
          data-testid="tt-more"
        >
          <Icon name="more" size={18} />
        </button>
      )}
    />
  );
});

const isBackwards = (move: Move): boolean => move === 'start' || move === 'reverse' || move === 'back';

interface MoveButtonProps extends Readonly<(typeof MOVES)[number]> {
  /** At the end to which it leads. */
  readonly stuck: boolean;
  readonly m: DebugMessages;
}

const MoveButton = memo(function MoveButton(props: MoveButtonProps) {
  const { move, shortcut, testId, path, stuck, m } = props;
  const reason = stuck ? (isBackwards(move) ? m.atStart : m.atEnd) : undefined;
  return (
    <button
      type="button"
      className={css.button}
      aria-label={m[move]}
      aria-disabled={stuck || undefined}
      aria-keyshortcuts={shortcut}
      data-primary={move === 'over' || undefined}
      data-tip={reason ?? m.actions[move]}
      data-tip-keys={shortcut}
      data-testid={testId}
      onClick={stuck ? undefined : () => void travel(move)}
    >
      <svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
        <path d={path} />
      </svg>
      <span>{m[move]}</span>
      <small aria-hidden="true" data-keys={shortcut && keyParts(shortcut).join(' ')} />
    </button>
  );
});
