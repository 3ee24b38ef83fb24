import { DOCS } from '@luascope/shared/commands/docs';
import { findCommand } from '@luascope/shared/commands';
import { describe, expect, it } from 'vitest';
import '../testing/words.js';
import { argumentSyntax } from './commandSyntax.js';
import { cursorContext } from './cursorContext.js';
import { declaredNames, hoverOf, namedCommand, signatureOf, suggestionsAt } from './suggestions.js';
import { wordsOf } from './words/words.js';

const labels = (marked: string): string[] => {
  const context = cursorContext(marked.replace('|', ''), marked.indexOf('|'));
  return suggestionsAt(context, declaredNames(marked), DOCS, wordsOf('en')).map(({ label }) => label);
};

describe('suggestionsAt', () => {
  it('offers the commands a script may send, in the case that was begun', () => {
    expect(labels('redis.call("|')).toContain('HINCRBY');
    expect(labels('redis.call("h|')).toContain('hincrby');
    expect(labels('redis.call("|')).not.toContain('SUBSCRIBE');
    expect(labels('redis.call("|')).not.toContain('CLIENT KILL');
  });

  it('offers subcommands and options', () => {
    expect(labels('redis.call("OBJECT", "|')).toEqual(expect.arrayContaining(['ENCODING', 'FREQ']));
    expect(labels('redis.call("SET", KEYS[1], 1, "|')).toEqual(expect.arrayContaining(['NX', 'XX', 'EX', 'KEEPTTL']));
  });

  it('offers members, globals and locals where they belong', () => {
    expect(labels('redis.|')).toEqual(expect.arrayContaining(['call', 'pcall', 'sha1hex']));
    expect(labels('cjson.|')).not.toContain('call');
    expect(labels('local total = 1 return |')).toEqual(
      expect.arrayContaining(['total', 'KEYS', 'tonumber', 'cjson', 'local']),
    );
    expect(labels('-- |')).toEqual([]);
    expect(labels('x = "|')).toEqual([]);
  });
});

describe('the syntax of a command', () => {
  it.each([
    [
      'set',
      'SET key value [NX | XX] [GET] [EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | KEEPTTL]',
    ],
    ['hset', 'HSET key field value [field value …]'],
    ['del', 'DEL key [key …]'],
    ['object|encoding', 'OBJECT ENCODING key'],
    ['ping', 'PING [message]'],
  ])('%s', (name, syntax) => {
    const docs = name.includes('|') ? DOCS[name.split('|')[0]!]?.subcommands?.[name] : DOCS[name];
    expect(signatureOf(findCommand(name)!, docs)).toBe(syntax);
  });

  it('has as many parts as there are arguments', () => {
    expect(argumentSyntax(DOCS['set']!.arguments!)).toHaveLength(5);
  });

  it('is found by the words of a call', () => {
    const named = (...words: (string | undefined)[]) =>
      namedCommand({ name: 'redis.call', argument: words.length, words })?.name;
    expect(named('OBJECT', 'ENCODING')).toBe('object|encoding');
    expect(named('get')).toBe('get');
    expect(named(undefined)).toBeUndefined();
  });

  it('is explained in the hover', () => {
    expect(hoverOf(findCommand('subscribe')!, DOCS['subscribe'], wordsOf('en'))).toContain('not allowed in scripts');
  });
});

it('declaredNames finds locals, parameters and loop variables', () => {
  const source = 'local a, b = 1 local function f(c, d) end for i = 1, 2 do end for k, v in pairs(t) do end';
  expect(declaredNames(source).sort()).toEqual(['a', 'b', 'c', 'd', 'f', 'i', 'k', 'v']);
});
