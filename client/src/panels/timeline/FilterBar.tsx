import { useMessages } from '../../i18n/messages.js';
import { setTimelineFilter, useTimelineFilter } from './filter.js';
import css from './Panel.module.css';

/** The field that was asked for is the one to type in. */
const takeFocus = (field: HTMLInputElement | null): void => field?.focus();

/** What is looked for in the timeline, while that is asked for. */
export function FilterBar({ found, of }: { readonly found: number; readonly of: number }) {
  const m = useMessages();
  const filter = useTimelineFilter();
  if (filter === undefined) return null;
  return (
    <div className={css.filter}>
      <input
        className="entry"
        ref={takeFocus}
        value={filter}
        placeholder={m.timeline.filterPlaceholder}
        aria-label={m.timeline.filter}
        spellCheck={false}
        onChange={(event) => setTimelineFilter(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && setTimelineFilter(undefined)}
      />
      <span className="dim">{m.timeline.found(found, of)}</span>
    </div>
  );
}
