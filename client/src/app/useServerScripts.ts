import { sha1Hex } from '@luascope/shared/sha1';
import { useEffect } from 'react';
import { askExists } from '../running/scriptCache.js';
import { scriptBytes } from '../state/request.js';
import { selectedScript } from '../state/scripts.js';
import { cacheState } from '../state/serverScripts.js';
import { useSetting } from '../state/settings.js';
import { useApp } from '../state/store.js';
import { useReady } from '../state/targetData.js';

/** A pause in typing, after which the server is asked about the script as it is now. */
const PAUSE_MS = 150;

/** Keeps the answer to "does the target have this script?" for the script in the editor. */
export function useServerScripts(): void {
  const target = useSetting('target');
  const text = useApp((state) => selectedScript(state).text);
  const ready = useReady();
  const sha1 = sha1Hex(scriptBytes(text));
  const unknown = useApp((state) => cacheState(state, sha1) === 'unknown');
  useEffect(() => {
    if (!ready || !unknown) return;
    const timer = setTimeout(() => void askExists([sha1]), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [target, ready, unknown, sha1]);
}
