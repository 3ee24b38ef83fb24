import { array, bulk, integer, map } from '@luascope/shared/resp';
import { expect, it } from 'vitest';
import { indexOf, openTree, pathText, rowAt, toggle, type OpenNode } from './tree.js';

const reply = array([
  integer(120),
  array([integer(70), array([integer(1)]), integer(42)]),
  map([[bulk('k'), integer(9)]]),
]);
const paths = (root: OpenNode) => Array.from({ length: root.rows + 1 }, (_, i) => rowAt(root, i).path.join('.'));

it('opens a small reply whole and numbers its rows in reading order', () => {
  const root = openTree(reply);
  expect(paths(root)).toEqual(['', '0', '1', '1.0', '1.1', '1.1.0', '1.2', '2', '2.0']);
  expect(paths(root).map((_, i) => indexOf(root, rowAt(root, i).path))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

it('closes and opens a container in place', () => {
  const closed = toggle(openTree(reply), [1]);
  expect(paths(closed)).toEqual(['', '0', '1', '2', '2.0']);
  expect(rowAt(closed, 2)).toMatchObject({ open: false, count: 3 });
  expect(paths(toggle(closed, [1]))).toEqual(['', '0', '1', '1.0', '1.1', '1.2', '2', '2.0']);
});

it('keeps containers of a huge reply closed, and finds its last row', () => {
  const huge = array(Array.from({ length: 100_000 }, (_, i) => array([integer(i)])));
  const root = openTree(huge);
  expect(root.rows).toBe(100_000);
  expect(rowAt(root, 100_000).path).toEqual([99_999]);
  const opened = toggle(root, [99_998]);
  expect(rowAt(opened, 100_000).path).toEqual([99_998, 0]);
  expect(rowAt(opened, 100_001).path).toEqual([99_999]);
});

it('names a path as Lua counts', () => expect(pathText([1, 2])).toBe('reply[2][3]'));
