/** What DEBUG switches. */
export class Debugging {
  /** DEBUG SET-ACTIVE-EXPIRE: keys expire also when nobody looks. */
  activeExpire = true;
  /** DEBUG SET-DISABLE-DENY-SCRIPTS: scripts may call commands flagged `noscript`. */
  scriptsMayCallAll = false;
  /** DEBUG QUICKLIST-PACKED-THRESHOLD, bytes: longer list elements get a node of their own. */
  packedThreshold = 1 << 30;
  /** DEBUG SET-SKIP-CHECKSUM-VALIDATION: RESTORE takes payloads with a wrong checksum. */
  skipsChecksums = false;
}
