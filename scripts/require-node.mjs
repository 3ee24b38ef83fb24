/** Ends the program in the user's words when this Node is too old, before anything fails in its own. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(
    `Luascope needs Node 20.19 or newer; this is ${process.version}. Get a newer one from https://nodejs.org/.`,
  );
  process.exit(1);
}
