/** How much of a Lua value or a key is shown, the same on the sandbox and on a live server; `values` counts all in one view together. */
export const SHOWN = { bytes: 4096, entries: 100, depth: 4, values: 1000, elements: 100 } as const;
