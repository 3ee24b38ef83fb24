/**
 * Positions of one text in its two forms: what is sent (UTF-8 bytes) and what the screen holds (UTF-16). The analysis counts bytes, Monaco
 * counts UTF-16 units.
 */
export class Offsets {
  /** For each byte the unit it belongs to; absent where both are the same. */
  readonly #units: Uint32Array | undefined;

  constructor(text: string) {
    let at = 0;
    while (at < text.length && text.charCodeAt(at) < 0x80) at++;
    if (at === text.length) return;
    const units = new Uint32Array(text.length * 3 + 1);
    let byte = 0;
    for (let unit = 0; unit < text.length;) {
      const point = text.codePointAt(unit)!;
      const bytes = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      units.fill(unit, byte, byte + bytes);
      byte += bytes;
      unit += point < 0x10000 ? 1 : 2;
    }
    units[byte] = text.length;
    this.#units = units.subarray(0, byte + 1);
  }

  /** The unit that a byte belongs to; the end of the text for what is past it. */
  unitAt(byte: number): number {
    return this.#units === undefined ? byte : this.#units[Math.min(byte, this.#units.length - 1)]!;
  }
}
