import { expect, it } from 'vitest';
import { chosen, textsOf, withoutTexts } from './monaco-texts.js';

const CODE = `
  registerColor('a', null, nls.localize(7, "Colour \\"a\\" of {0}.", name));
  const title = localize2(12, 'Find'), none = localize(3, "");
  relocalize(4, "no"); localize(index, "no");`;

it('finds the texts of a file by number, and empties them without a change of anything else', () => {
  expect(textsOf(CODE)).toEqual([7, 12]);
  expect(withoutTexts(CODE)).toBe(CODE.replace('"Colour \\"a\\" of {0}."', '""').replace("'Find'", '""'));
  expect(textsOf(withoutTexts(CODE))).toEqual([]);
});

it('keeps of a translation what is seen, under its number', () => {
  expect(chosen(['零', '一', '二\n'], new Set([2, 0, 9]))).toBe('{"0":"零","2":"二\\n"}');
});
