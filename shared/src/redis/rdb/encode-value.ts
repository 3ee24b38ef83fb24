import type { Bytes } from '../../bytes.js';
import type { EncodingLimits, Value } from '../value.js';
import { shortDouble } from '../values/double.js';
import { HashValue } from '../values/hash-value.js';
import type { Intset } from '../values/intset.js';
import { LISTPACK_OVERHEAD, stringSize } from '../values/listpack-size.js';
import { ListValue } from '../values/list-value.js';
import { SetValue } from '../values/set-value.js';
import { StreamValue } from '../values/stream-value.js';
import { StringValue } from '../values/string-value.js';
import { ZsetValue } from '../values/zset-value.js';
import { encodeListpack } from './listpack.js';
import { doubleBytes, integerBytes } from './numbers.js';
import { Type } from './payload-type.js';
import { writeStream } from './stream-payload.js';
import { writeLength, writeString } from './strings.js';

/** What the form of a value depends on besides the value. */
export interface PayloadFormat {
  readonly limits: EncodingLimits;
  /** `rdbcompression`. */
  readonly compress: boolean;
  /** Bytes from which a list element gets a node of its own. */
  readonly packedThreshold: number;
}

/** A value as in an RDB file: its type and content (`rdbSaveObjectType`, `rdbSaveObject`). */
export function encodeValue(value: Value, format: PayloadFormat): Bytes {
  const { compress } = format;
  if (value instanceof StringValue) return typed(Type.string, writeString(value.bytes, compress));
  if (value instanceof ListValue) return encodeList(value, format);
  if (value instanceof SetValue) return encodeSet(value, compress);
  if (value instanceof HashValue) return encodeHash(value, compress);
  if (value instanceof ZsetValue) return encodeZset(value, compress);
  if (value instanceof StreamValue) return typed(Type.streamListpacks2, writeStream(value, compress));
  throw new Error(`No payload for a ${value.type}`);
}

const typed = (type: number, content: Bytes): Bytes => String.fromCharCode(type) + content;

const PACKED = 2;
const PLAIN = 1;
/** Size in bytes that `list-max-listpack-size` -1 … -5 stand for. */
const NODE_SIZES = [4096, 8192, 16384, 32768, 65536];
const SAFETY_LIMIT = 8192;

/** The elements as a quicklist filled from head to tail holds them: runs that share a node (`_quicklistNodeAllowInsert`). */
export function* nodesOf(list: ListValue, { limits, packedThreshold }: PayloadFormat): Generator<Bytes[]> {
  const fill = limits.listMaxListpackSize;
  const maxBytes = fill < 0 ? (NODE_SIZES[-fill - 1] ?? NODE_SIZES[4]!) : SAFETY_LIMIT;
  const maxCount = fill < 0 ? Infinity : Math.max(fill, 1);
  let node: Bytes[] = [];
  let size = LISTPACK_OVERHEAD;
  for (const element of list.from(0)) {
    const alone = element.length >= packedThreshold;
    if (node.length > 0 && (alone || node.length >= maxCount || size + element.length + 8 > maxBytes)) {
      yield node;
      node = [];
      size = LISTPACK_OVERHEAD;
    }
    if (alone) yield [element];
    else {
      node.push(element);
      size += stringSize(element);
    }
  }
  if (node.length > 0) yield node;
}

function encodeList(list: ListValue, format: PayloadFormat): Bytes {
  const { compress, packedThreshold } = format;
  const nodes = [...nodesOf(list, format)].map((node) => {
    const isPlain = node[0]!.length >= packedThreshold;
    return writeLength(isPlain ? PLAIN : PACKED) + writeString(isPlain ? node[0]! : encodeListpack(node), compress);
  });
  return typed(Type.listQuicklist2, writeLength(nodes.length) + nodes.join(''));
}

function encodeSet(set: SetValue, compress: boolean): Bytes {
  if (set.intset !== undefined) return typed(Type.setIntset, writeString(intsetBlob(set.intset), compress));
  const members = Array.from(set.members(), (member) => writeString(member, compress));
  return typed(Type.set, writeLength(set.length) + members.join(''));
}

function intsetBlob(intset: Intset): Bytes {
  const members = Array.from(intset.keys(), (member) => integerBytes(BigInt(member), intset.width, 'little'));
  return integerBytes(intset.width, 4, 'little') + integerBytes(intset.size, 4, 'little') + members.join('');
}

function encodeHash(hash: HashValue, compress: boolean): Bytes {
  const items = [...hash.entries()].flat();
  if (hash.table === undefined) return typed(Type.hashListpack, writeString(encodeListpack(items), compress));
  return typed(Type.hash, writeLength(hash.length) + items.map((item) => writeString(item, compress)).join(''));
}

function encodeZset(zset: ZsetValue, compress: boolean): Bytes {
  if (zset.table === undefined) {
    const items = [...zset.from(0)].flatMap(({ member, score }) => [member, shortDouble(score === 0 ? 0 : score)]);
    return typed(Type.zsetListpack, writeString(encodeListpack(items), compress));
  }
  const members = Array.from(
    zset.from(zset.length - 1, -1),
    ({ member, score }) => writeString(member, compress) + doubleBytes(score),
  );
  return typed(Type.zset2, writeLength(zset.length) + members.join(''));
}
