import type { Bytes } from '@luascope/shared/bytes';
import type { KeyChange } from '@luascope/shared/debug';
import { useEffect, useState } from 'react';
import { useMessages } from '../../i18n/messages.js';
import { useSetting } from '../../state/settings.js';
import { useApp } from '../../state/store.js';
import { Button } from '../../ui/Button.js';
import { shown } from '../../ui/text.js';
import { readPage, type Page } from './listing.js';
import css from './Panel.module.css';
import { beyondPreview, elementDiff, type Element } from './select.js';

const VALUE_LIMIT = 1000;
const SIGN: Readonly<Record<Element['mark'], string>> = { same: '', added: '+', changed: '~', deleted: '−' };

/** The elements of a changed value, each with what happened to it. */
export function DiffViewer({ change }: { readonly change: KeyChange }) {
  const m = useMessages();
  const beyond = beyondPreview(change);
  return (
    <div className={css.viewer}>
      {elementDiff(change).map(({ mark, name, value, was }, i) => (
        <div key={i} data-mark={mark}>
          <span className={css.element}>{name === undefined ? '' : shown(name, 80)}</span>
          <span className={css.sign}>
            {SIGN[mark]}
            {mark !== 'same' && <span className="vh">{m.keyspace.kinds[mark]}</span>}
          </span>
          <span>
            {was !== undefined && (
              <>
                <span className={css.old}>"{shown(was, VALUE_LIMIT)}"</span>
                <span className={css.arrow}>→</span>
              </>
            )}
            "{shown(value, VALUE_LIMIT)}"
          </span>
        </div>
      ))}
      {beyond > 0 && <p className="dim">{m.keyspace.beyond(beyond)}</p>}
    </div>
  );
}

/** The value of a key as it is now, a page at a time. */
export function ValueViewer({ name, type }: { readonly name: Bytes; readonly type: Bytes }) {
  const m = useMessages();
  const target = useSetting('target');
  const engine = useApp((state) => state.engines[target]);
  const version = useApp((state) => state.dataVersion[target]);
  const [elements, setElements] = useState<Page['elements']>([]);
  const [next, setNext] = useState<string>();
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    let current = true;
    if (engine === undefined) return;
    readPage(engine, name, type, '0')
      .then((page) => {
        if (!current) return;
        setElements(page?.elements ?? []);
        setNext(page?.next);
        setFailed(page === undefined);
      })
      .catch(() => current && setFailed(true));
    return () => {
      current = false;
    };
  }, [engine, name, type, version]);

  const more = () => {
    if (engine === undefined || next === undefined) return;
    readPage(engine, name, type, next)
      .then((page) => {
        setElements((before) => [...before, ...(page?.elements ?? [])]);
        setNext(page?.next);
      })
      .catch(() => setFailed(true));
  };
  return (
    <div className={css.viewer}>
      {elements.map((element, i) => (
        <div key={i}>
          <span className={css.element}>{element.name === undefined ? '' : shown(element.name, 80)}</span>
          <span />
          <span>"{shown(element.value, VALUE_LIMIT)}"</span>
        </div>
      ))}
      {failed && <p className="c-warn">{m.keyspace.notReadable}</p>}
      {next !== undefined && <Button small kind="line" label={m.keyspace.loadMore} onClick={more} />}
    </div>
  );
}
