import type { Bytes } from '@luascope/shared/bytes';
import { stringAt, type Call, type LongString } from '@luascope/shared/debug';
import { useEffect, useState } from 'react';
import { useLimitsMessages } from '../../i18n/limits.js';
import { useMessages } from '../../i18n/messages.js';
import { wholeStrings } from '../../running/longStrings.js';
import { closeDialog } from '../../state/screen.js';
import { Button } from '../../ui/Button.js';
import { Dialog } from '../../ui/Dialog.js';
import { shown } from '../../ui/text.js';
import css from './LongStrings.module.css';

/** As much as a person reads, and a page lays out at once. */
const SHOWN = 64 * 1024;

/** Strings of a call that its recording keeps in part, brought back whole. */
export function LongStrings({ call }: { readonly call: Call }) {
  const m = useMessages();
  const l = useLimitsMessages();
  const [whole, setWhole] = useState<readonly (Bytes | undefined)[]>();
  useEffect(() => {
    let wanted = true;
    void wholeStrings(call).then((found) => {
      if (wanted) setWhole(found);
    });
    return () => {
      wanted = false;
    };
  }, [call]);
  return (
    <Dialog
      title={l.longTitle(call.command[0] ?? '', call.line)}
      onClose={closeDialog}
      width={720}
      testId="dialog-long-strings"
      actions={<Button kind="line" label={l.close} onClick={closeDialog} />}
    >
      {call.long?.map((string, i) => {
        const found = whole?.[i];
        return (
          <section key={`${string.part} ${string.path.join('.')}`} className={css.string}>
            <h3 className={css.name}>
              {nameOf(string, l)} · {l.bytes(m.count(string.length))} · SHA1 <code>{string.sha1}</code>
            </h3>
            <pre className={css.text} data-testid="long-string">
              {shown((found ?? stringAt(call.command, call.reply, string) ?? '').slice(0, SHOWN))}
            </pre>
            <output className="dim">
              {whole === undefined
                ? l.looking
                : found === undefined
                  ? l.gone
                  : found.length > SHOWN && l.cut(m.count(SHOWN))}
            </output>
          </section>
        );
      })}
    </Dialog>
  );
}

const nameOf = ({ part, path }: LongString, l: ReturnType<typeof useLimitsMessages>): string =>
  part === 'command' ? l.argument(path[0] ?? 0) : [l.reply, ...path.map((index) => index + 1)].join(' ');
