import type { Parsed } from '../parse.js';
import { Program, type CallSite } from '../program.js';
import type { Edit } from './edits.js';

/**
 * The edits that make `redis.call` of `redis.pcall` or the other way round: of the one call whose expression starts at byte `at`, or of
 * all. Calls that are so already need none.
 */
export function switchCalls(parsed: Extract<Parsed, { ok: true }>, to: CallSite['via'], at?: number): Edit[] {
  const program = new Program(parsed.chunk);
  const edits = new Map<number, Edit>();
  for (const site of program.calls) {
    if (site.via === to || (at !== undefined && site.node.start !== at)) continue;
    const written = program.resolve(site.name);
    const alias = written !== site.name;
    // One call through `local call = redis.call` is spelled out; for all of them the alias itself changes.
    const target = alias && at !== undefined ? site.name : written;
    const whole = target.type !== 'Index';
    const { start, end } = target.type === 'Index' ? target.key : target;
    const quoted = target.type === 'Index' && !target.dotted;
    edits.set(start, { start, end, text: whole ? `redis.${to}` : quoted ? `'${to}'` : to });
  }
  return [...edits.values()];
}
