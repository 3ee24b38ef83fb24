import { fromText } from '@luascope/shared/bytes';
import { expect, it } from 'vitest';
import { Offsets } from './offsets.js';

it.each(['', 'plain', 'é = "用户" -- 🔒 end', '\u{1F512}', 'a\ud800b'])(
  '%j: every byte belongs to the unit it encodes',
  (text) => {
    const offsets = new Offsets(text);
    let unit = 0;
    let byte = 0;
    for (const char of text) {
      const length = fromText(char).length;
      for (let i = 0; i < length; i++) expect(offsets.unitAt(byte + i)).toBe(unit);
      byte += length;
      unit += char.length;
    }
    expect(offsets.unitAt(fromText(text).length)).toBe(text.length);
  },
);
