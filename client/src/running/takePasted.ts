import { splitPasted, type PastedCommand } from '@luascope/shared/analysis';
import { escaped, toText, type Bytes } from '@luascope/shared/bytes';
import { codeMessagesOf } from '../i18n/code.js';
import { bytesRow, textRow, type InputRow } from '../state/script.js';
import { openSession } from '../state/debug.js';
import { announce } from '../state/screen.js';
import { editScript, openScript, selectedScript } from '../state/scripts.js';
import { app } from '../state/store.js';

/**
 * Splits a pasted command line (`EVAL "…" 1 k a`, `redis-cli --eval f k , a`) into script, KEYS and ARGV. They go into the selected tab when
 * it is empty or the line has no script of its own, else into a new one. False when the text is no such line.
 */
export function takePasted(text: string): boolean {
  const pasted = splitPasted(text);
  if (pasted === undefined) return false;
  const state = app.getState();
  // What is open as a recording stays as it ran.
  if (openSession(state) !== undefined) return false;
  const selected = selectedScript(state);
  const content = contentOf(pasted);
  const own = content.text !== undefined;
  if (own && selected.text.trim() !== '') openScript(content);
  else editScript(selected.id, content);
  const m = codeMessagesOf(state.settings.language).edit;
  const count = [pasted.keys.length, pasted.args.length] as const;
  announce(
    own
      ? m.split(...count)
      : pasted.file === undefined
        ? m.splitSha(...count)
        : m.splitFile(toText(pasted.file) ?? pasted.file, ...count),
  );
  return true;
}

function contentOf({ mode, script, keys, args, resp }: PastedCommand) {
  return {
    mode,
    keys: keys.map(rowOf),
    args: args.map(rowOf),
    ...(script !== undefined && { text: toText(script) ?? script }),
    ...(resp && { resp }),
  };
}

/** Bytes as a row shows them: as text where they are text on one line, else with escapes. */
export function rowOf(value: Bytes): InputRow {
  const text = toText(value);
  return text !== undefined && !/[\p{Cc}]/u.test(text) ? textRow(text) : bytesRow(escaped(value));
}
