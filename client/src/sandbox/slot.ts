const REMEMBERED = 'luascope.sandbox.slot';
/** A page that is being reloaded may hold its slot a moment longer, ms. */
const PATIENCE = 500;

/**
 * The name of the stored sandbox that this window uses, and no other window while this one is open: its own after a reload, else the first
 * that is free. Where windows cannot see each other's claims (pages that are not served securely), one of its own.
 */
export async function claimSlot(): Promise<string> {
  const remembered = sessionStorage.getItem(REMEMBERED);
  const slot = await freeSlot(remembered);
  sessionStorage.setItem(REMEMBERED, slot);
  return slot;
}

async function freeSlot(remembered: string | null): Promise<string> {
  if (!('locks' in navigator)) return remembered ?? String(Date.now());
  if (remembered !== null && (await claim(remembered, { signal: AbortSignal.timeout(PATIENCE) }))) return remembered;
  for (let slot = 0; ; slot++) if (await claim(String(slot), { ifAvailable: true })) return String(slot);
}

/** Holds the slot for as long as the window lives; false when another window has it. */
function claim(slot: string, options: LockOptions): Promise<boolean> {
  return new Promise((resolve) => {
    navigator.locks
      .request(`luascope-sandbox-${slot}`, options, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise<never>(() => {});
      })
      .catch(() => resolve(false));
  });
}
