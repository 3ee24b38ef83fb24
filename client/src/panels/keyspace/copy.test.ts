import type { Engine } from '@luascope/shared/debug';
import { array, bulk, integer, type RespValue } from '@luascope/shared/resp';
import { expect, it } from 'vitest';
import { parseGiven } from '../../state/request.js';
import { copyKeys } from './copy.js';

const bulks = (...values: string[]) => array(values.map(bulk));
/** What a server answers, by command line. */
const answers: Readonly<Record<string, RespValue>> = {
  'GETRANGE s 0 4095': bulk('\xff\x00 "x"'),
  'LRANGE l 0 99': bulks('a', 'b c'),
  'HSCAN h 0 COUNT 100': array([bulk('0'), bulks('f', '1')]),
  'SSCAN t 0 COUNT 100': array([bulk('0'), bulks('m')]),
  'ZRANGE z 0 99 WITHSCORES': bulks('m', '1.5'),
  'XRANGE x - + COUNT 100': array([array([bulk('1-1'), bulks('k', 'v')])]),
};
const engine = {
  execute: (command: readonly string[]) => Promise.resolve(answers[command.join(' ')] ?? integer(0)),
} as unknown as Engine;
const key = (name: string, type: string, ttl?: number) => ({ key: name, type, ttl, value: undefined });

it('writes every type as the command that makes it, any byte included', async () => {
  const keys = [
    key('s', 'string', 5000),
    key('l', 'list'),
    key('h', 'hash'),
    key('t', 'set'),
    key('z', 'zset'),
    key('x', 'stream'),
  ];
  const { text, incomplete } = await copyKeys(engine, keys);
  expect(incomplete).toEqual([]);
  expect(parseGiven(text).commands).toEqual([
    ['SET', 's', '\xff\x00 "x"'],
    ['PEXPIRE', 's', '5000'],
    ['RPUSH', 'l', 'a', 'b c'],
    ['HSET', 'h', 'f', '1'],
    ['SADD', 't', 'm'],
    ['ZADD', 'z', '1.5', 'm'],
    ['XADD', 'x', '1-1', 'k', 'v'],
  ]);
});

it('names a key of a type that no command makes', async () => {
  const { text, incomplete } = await copyKeys(engine, [key('j', 'ReJSON-RL')]);
  expect([text, incomplete]).toEqual(['', ['j']]);
});
