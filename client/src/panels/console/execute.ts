import { fromText, type Bytes } from '@luascope/shared/bytes';
import { printRaw, printsRaw, splitArguments, type RespValue } from '@luascope/shared/resp';
import type { EngineEvent } from '@luascope/shared/debug';
import { messagesOf } from '../../i18n/messages.js';
import { describeFailure } from '../../running/describe.js';
import { failureOf } from '../../running/run.js';
import { addConsoleEntry, clearConsole, rememberCommand, setConsoleSession } from '../../state/consoles.js';
import { NEW_SESSION, type Target } from '../../state/model.js';
import { app } from '../../state/store.js';
import { shownLine } from '../../ui/text.js';
import { cliLines } from '../reply/lines.js';

/** The one console of this window on each target: a connection of its own. */
const CONSOLE_ID = 'console';
/** Lines of a reply that are shown; nobody reads more here, and the reply panel shows any number. */
const LINES_SHOWN = 1000;

/** Sends a line as redis-cli would and shows what came back. `clear` is redis-cli's own and goes nowhere. */
export async function executeLine(line: string): Promise<void> {
  const state = app.getState();
  const { target, language } = state.settings;
  const m = messagesOf(language);
  const trimmed = line.trim();
  if (trimmed === '') return;
  rememberCommand(trimmed);
  if (trimmed.toLowerCase() === 'clear') return clearConsole(target);
  addConsoleEntry(target, 'in', trimmed);
  const args = splitArguments(fromText(trimmed));
  if (args === undefined) return addConsoleEntry(target, 'error', 'Invalid argument(s)');
  const engine = state.engines[target];
  if (engine === undefined) return addConsoleEntry(target, 'error', m.obstacles.off);
  try {
    const reply = await engine.execute(args, CONSOLE_ID);
    followSession(target, args, reply);
    addConsoleEntry(
      target,
      reply.type === 'error' ? 'error' : 'out',
      printed(reply, args, (n) => m.console.moreLines(n)),
    );
  } catch (error) {
    addConsoleEntry(target, 'error', describeFailure(failureOf(error), m));
  }
}

export function printed(reply: RespValue, args: readonly Bytes[], moreLines: (count: number) => string): string {
  if (printsRaw(args)) return printRaw(reply).split('\n').map(shownLine).join('\n');
  const lines = cliLines(reply);
  const texts = Array.from({ length: Math.min(lines.count, LINES_SHOWN) }, (_, i) => shownLine(lines.at(i)));
  if (lines.count > LINES_SHOWN) texts.push(moreLines(lines.count - LINES_SHOWN));
  return texts.join('\n');
}

/** Messages, lines of MONITOR and the like: what arrives without having been asked for. */
export function showPushed(target: Target, event: Extract<EngineEvent, { type: 'pushed' }>): void {
  if (event.console !== CONSOLE_ID) return;
  const m = messagesOf(app.getState().settings.language);
  const texts = event.values.map((value) => printed(value, [], (n) => m.console.moreLines(n)));
  if (event.dropped !== undefined) texts.push(m.console.dropped(event.dropped));
  addConsoleEntry(target, 'out', texts.join('\n'));
}

/** Keeps the prompt true, as redis-cli does: by the commands that succeeded. */
function followSession(target: Target, args: readonly Bytes[], reply: RespValue): void {
  if (reply.type === 'error' && !reply.text.startsWith('EXECABORT')) return;
  switch (args[0]?.toUpperCase()) {
    case 'SELECT':
      if (!app.getState().consoleSessions[target].transaction) setConsoleSession(target, { db: Number(args[1]) });
      return;
    case 'MULTI':
      return setConsoleSession(target, { transaction: true });
    case 'EXEC':
    case 'DISCARD':
      return setConsoleSession(target, { transaction: false });
    case 'RESET':
      return setConsoleSession(target, NEW_SESSION);
    case 'MONITOR':
    case 'SUBSCRIBE':
    case 'PSUBSCRIBE':
    case 'SSUBSCRIBE':
      return setConsoleSession(target, { streaming: true });
    default:
  }
}
