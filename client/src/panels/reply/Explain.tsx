import type { Recording } from '@luascope/shared/debug';
import { useMessages } from '../../i18n/messages.js';
import { usePropagationMessages } from '../../i18n/propagation.js';
import { Icon } from '../../ui/Icon.js';
import css from './Panel.module.css';

/** What the conversion from Lua to RESP did, only what occurred in this reply. */
export function Explain({ recording }: { readonly recording: Recording }) {
  const m = useMessages();
  const p = usePropagationMessages();
  const { conversions, detail, outcome, steps } = recording;
  // An error was not converted from anything.
  if (detail.conversions === 'unknown' && outcome.kind !== 'error')
    return (
      <div className={css.explain} data-testid="reply-explain">
        <p>{steps === undefined ? m.unknown.conversions : m.unknown.conversionsNotRecorded}</p>
      </div>
    );
  if (conversions.length === 0) return null;
  return (
    <div className={css.explain} data-testid="reply-explain">
      <h2>{m.reply.explain}</h2>
      <dl>
        {conversions.map(({ from, to, count, lost, lostCount }) => (
          <div key={`${from} ${to} ${lost ?? ''}`}>
            <dt>{m.luaKinds[from]}</dt>
            <dd>
              <Icon name="arrow" size={14} />
            </dd>
            <dd className={css.to}>{m.types[to]}</dd>
            <dd className={lost && css.lost}>
              ×{m.count(count)} <span className="mut">{p.conversion[`${from} ${to}`]}</span>
              {lost !== undefined &&
                // What a list drops are its named fields; a table that is told by one field drops all the others.
                ` ${(lost === 'keys' && to !== 'array' ? m.besidesLost : m.lostInConversion[lost])(lostCount ?? count)}`}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
