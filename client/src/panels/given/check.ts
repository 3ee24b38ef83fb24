import { fromText, toText } from '@luascope/shared/bytes';
import { arityFits, findCommand, lookupCommand } from '@luascope/shared/commands';
import { splitArguments } from '@luascope/shared/resp';

/** What is wrong with a line of Given; lines count from 1. */
export type GivenProblem =
  | { readonly kind: 'quote'; readonly line: number }
  | { readonly kind: 'unknown' | 'arity'; readonly line: number; readonly command: string };

/** What can be told of the commands before they are sent. */
export function checkGiven(text: string): GivenProblem[] {
  return text.split('\n').flatMap((source, i): GivenProblem[] => {
    const line = i + 1;
    if (source.trim() === '' || source.trimStart().startsWith('#')) return [];
    const words = splitArguments(fromText(source));
    if (words === undefined) return [{ kind: 'quote', line }];
    const spec = lookupCommand(words);
    const container = findCommand(words[0]!);
    const named = container && container.subcommands.length > 0 ? words.slice(0, 2) : words.slice(0, 1);
    const command = named
      .map((word) => toText(word) ?? word)
      .join(' ')
      .toUpperCase();
    if (spec === undefined) return [{ kind: 'unknown', line, command }];
    return arityFits(spec, words.length) ? [] : [{ kind: 'arity', line, command }];
  });
}

/** A line in the pieces that have a colour of their own: blanks before, the command, the rest. */
export function piecesOf(line: string): { readonly before: string; readonly command: string; readonly rest: string } {
  const [, before = '', command = '', rest = ''] = /^(\s*)(#.*|\S*)(.*)$/s.exec(line) ?? [];
  return { before, command, rest };
}
