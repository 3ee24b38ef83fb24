import { applyEdits, manyLines, oneLine, parseScript, switchCalls } from '@luascope/shared/analysis';
import { toText } from '@luascope/shared/bytes';
import { scriptBytes } from '../../state/request.js';

export type Rewriting = 'one-line' | 'many-lines' | 'call' | 'pcall';

/** The script rewritten; undefined when it does not compile. */
export function rewrite(text: string, how: Rewriting): string | undefined {
  const source = scriptBytes(text);
  const parsed = parseScript(source);
  if (!parsed.ok) return undefined;
  const result =
    how === 'one-line'
      ? oneLine(source, parsed)
      : how === 'many-lines'
        ? manyLines(source, parsed)
        : applyEdits(source, switchCalls(parsed, how));
  return toText(result) ?? text;
}
