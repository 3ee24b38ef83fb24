import { useMessages } from '../i18n/messages.js';
import { useSetting } from '../state/settings.js';
import { useApp } from '../state/store.js';
import { CodeText } from '../ui/CodeText.js';
import css from './WaysOut.module.css';

/** While a script keeps the server busy: what can be done, what it does and what it costs. */
export function WaysOut() {
  const m = useMessages();
  const target = useSetting('target');
  const health = useApp((state) => state.health[target]);
  if (health?.health !== 'busy') return null;
  const wrote = health.busy?.wrote;
  const { shutdown } = health.capabilities;
  return (
    <section className={css.ways} aria-label={m.ways.title} data-testid="panel-ways-out">
      <div className="sub-head">
        {m.ways.title}
        <span className="grow" />
        {wrote !== undefined && <span className="dim">{wrote ? m.ways.wrote : m.ways.notWrote}</span>}
      </div>
      <dl className={css.list}>
        <div data-off={wrote || undefined}>
          <dt>SCRIPT KILL</dt>
          <dd>
            <CodeText text={wrote ? m.ways.killRefused : m.ways.kill} />
          </dd>
          <dd className={wrote ? undefined : 'c-ok'}>{wrote ? m.ways.notPossible : m.ways.killCost}</dd>
        </div>
        <div>
          <dt>{m.ways.wait}</dt>
          <dd>{m.ways.waitText}</dd>
          <dd>{m.ways.waitCost}</dd>
        </div>
        <div data-off={!shutdown || undefined}>
          <dt>SHUTDOWN NOSAVE</dt>
          <dd>{target === 'sandbox' ? m.ways.shutdownSandbox : shutdown ? m.ways.shutdown : m.ways.shutdownRefused}</dd>
          <dd className="c-bad">{target === 'sandbox' ? m.ways.shutdownSandboxCost : m.ways.shutdownCost}</dd>
        </div>
      </dl>
    </section>
  );
}
