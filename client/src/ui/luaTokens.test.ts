import { expect, it } from 'vitest';
import { luaTokens } from './luaTokens.js';

it('colours the words of the domain apart from names', () => {
  const source = 'local n = redis.call("get", KEYS[1]) -- x';
  const tokens = luaTokens(source);
  expect(tokens.map(({ text }) => text).join('')).toBe(source);
  const coloured = tokens.filter(({ kind }) => kind !== undefined).map(({ kind, text }) => `${kind} ${text}`);
  expect(coloured).toEqual([
    'kw local',
    'pun =',
    'api redis',
    'pun .',
    'api call',
    'pun (',
    'str "get"',
    'pun ,',
    'dom KEYS',
    'pun [',
    'num 1',
    'pun ])',
    'com -- x',
  ]);
});

it.each(['[==[ a ]] b ]==] c', '"open', '--[[ open', "'it\\'s' x", ''])('loses nothing of %j', (source) => {
  expect(
    luaTokens(source)
      .map(({ text }) => text)
      .join(''),
  ).toBe(source);
});
