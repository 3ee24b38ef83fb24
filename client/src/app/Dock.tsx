import { useMessages } from '../i18n/messages.js';
import type { PanelName } from '../state/model.js';
import { showPanel } from '../state/settings.js';
import { useApp } from '../state/store.js';
import { Tabs } from '../ui/Tabs.js';
import css from './Dock.module.css';
import { PANELS } from './panels.js';

/** A place for panels: tabs, the tools of the selected panel, and the panel. */
export function Dock(props: {
  readonly id: string;
  readonly names: readonly PanelName[];
  readonly selected: PanelName;
  readonly onSelect?: (name: PanelName) => void;
}) {
  const { id, names, onSelect: choose = showPanel } = props;
  const m = useMessages();
  const selected = names.includes(props.selected) ? props.selected : names[0]!;
  const counts = useApp((state) => names.map((name) => PANELS[name].count?.(state) ?? -1).join(' '));
  const { Body, Tools } = PANELS[selected];
  const onSelect = (name: PanelName): void => {
    choose(name);
    requestAnimationFrame(() => keepFocus(name));
  };
  const tabs = names.map((name, i) => {
    const count = Number(counts.split(' ')[i]);
    const { alert, shortcut } = PANELS[name];
    return {
      id: name,
      label: m.panels[name],
      shortcut,
      ...(count >= 0 && { count }),
      ...(alert !== undefined && { alert }),
    };
  });
  return (
    <section
      className={`panel ${css.dock}`}
      aria-label={m.panels[selected]}
      data-testid={`panel-${selected}`}
      data-region
    >
      <div className="panel-head">
        <Tabs group={id} label={m.docks} tabs={tabs} selected={selected} onSelect={onSelect} format={m.count} />
        {Tools && (
          <div className="panel-tools">
            <Tools />
          </div>
        )}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-tab-${selected}`} className={css.body}>
        <Body />
      </div>
    </section>
  );
}

/** A panel that takes another place takes the focus with it: its tab there is another element. */
function keepFocus(name: PanelName): void {
  if (document.activeElement === document.body) document.querySelector<HTMLElement>(`[id$="-tab-${name}"]`)?.focus();
}
