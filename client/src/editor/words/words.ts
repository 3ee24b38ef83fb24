import type { Finding } from '@luascope/shared/analysis';
import { toText } from '@luascope/shared/bytes';
import { topic } from '../../i18n/words.js';
import type { editorEn } from './words.en.js';

export type EditorWords = typeof editorEn;

export const [wordsOf] = topic('editor');

/** What a finding says, with code between backquotes. */
export function describeFinding({ rule, data }: Pick<Finding, 'rule' | 'data'>, words: EditorWords) {
  const { title, text } = words.lint[rule];
  const shown = Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, typeof value === 'string' ? (toText(value) ?? value) : value]),
  );
  const say = (sentence: typeof title): string => (typeof sentence === 'string' ? sentence : sentence(shown));
  return { title: say(title), text: say(text) };
}
