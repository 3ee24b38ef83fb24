/**
 * Every sentence of the screen. `zh.ts` must satisfy the type of this object. Redis's own texts, command, key and Lua names are data and
 * never stand here. Say what happened, then what to do.
 */
export const en = {
  code: 'en',
  skip: 'Skip to workspace',
  target: { label: 'Target', sandbox: 'Sandbox', live: 'Live' },
  run: 'Run',
  kill: 'Kill script',
  inputs: 'Inputs',
  given: 'Given',
  givenFresh: 'fresh data every Run',
  givenKeep: 'keep data',
  reset: 'Reset data',
};
