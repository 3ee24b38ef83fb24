import { toText, type Bytes } from '@luascope/shared/bytes';
import { shown } from '../../ui/text.js';

export const shortSha = (sha1: string): string => `${sha1.slice(0, 8)}…${sha1.slice(-4)}`;

/** The first line with anything in it. */
export const firstLine = (source: Bytes): Bytes => source.split('\n').find((line) => line.trim() !== '') ?? '';

export const lineCount = (source: Bytes): number => source.split('\n').length;

/** A file name for a script that is known by its SHA1 only. */
export const nameOf = (sha1: string): string => `${sha1.slice(0, 8)}.lua`;

/** The source as the editor can hold it; bytes that are no UTF-8 are written as escapes, which changes the script. */
export const textOf = (source: Bytes): { readonly text: string; readonly exact: boolean } => {
  const text = toText(source);
  return text === undefined
    ? {
        text: source
          .split('\n')
          .map((line) => shown(line))
          .join('\n'),
        exact: false,
      }
    : { text, exact: true };
};
