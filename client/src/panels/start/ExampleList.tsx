import { useMessages } from '../../i18n/messages.js';
import { openExample } from '../../running/openExample.js';
import { useSetting } from '../../state/settings.js';
import type { Example } from './examples.js';
import css from './ExampleList.module.css';

export function ExampleList({
  examples,
  onOpen,
}: {
  readonly examples: readonly Example[];
  readonly onOpen?: () => void;
}) {
  const m = useMessages();
  const language = useSetting('language');
  return (
    <ul className={css.list}>
      {examples.map((example) => (
        <li key={example.id}>
          <button
            type="button"
            className={css.example}
            data-testid="example"
            onClick={() => {
              onOpen?.();
              void openExample(example);
            }}
          >
            <span className="trunc">
              <b>{example.title[language]}</b>
              <span className={css.about}>{example.about[language]}</span>
            </span>
            <span className={`tag ${css.topic}`}>{m.topics[example.topic]}</span>
            <span className={`dim mono ${css.lines}`}>{m.lineCount(example.text.split('\n').length)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
