import { toOctets, type Bytes } from '../../bytes.js';
import { lzfDecompress } from './lzf.js';
import { unsignedIn, type ByteOrder } from './numbers.js';

/** A payload that ends too early or contradicts itself. */
export class CorruptPayload extends Error {
  override readonly name = 'CorruptPayload';
}

/** No string was ever compressed better. */
const BEST_COMPRESSION = 300;

/** Reads a payload from front to back. Throws {@link CorruptPayload}. */
export class PayloadReader {
  private readonly body: Bytes;
  private position = 0;

  constructor(body: Bytes) {
    this.body = body;
  }

  get left(): number {
    return this.body.length - this.position;
  }

  byte(): number {
    return this.bytes(1).charCodeAt(0);
  }

  bytes(count: number): Bytes {
    if (!(count >= 0 && count <= this.left)) throw new CorruptPayload('too short');
    this.position += count;
    return this.body.slice(this.position - count, this.position);
  }

  unsigned(size: number, order: ByteOrder = 'little'): bigint {
    return unsignedIn(this.bytes(size), order);
  }

  signed(size: number): bigint {
    return BigInt.asIntN(size * 8, this.unsigned(size));
  }

  double(): number {
    return new DataView(toOctets(this.bytes(8)).buffer).getFloat64(0, true);
  }

  /** `rdbLoadLen`, where no string stands. */
  length(): number {
    return Number(this.bigLength());
  }

  bigLength(): bigint {
    const head = this.head();
    if (head.encoding !== undefined) throw new CorruptPayload('length');
    return head.length;
  }

  /** `rdbGenericLoadStringObject`. */
  string(): Bytes {
    const { length, encoding } = this.head();
    if (encoding === undefined) return this.bytes(Number(length));
    if (encoding < 3) return String(this.signed(2 ** encoding));
    if (encoding > 3) throw new CorruptPayload('string');
    const [packed, size] = [this.length(), this.length()];
    const text = size > packed * BEST_COMPRESSION ? undefined : lzfDecompress(this.bytes(packed), size);
    if (text === undefined) throw new CorruptPayload('compressed string');
    return text;
  }

  /** A length, or the number of a string's encoding in its place. */
  private head(): { readonly length: bigint; readonly encoding: number | undefined } {
    const first = this.byte();
    switch (first >> 6) {
      case 0:
        return { length: BigInt(first), encoding: undefined };
      case 1:
        return { length: BigInt(((first & 0x3f) << 8) | this.byte()), encoding: undefined };
      case 3:
        return { length: 0n, encoding: first & 0x3f };
      default:
        if (first !== 0x80 && first !== 0x81) throw new CorruptPayload('length');
        return { length: this.unsigned(first === 0x80 ? 4 : 8, 'big'), encoding: undefined };
    }
  }
}
