import type { Recording } from '@luascope/shared/debug';
import type { RespValue } from '@luascope/shared/resp';
import type { Messages } from '../i18n/messages.js';
import type { Failure } from '../state/model.js';
import { shown } from '../ui/text.js';

const SHORT = 60;

/** A reply in a few words, for a line of a table or for a screen reader. */
export function shortReply(reply: RespValue, m: Messages): string {
  switch (reply.type) {
    case 'array':
    case 'set':
    case 'push':
      return m.elements(m.types[reply.type], reply.items.length);
    case 'map':
      return m.elements(m.types.map, reply.entries.length);
    case 'attribute':
      return shortReply(reply.value, m);
    case 'nil':
      return '(nil)';
    case 'boolean':
      return reply.value ? '(true)' : '(false)';
    case 'integer':
      return `(integer) ${reply.value}`;
    case 'bulk':
    case 'verbatim':
      return `"${shown(reply.value, SHORT)}"`;
    case 'error':
      return `(error) ${shown(reply.text, SHORT)}`;
    case 'double':
      return `(double) ${reply.text}`;
    default:
      return shown(reply.text, SHORT);
  }
}

export const describeReply = (recording: Recording, m: Messages): string =>
  recording.reply === undefined ? m.noReply : shortReply(recording.reply, m);

/** Why a run left no recording. Codes that the language file does not know are shown as they are. */
export function describeFailure(failure: Failure, m: Messages): string {
  if (failure.kind === 'redis') return failure.text;
  const words = (m.failures as Readonly<Record<string, ((data: Failure & { kind: 'app' }) => string) | undefined>>)[
    failure.code
  ];
  return words === undefined ? `${failure.code} ${JSON.stringify(failure.data)}` : words(readable(failure));
}

/** Why an expression has no value, with the bytes of a server's or of Lua's own words as text. */
export const problemText = (failure: Failure, m: Messages): string =>
  failure.kind === 'redis' ? shown(failure.text) : describeFailure(failure, m);

/** Names of keys are bytes. */
function readable(failure: Failure & { kind: 'app' }): Failure & { kind: 'app' } {
  const { key } = failure.data;
  return typeof key === 'string' ? { ...failure, data: { ...failure.data, key: shown(key, SHORT) } } : failure;
}
