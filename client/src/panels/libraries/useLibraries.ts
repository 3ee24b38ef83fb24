import type { Engine } from '@luascope/shared/debug';
import { useEffect, useState } from 'react';
import { useSetting } from '../../state/settings.js';
import { useApp } from '../../state/store.js';
import { useTargetData } from '../../state/targetData.js';
import { librariesIn, runningIn, type ListedLibrary, type RunningFunction } from './read.js';

export type Listing =
  | {
      readonly kind: 'listed';
      readonly libraries: readonly ListedLibrary[];
      /** Bytes of what FUNCTION DUMP answers. */
      readonly dumpSize: number | undefined;
    }
  /** A server before 7.0. */
  | { readonly kind: 'no-functions' }
  /** The server's own words, for instance NOPERM. */
  | { readonly kind: 'refused'; readonly text: string };

async function list(engine: Engine): Promise<Listing> {
  const reply = await engine.execute(['FUNCTION', 'LIST', 'WITHCODE']);
  if (reply.type === 'error')
    return /^ERR unknown command/i.test(reply.text) ? { kind: 'no-functions' } : { kind: 'refused', text: reply.text };
  const dump = await engine.execute(['FUNCTION', 'DUMP']);
  return {
    kind: 'listed',
    libraries: librariesIn(reply),
    dumpSize: dump.type === 'bulk' ? dump.value.length : undefined,
  };
}

/** The libraries of the selected target. */
export const useLibraries = (): Listing | undefined => useTargetData(list);

/** Between two questions about the function that runs, milliseconds. */
const PAUSE_MS = 500;

/** The function that keeps the target busy: FUNCTION STATS is answered even then. Undefined while none does. */
export function useRunningFunction(): RunningFunction | undefined {
  const target = useSetting('target');
  const engine = useApp((state) => state.engines[target]);
  const busy = useApp((state) => state.health[target]?.health === 'busy');
  const [running, setRunning] = useState<RunningFunction>();
  useEffect(() => {
    if (engine === undefined || !busy) return;
    const ask = (): void =>
      void engine
        .execute(['FUNCTION', 'STATS'])
        .then((reply) => setRunning(runningIn(reply)))
        .catch(() => setRunning(undefined));
    ask();
    const timer = setInterval(ask, PAUSE_MS);
    return () => clearInterval(timer);
  }, [engine, busy]);
  return busy ? running : undefined;
}
