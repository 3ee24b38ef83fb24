import type { Propagation, Station } from '@luascope/shared/debug';
import type { ReactNode } from 'react';
import { usePropagationMessages, type PropagationMessages } from '../../i18n/propagation.js';
import { goToStep, useIsOpen } from '../../state/debug.js';
import { gotoLine } from '../../state/screen.js';
import { Icon, type IconName } from '../../ui/Icon.js';
import { shown, shownArgument } from '../../ui/text.js';
import css from './Way.module.css';

const TEXT_LIMIT = 200;
/** The whole of it is in the reply. */
const REPLY_LIMIT = 72;
const WORDS_SHOWN = 12;
const FRAMES_SHOWN = 6;

const ICONS: Readonly<Record<Station['kind'], IconName>> = {
  sends: 'arrow',
  replies: 'terminal',
  compiles: 'warning',
  raises: 'warning',
  unwinds: 'lines',
  caught: 'done',
  returned: 'reply',
  client: 'key',
  crash: 'failed',
};

/** The way of one error as a row of stations, or a column where there is no room. */
export function Way({ stations, end }: Propagation) {
  const p = usePropagationMessages();
  const title = end === 'client' ? p.reached : end === 'crash' ? p.crashed : p.caught;
  return (
    <section aria-label={title} data-testid="error-propagation" data-end={end}>
      <div className="sub-head">{title}</div>
      <div className={css.way}>
        <ol className={css.stations} style={{ ['--stations' as string]: stations.length }}>
          {stations.map((station, i) => (
            <li
              key={i}
              data-kind={station.kind}
              data-last={i === stations.length - 1 || undefined}
              data-testid="prop-node"
            >
              <StationView station={station} end={end} p={p} />
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}

function StationView(props: {
  readonly station: Station;
  readonly end: Propagation['end'];
  readonly p: PropagationMessages;
}) {
  const { station, end, p } = props;
  const { who, what, why } = told(station, end, p);
  return (
    <>
      <span className={css.who}>
        <Icon name={ICONS[station.kind]} size={14} />
        {who}
      </span>
      <span className={css.what}>{what}</span>
      <span className={css.why}>{why}</span>
    </>
  );
}

interface Told {
  readonly who: string;
  readonly what: ReactNode;
  readonly why: string;
}

function told(station: Station, end: Propagation['end'], p: PropagationMessages): Told {
  switch (station.kind) {
    case 'sends': {
      const { command, line, functionName, step } = station.call;
      const words = command.slice(0, WORDS_SHOWN).map((word) => shownArgument(word, 60));
      return {
        who: p.stations.sends,
        what: <Place line={line} step={step} text={words.join(' ') + (command.length > WORDS_SHOWN ? ' …' : '')} />,
        why: p.sentFrom(functionName, line),
      };
    }
    case 'replies':
      return { who: p.stations.replies, what: `-${shown(station.text, REPLY_LIMIT)}`, why: p.nothingChanged };
    case 'compiles':
      return {
        who: p.stations.compiles,
        what: <Place line={station.line} text={shown(station.text, TEXT_LIMIT)} />,
        why: p.notRunAtAll,
      };
    case 'raises': {
      const { by, line, step, text, value } = station;
      const wordless = value === undefined || value === 'string' ? p.at(line) : p.withoutText[value];
      const ownText = by === 'redis.call' ? p.at(line) : text === '' ? wordless : shown(text, TEXT_LIMIT);
      return {
        who: p.raises(by),
        what: <Place line={line} step={step} text={ownText} />,
        why:
          by === 'redis.call'
            ? p.becomesError
            : value === undefined
              ? ownText === p.at(line)
                ? ''
                : p.at(line)
              : `${p.at(line)}. ${p.carries(value)}`,
      };
    }
    case 'unwinds': {
      const { frames, more } = station;
      const rest = more + Math.max(0, frames.length - FRAMES_SHOWN);
      return {
        who: p.stations.unwinds,
        what: (
          <>
            {frames.slice(0, FRAMES_SHOWN).map(({ functionName, line }, i) => (
              <Place key={i} line={line} text={p.frame(functionName, line)} />
            ))}
            {rest > 0 && p.moreFrames(rest)}
          </>
        ),
        why: end === 'caught' ? p.ended(frames.length + more) : p.noPcall,
      };
    }
    case 'caught': {
      const { by, line, step, functionName, value } = station;
      return {
        who: p.catches(by),
        what: <Place line={line} step={step} text={p.caughtAt(line, functionName)} />,
        why: p.goesOn(value),
      };
    }
    case 'returned':
      return { who: p.stations.returned, what: '{err = …}', why: p.returnedText };
    case 'client': {
      const { text, before, after } = station;
      const added = before.trim() === '' && after.trim() === '' ? p.unchangedText : p.adds(before.trim(), after);
      return { who: p.stations.client, what: `(error) ${shown(text, REPLY_LIMIT)}`, why: added };
    }
    case 'crash':
      return { who: p.stations.crash, what: '—', why: p.crashText };
  }
}

/** Goes to the step in a recording that is open, else to the line. */
function Place(props: {
  readonly line: number | undefined;
  readonly step?: number | undefined;
  readonly text: string;
}) {
  const { line, step, text } = props;
  const open = useIsOpen();
  if (line === undefined || line === 0) return text;
  const go = (): void => {
    if (open && step !== undefined) goToStep(step, { kind: 'error' });
    gotoLine(line);
  };
  return (
    <button type="button" className={css.place} onClick={go}>
      {text}
    </button>
  );
}
