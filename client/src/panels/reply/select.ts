import type { Recording } from '@luascope/shared/debug';
import type { ReplyFormat } from '../../state/model.js';
import { shownLine } from '../../ui/text.js';
import { cliLines, jsonLines, respLines } from './lines.js';

/** EVALSHA found no script: the reply that has two ways out. */
export const isNoScript = (recording: Recording): boolean =>
  recording.reply?.type === 'error' && recording.reply.text.startsWith('NOSCRIPT');

/** More lines than anybody pastes; the rest is left out, with a last line that says so. */
const COPY_LIMIT = 100_000;

/** The reply as text for the clipboard, in the notation that is shown; the tree is copied as redis-cli prints it. */
export function copyText(recording: Recording, format: ReplyFormat): string {
  const { reply, request } = recording;
  if (reply === undefined) return '';
  const lines =
    format === 'resp' ? respLines(reply, request.resp) : format === 'json' ? jsonLines(reply) : cliLines(reply);
  const characters = format === 'resp' || format === 'json';
  const texts: string[] = [];
  for (let i = 0; i < Math.min(lines.count, COPY_LIMIT); i++)
    texts.push(characters ? lines.at(i) : shownLine(lines.at(i)));
  if (lines.count > COPY_LIMIT) texts.push(`… ${lines.count - COPY_LIMIT}`);
  return texts.join('\n');
}
