import type { Bytes } from '@luascope/shared/bytes';
import { parseScript, Program } from '@luascope/shared/analysis';
import type { Expression } from '@luascope/shared/analysis';
import type { Guard } from '../redis/guard.js';

/** What in a script can do harm on a server that somebody else needs. */
export interface Hazards {
  /** Names of commands that the guard would refuse, as they stand literally in `redis.call` and `redis.pcall`; sorted, each once. */
  readonly commands: readonly string[];
  /** Lines of `error({…})` without `err`: redis-server 7.0 dies of the uncaught error (`luaExtractErrorInformation` reads a nil). */
  readonly crashLines: readonly number[];
}

const NONE: Hazards = { commands: [], crashLines: [] };

/** Reads the script; what it builds at run time is not seen, and a script that does not compile has no hazards. */
export function findHazards(script: Bytes, guard: Guard): Hazards {
  const parsed = parseScript(script);
  if (!parsed.ok) return NONE;
  const program = new Program(parsed.chunk);
  const commands = new Set<string>();
  for (const { words } of program.calls) {
    const literal = words.map((word) => word ?? '');
    const name = words[0] === undefined ? undefined : guard.refused(literal);
    if (name !== undefined) commands.add(name);
  }
  const crashLines = new Set<number>();
  for (const node of program.nodes) {
    if (node.type !== 'Call' || program.globalFunction(node) !== 'error') continue;
    const thrown = node.arguments[0] && program.resolve(node.arguments[0]);
    if (thrown !== undefined && lacksErr(thrown)) crashLines.add(lineOf(script, node.start));
  }
  return { commands: [...commands].sort(), crashLines: [...crashLines] };
}

/** A table written down without a field `err`. */
function lacksErr(thrown: Expression): boolean {
  if (thrown.type !== 'Table') return false;
  return thrown.fields.every(
    ({ key }) => key === undefined || (key.type === 'String' && key.value !== 'err') || key.type === 'Number',
  );
}

function lineOf(script: Bytes, offset: number): number {
  let line = 1;
  for (let i = script.indexOf('\n'); i >= 0 && i < offset; i = script.indexOf('\n', i + 1)) line++;
  return line;
}
