import { useEffect, useState } from 'react';
import { useSelectedRun } from '../../state/runs.js';
import { useSetting } from '../../state/settings.js';
import { useApp } from '../../state/store.js';
import { listKeys, type Listing } from './listing.js';

/** The keys of the selected target, read again when its data changed. While it cannot answer, what was read last stays. */
export function useListing(): Listing | undefined {
  const target = useSetting('target');
  const engine = useApp((state) => state.engines[target]);
  const ready = useApp((state) => state.health[target]?.health === 'ready');
  const version = useApp((state) => state.dataVersion[target]);
  const recording = useSelectedRun()?.recording?.id;
  const [read, setRead] = useState<{ readonly target: string; readonly listing: Listing }>();
  useEffect(() => {
    if (engine === undefined || !ready) return;
    let current = true;
    listKeys(engine)
      .then((listing) => current && listing !== undefined && setRead({ target, listing }))
      // Lost in the middle: the health of the target says so, and the effect runs again when it is back.
      .catch(() => undefined);
    return () => {
      current = false;
    };
  }, [target, engine, ready, version, recording]);
  return read?.target === target ? read.listing : undefined;
}
