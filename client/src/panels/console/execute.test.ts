import { array, bulk, error, integer, status, type RespValue } from '@luascope/shared/resp';
import type { Engine } from '@luascope/shared/debug';
import { beforeEach, expect, it } from 'vitest';
import { app } from '../../state/store.js';
import '../../testing/words.js';
import { executeLine, printed, showPushed } from './execute.js';

const sent: (readonly string[])[] = [];
let answer: RespValue = status('OK');
const engine = {
  execute: (command: readonly string[]) => {
    sent.push(command);
    return Promise.resolve(answer);
  },
} as unknown as Engine;

beforeEach(() => {
  sent.length = 0;
  answer = status('OK');
  app.setState({
    ...app.getInitialState(),
    engines: { sandbox: engine },
  });
});
const shown = () => app.getState().console.sandbox.map(({ kind, text }) => `${kind}: ${text}`);

it('splits a line as redis-cli does and prints the reply as redis-cli does', async () => {
  answer = array([bulk('\xe7\x94\xa8'), integer(1)]);
  await executeLine(`SET "a b" 'x' "\\x00"`);
  expect(sent).toEqual([['SET', 'a b', 'x', '\0']]);
  expect(shown()).toEqual([`in: SET "a b" 'x' "\\x00"`, 'out: 1) "\\xe7\\x94\\xa8"\n2) (integer) 1']);
});

it('refuses an open quote without sending anything', async () => {
  await executeLine('SET "a');
  expect(sent).toEqual([]);
  expect(shown()).toEqual(['in: SET "a', 'error: Invalid argument(s)']);
});

it('keeps the prompt true', async () => {
  await executeLine('select 3');
  await executeLine('MULTI');
  expect(app.getState().consoleSessions.sandbox).toEqual({ db: 3, transaction: true, streaming: false });
  answer = error('ERR DB index is out of range');
  await executeLine('SELECT 99');
  expect(app.getState().consoleSessions.sandbox.db).toBe(3);
});

it('shows what arrives on its own console unasked, until RESET', async () => {
  answer = array([bulk('subscribe'), bulk('news'), integer(1)]);
  await executeLine('SUBSCRIBE news');
  expect(app.getState().consoleSessions.sandbox.streaming).toBe(true);
  const values = [array([bulk('message'), bulk('news'), bulk('hi')])];
  showPushed('sandbox', { type: 'pushed', console: 'another', values });
  showPushed('sandbox', { type: 'pushed', console: 'console', values, dropped: 2 });
  expect(shown().at(-1)).toBe('out: 1) "message"\n2) "news"\n3) "hi"\n… 2 more arrived too fast to show');
  answer = status('RESET');
  await executeLine('RESET');
  expect(app.getState().consoleSessions.sandbox.streaming).toBe(false);
});

it('remembers a repeated command once and clears on request', async () => {
  await executeLine('PING');
  await executeLine('PING');
  await executeLine('clear');
  expect(app.getState().consoleHistory).toEqual(['PING', 'clear']);
  expect(shown()).toEqual([]);
});

it('prints INFO without quotes and cuts a reply nobody would read', () => {
  expect(printed(bulk('a:1\r\nb:2'), ['INFO'], String)).toBe('a:1\\r\nb:2');
  const long = printed(array(Array.from({ length: 1500 }, () => integer(1))), ['LRANGE'], (n) => `and ${n} more`);
  expect(long.split('\n')).toHaveLength(1001);
  expect(long).toMatch(/and 500 more$/);
});
