import { sha1 } from '@noble/hashes/legacy.js';
import { fromOctets, toHex, toOctets, type Bytes } from '../bytes.js';
import type { Database } from './database.js';
import type { Value, ValueType } from './value.js';
import { printDouble } from './values/double.js';
import { HashValue } from './values/hash-value.js';
import { ListValue } from './values/list-value.js';
import { SetValue } from './values/set-value.js';
import { StreamValue } from './values/stream-value.js';
import { StringValue } from './values/string-value.js';
import { ZsetValue } from './values/zset-value.js';

const TYPES: Readonly<Record<ValueType, number>> = { string: 0, list: 1, set: 2, zset: 3, hash: 4, stream: 6 };

/** A sum of content that does (`mix`) or does not (`add`) depend on the order of what went in: DEBUG DIGEST. */
class Digest {
  private sum = new Uint8Array(20);

  /** `xorDigest`. */
  add(content: Uint8Array): void {
    sha1(content).forEach((octet, i) => {
      this.sum[i]! ^= octet;
    });
  }

  /** `mixDigest`. */
  mix(content: Uint8Array): void {
    this.add(content);
    this.sum = sha1(this.sum);
  }

  addBytes(bytes: Bytes): void {
    this.add(toOctets(bytes));
  }

  mixBytes(...all: Bytes[]): void {
    for (const bytes of all) this.mix(toOctets(bytes));
  }

  mixInteger(value: number): void {
    this.mix(Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value));
  }

  get octets(): Uint8Array {
    return this.sum;
  }

  toString(): Bytes {
    return toHex(fromOctets(this.sum));
  }
}

/** DEBUG DIGEST: forty digits that are equal for equal data, zeros for none (`computeDatasetDigest`). */
export function datasetDigest(databases: readonly Database[]): Bytes {
  const total = new Digest();
  for (const db of databases) {
    if (db.size === 0) continue;
    total.mixInteger(db.index);
    for (const [key, value] of db.content.values.entries()) {
      const digest = new Digest();
      digest.mixBytes(key);
      addValue(digest, value, db.expiry(key) !== undefined);
      total.add(digest.octets);
    }
  }
  return total.toString();
}

/** DEBUG DIGEST-VALUE of one key; zeros when there is none. */
export function valueDigest(db: Database, key: Bytes): Bytes {
  const digest = new Digest();
  const value = db.content.values.get(key);
  if (value !== undefined) addValue(digest, value, db.expiry(key) !== undefined);
  return digest.toString();
}

/** `xorObjectDigest`. */
function addValue(digest: Digest, value: Value, expires: boolean): void {
  digest.mixInteger(TYPES[value.type]);
  if (value instanceof StringValue) digest.mixBytes(value.bytes);
  else if (value instanceof ListValue) digest.mixBytes(...value.from(0));
  else if (value instanceof SetValue) for (const member of value.members()) digest.addBytes(member);
  else if (value instanceof HashValue) for (const pair of value.entries()) addMixed(digest, pair);
  else if (value instanceof ZsetValue)
    for (const { member, score } of value.from(0)) addMixed(digest, [member, printDouble(score)]);
  else if (value instanceof StreamValue)
    for (const { id, fields } of value.entries({ ms: 0n, seq: 0n }, undefined))
      digest.mixBytes(`${id.ms}.${id.seq}`, ...fields);
  if (expires) digest.addBytes('!!expire!!');
}

/** Adds elements of which each is a mix of parts: their order does not count, that of the parts does. */
function addMixed(digest: Digest, parts: readonly Bytes[]): void {
  const element = new Digest();
  element.mixBytes(...parts);
  digest.add(element.octets);
}
