import { array, bulk, integer, map, NIL, set, status } from '@luascope/shared/resp';
import { expect, it } from 'vitest';
import { librariesIn, runningIn } from './read.js';

const code = '#!lua name=b\nredis.register_function("f", function() end)';

it('reads FUNCTION LIST as RESP3 sends it, by name', () => {
  const functions = array([
    map([
      [bulk('name'), bulk('g')],
      [bulk('description'), bulk('reads')],
      [bulk('flags'), set([status('no-writes')])],
    ]),
    map([
      [bulk('name'), bulk('f')],
      [bulk('description'), NIL],
      [bulk('flags'), set([])],
    ]),
  ]);
  const library = (name: string) =>
    map([
      [bulk('library_name'), bulk(name)],
      [bulk('engine'), bulk('LUA')],
      [bulk('functions'), functions],
      [bulk('library_code'), bulk(code)],
    ]);
  const expected = [
    { name: 'f', description: undefined, flags: [] },
    { name: 'g', description: 'reads', flags: ['no-writes'] },
  ];
  expect(librariesIn(array([library('b'), library('a')]))).toEqual([
    { name: 'a', engine: 'LUA', functions: expected, code },
    { name: 'b', engine: 'LUA', functions: expected, code },
  ]);
});

it('reads the flat lists of RESP2', () => {
  const flat = array([
    array([
      bulk('library_name'),
      bulk('lib'),
      bulk('engine'),
      bulk('LUA'),
      bulk('functions'),
      array([array([bulk('name'), bulk('f'), bulk('description'), NIL, bulk('flags'), array([status('allow-oom')])])]),
      bulk('library_code'),
      bulk(code),
    ]),
  ]);
  expect(librariesIn(flat)).toEqual([
    { name: 'lib', engine: 'LUA', functions: [{ name: 'f', description: undefined, flags: ['allow-oom'] }], code },
  ]);
});

it('reads which function runs', () => {
  const stats = (running: Parameters<typeof map>[0][number][1]) =>
    map([
      [bulk('running_script'), running],
      [bulk('engines'), map([])],
    ]);
  expect(runningIn(stats(NIL))).toBeUndefined();
  const running = map([
    [bulk('name'), bulk('f')],
    [bulk('command'), array([bulk('FCALL'), bulk('f'), bulk('0')])],
    [bulk('duration_ms'), integer(2300)],
  ]);
  expect(runningIn(stats(running))).toEqual({ name: 'f', milliseconds: 2300 });
});
