import { beforeEach, expect, it } from 'vitest';
import {
  breakpointsOf,
  editBreakpoint,
  followEdits,
  lineForBreakpoint,
  movedBreakpoints,
  placeKey,
  toggleBreakpoint,
} from './breakpoints.js';
import { initialState } from './model.js';
import { blankScript, type Script } from './script.js';
import { editScript } from './scripts.js';
import type { Breakpoint } from './session.js';
import { app } from './store.js';

const script: Script = { ...blankScript([], 0), id: 'one', text: 'local a\nlocal b\nreturn b' };
beforeEach(() => app.setState(initialState(script), true));

/** A script with `●` in front of each statement that has a breakpoint, `>` at the start of a line that has one. */
function parse(marked: string): { readonly text: string; readonly points: Breakpoint[] } {
  const points: Breakpoint[] = [];
  const lines = marked.split('\n').map((source, i) => {
    const blank = { condition: '', fromHit: 1, log: '', line: i + 1 };
    if (source.startsWith('>')) points.push(blank);
    let text = source.replace(/^>/, '');
    for (let at = text.indexOf('●'); at >= 0; at = text.indexOf('●')) {
      text = text.replace('●', '');
      points.push({ ...blank, column: at + 1 });
    }
    return text;
  });
  return { text: lines.join('\n'), points };
}

it.each([
  ['a line typed above', '>a\nb', 'new\n>a\nb'],
  ['a line typed below', '>a\nb', '>a\nnew\nb'],
  ['a word typed in its line', 'x\n>a = 1\ny', 'x\n>b = 12\ny'],
  ['a line deleted above', 'x\n>a\ny', '>a\ny'],
  ['its own line deleted', 'x\n>a\ny', 'x\ny'],
  ['lines swapped', 'x\n>a\ny', 'x\ny\n>a'],
  ['a line split', 'x\n>a; b\ny', 'x\n>a;\n b\ny'],
  ['lines indented', '>a\nb\n>c', '>  a\n  b\n>  c'],
  ['words typed before a statement', 'a; ●b; ●c', 'aa = 1; ●b; ●c'],
  ['words typed after a statement', 'a; ●b; c', 'a; ●b; cc'],
  ['everything replaced', '>a\n>b\nc', 'd\ne'],
])('moves with the text: %s', (_, from, to) => {
  const [before, after] = [parse(from), parse(to)];
  expect(movedBreakpoints(before.points, before.text, after.text).map(placeKey)).toEqual(after.points.map(placeKey));
});

it('follows every edit of a script, in columns of bytes', () => {
  const stop = followEdits();
  editScript('one', { text: "local a = '用' local b = 1" });
  toggleBreakpoint({ line: 1, column: 17 });
  editScript('one', { text: "-- first\nlocal a = '用户' local b = 1" });
  expect(breakpointsOf(app.getState()).map(placeKey)).toEqual(['2:20']);
  stop();
});

it('is one at each place, set and removed there', () => {
  toggleBreakpoint({ line: 3 });
  toggleBreakpoint({ line: 1, column: 1 });
  toggleBreakpoint({ line: 1 });
  editBreakpoint({ line: 1, column: 1 }, { condition: 'a' });
  expect(breakpointsOf(app.getState()).map((point) => [placeKey(point), point.condition])).toEqual([
    ['1', ''],
    ['1:1', 'a'],
    ['3', ''],
  ]);
  toggleBreakpoint({ line: 1 });
  expect(breakpointsOf(app.getState()).map(placeKey)).toEqual(['1:1', '3']);
});

it('stands where something runs', () => {
  const text = '-- first\nlocal a\na = 1\n\nreturn a\n';
  expect([1, 3, 4, 6].map((line) => lineForBreakpoint(text, line))).toEqual([3, 3, 5, 6]);
});
