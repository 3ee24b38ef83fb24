import type { Bytes } from '@luascope/shared/bytes';
import { useMessages } from '../../i18n/messages.js';
import { errorMark } from '../../state/runs.js';
import { gotoLine } from '../../state/screen.js';
import { useApp } from '../../state/store.js';
import { Button } from '../../ui/Button.js';
import { shown } from '../../ui/text.js';
import { ScrollArea } from '../../ui/ScrollArea.js';
import css from './Panel.module.css';

/** The whole reply is an error: its text in full, as no row of a tree could hold it. */
export function ErrorReply({ text }: { readonly text: Bytes }) {
  const m = useMessages();
  const line = useApp((state) => errorMark(state)?.line);
  return (
    <ScrollArea label={m.panels.reply} className={css.errorReply}>
      <div data-testid="reply-node">
        <span className="tag e">{m.types.error}</span>
        <p>{shown(text)}</p>
      </div>
      {line !== undefined && <Button small kind="line" label={m.gotoLine(line)} onClick={() => gotoLine(line)} />}
    </ScrollArea>
  );
}
