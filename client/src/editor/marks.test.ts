import { expect, it } from 'vitest';
import { decorationsOf, hitRules, shortCount } from './marks.js';
import { hexColour } from './themes.js';

it.each([
  [1, '1×'],
  [9999, '9999×'],
  [12_345, '12k'],
  [2_140_000, '2.1M'],
])('%d runs fit into the gutter as %s', (count, text) => {
  expect(shortCount(count)).toBe(text);
});

it('marks lines of the script only', () => {
  const drawn = decorationsOf({ error: { line: 9, message: 'x' }, current: 2, notes: [{ line: 1, text: 'hello' }] }, 3);
  expect(
    drawn.map(({ range, options }) => [range.startLineNumber, options.className ?? options.after?.content]),
  ).toEqual([
    [2, 'step-line'],
    [1, '\u00a0hello\u00a0'],
  ]);
});

it('draws a breakpoint of a line beside it and one of a statement before it', () => {
  const drawn = decorationsOf(
    {
      breakpoints: [
        { line: 1, kind: 'stop' },
        { line: 1, column: 9, kind: 'if' },
      ],
      statement: { line: 1, from: 9, to: 14 },
      hits: new Map([[1, { count: 4, tip: 'ran 4 times' }]]),
    },
    1,
  );
  expect(
    drawn.map(({ range, options }) => [
      range.startColumn,
      options.glyphMarginClassName ??
        options.before?.inlineClassName ??
        options.linesDecorationsTooltip ??
        options.className,
    ]),
  ).toEqual([
    [9, 'step-statement'],
    [1, 'ran 4 times'],
    [1, 'breakpoint breakpoint-stop'],
    [9, 'breakpoint-inline breakpoint-if'],
  ]);
});

it('makes one rule for each count that is shown', () => {
  expect(hitRules([4, 4, 12_345])).toBe(".hit-4_::after{content:'4×'}.hit-12k::after{content:'12k'}");
});

it.each([
  ['rgb(10, 12, 15)', '#0a0c0f'],
  ['rgba(92, 178, 251, 0.5)', '#5cb2fb80'],
  ['#abc', '#aabbcc'],
  [' #0d1014 ', '#0d1014'],
])('%s is %s for Monaco', (colour, hex) => {
  expect(hexColour(colour)).toBe(hex);
});
