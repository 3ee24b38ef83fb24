import { ENVIRONMENT, LIBRARIES, RESERVED_WORDS } from '@luascope/shared/analysis';
import type { languages } from 'monaco-editor/editor';

export const LANGUAGE = 'redis-lua';

const functions = Object.keys(ENVIRONMENT).filter((name) => !name.includes('.') && ENVIRONMENT[name] !== '');

/**
 * Lua 5.1 as Redis runs it: `goto` is a name, `\x41` is no escape, long brackets have levels. KEYS and ARGV, the libraries and Lua's own
 * functions are tokens of their own.
 */
export const grammar: languages.IMonarchLanguage = {
  defaultToken: '',
  brackets: [
    { open: '{', close: '}', token: 'delimiter.curly' },
    { open: '[', close: ']', token: 'delimiter.square' },
    { open: '(', close: ')', token: 'delimiter.parenthesis' },
  ],
  keywords: [...RESERVED_WORDS],
  libraries: [...LIBRARIES],
  functions,
  inputs: ['KEYS', 'ARGV'],
  tokenizer: {
    root: [
      [/^#!.*$/, 'comment'],
      [/--\[(=*)\[/, { token: 'comment', next: '@longComment.$1' }],
      [/--.*$/, 'comment'],
      [/\[(=*)\[/, { token: 'string', next: '@longString.$1' }],
      [/"/, { token: 'string', next: '@doubleQuoted' }],
      [/'/, { token: 'string', next: '@singleQuoted' }],
      [/0[xX][0-9a-fA-F]+/, 'number'],
      [/(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/, 'number'],
      // A field keeps the colour of its library; any other field is a plain name.
      [
        /([A-Za-z_]\w*)(\s*\.\s*)([A-Za-z_]\w*)/,
        {
          cases: {
            '$1@libraries': ['api', 'delimiter', 'api'],
            '$1@inputs': ['domain', 'delimiter', 'identifier'],
            '$1@keywords': ['keyword', 'delimiter', 'identifier'],
            '@default': ['identifier', 'delimiter', 'identifier'],
          },
        },
      ],
      [
        /[A-Za-z_]\w*/,
        {
          cases: {
            '@keywords': 'keyword',
            '@inputs': 'domain',
            '@libraries': 'api',
            '@functions': 'api',
            '@default': 'identifier',
          },
        },
      ],
      [/[{}()[\]]/, '@brackets'],
      [/\.{1,3}|[-+*/%^#=<>~]=?|[;:,]/, 'delimiter'],
      [/\s+/, 'white'],
    ],
    longComment: [
      [/\](=*)\]/, { cases: { '$1==$S2': { token: 'comment', next: '@pop' }, '@default': 'comment' } }],
      [/[^\]]+/, 'comment'],
      [/\]/, 'comment'],
    ],
    longString: [
      [/\](=*)\]/, { cases: { '$1==$S2': { token: 'string', next: '@pop' }, '@default': 'string' } }],
      [/[^\]]+/, 'string'],
      [/\]/, 'string'],
    ],
    doubleQuoted: [
      [/\\$/, 'string.escape'],
      [/\\(?:\d{1,3}|[abfnrtv\\"'])/, 'string.escape'],
      [/"/, { token: 'string', next: '@pop' }],
      [/[^\\"]*$/, { token: 'string', next: '@pop' }],
      [/[^\\"]+/, 'string'],
      [/\\./, 'string'],
    ],
    singleQuoted: [
      [/\\$/, 'string.escape'],
      [/\\(?:\d{1,3}|[abfnrtv\\"'])/, 'string.escape'],
      [/'/, { token: 'string', next: '@pop' }],
      [/[^\\']*$/, { token: 'string', next: '@pop' }],
      [/[^\\']+/, 'string'],
      [/\\./, 'string'],
    ],
  },
};

const OPENS = /(?:\b(?:then|do|else|repeat)|\bfunction\b[^)]*\))\s*(?:--.*)?$/;

export const configuration: languages.LanguageConfiguration = {
  comments: { lineComment: '--', blockComment: ['--[[', ']]'] },
  brackets: [
    ['{', '}'],
    ['[', ']'],
    ['(', ')'],
  ],
  autoClosingPairs: [
    { open: '{', close: '}' },
    { open: '[', close: ']' },
    { open: '(', close: ')' },
    { open: '"', close: '"', notIn: ['string', 'comment'] },
    { open: "'", close: "'", notIn: ['string', 'comment'] },
  ],
  surroundingPairs: [
    { open: '{', close: '}' },
    { open: '[', close: ']' },
    { open: '(', close: ')' },
    { open: '"', close: '"' },
    { open: "'", close: "'" },
  ],
  wordPattern: /[A-Za-z_]\w*|-?\d+(?:\.\d+)?/,
  indentationRules: {
    increaseIndentPattern: /^\s*(?:(?!--).)*(?:\b(?:then|do|else|repeat)|\bfunction\b[^)]*\)|[{(])\s*(?:--.*)?$/,
    decreaseIndentPattern: /^\s*(?:(?:end|else|elseif|until)\b|[})])/,
  },
  onEnterRules: [{ beforeText: OPENS, afterText: /^\s*(?:end|until)\b/, action: { indentAction: 2 } }],
  folding: { offSide: false, markers: { start: /^\s*--\s*#?region\b/, end: /^\s*--\s*#?endregion\b/ } },
};
