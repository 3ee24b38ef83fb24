import type { Engine } from '@luascope/shared/debug';
import { useEffect, useState } from 'react';
import { useSelectedRun } from './runs.js';
import { useSetting } from './settings.js';
import { useApp } from './store.js';

/** The selected target takes commands now. */
export const useReady = (): boolean => useApp((state) => state.health[state.settings.target]?.health === 'ready');

/**
 * What `read` finds on the selected target, read again when its data changed or another server answers there. While it cannot answer, what was
 * read last stays; so it does when `read` gives nothing. `read` is one function, not made anew at each rendering.
 */
export function useTargetData<T>(read: (engine: Engine) => Promise<T | undefined>): T | undefined {
  const target = useSetting('target');
  const engine = useApp((state) => state.engines[target]);
  const ready = useReady();
  const server = useApp((state) => state.health[target]?.server?.version);
  const version = useApp((state) => state.dataVersion[target]);
  const recording = useSelectedRun()?.recording?.id;
  const [last, setLast] = useState<{ readonly target: string; readonly data: T }>();
  useEffect(() => {
    if (engine === undefined || !ready) return;
    let current = true;
    read(engine)
      .then((data) => current && data !== undefined && setLast({ target, data }))
      // Lost in the middle: the health of the target says so, and the effect runs again when it is back.
      .catch(() => undefined);
    return () => {
      current = false;
    };
  }, [read, target, engine, ready, server, version, recording]);
  return last?.target === target ? last.data : undefined;
}
