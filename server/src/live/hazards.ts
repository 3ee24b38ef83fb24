import type { Bytes } from '@luascope/shared/bytes';
import { parseScript, Program } from '@luascope/shared/analysis';
import type { Expression, Node } from '@luascope/shared/analysis';
import type { Guard } from '../redis/guard.js';

/** What in a script can do harm on a server that somebody else needs. */
export interface Hazards {
  /** Names of commands that the guard would refuse, as they stand literally in `redis.call` and `redis.pcall`; sorted, each once. */
  readonly commands: readonly string[];
  /** Lines of `error({…})` without `err`: redis-server 7.0 dies of the uncaught error (`luaExtractErrorInformation` reads a nil). */
  readonly crashLines: readonly number[];
  /** `error` is used with something of which only a run tells whether it is such a table. */
  readonly mayCrash: boolean;
}

const NONE: Hazards = { commands: [], crashLines: [], mayCrash: false };

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
  let mayCrash = false;
  for (const node of program.nodes) {
    // Whoever else calls it may do so with anything: pcall(error, t), local fail = error.
    if (node.type === 'Name' && node.name === 'error' && !node.binding) mayCrash ||= !isCalled(node, program);
    if (node.type !== 'Call' || program.globalFunction(node) !== 'error') continue;
    const thrown = node.arguments[0] && program.resolve(node.arguments[0]);
    if (thrown === undefined) continue;
    if (lacksErr(thrown)) crashLines.add(lineOf(script, node.start));
    else mayCrash ||= !isHarmless(thrown, program);
  }
  return { commands: [...commands].sort(), crashLines: [...crashLines], mayCrash };
}

function isCalled(node: Node, program: Program): boolean {
  const parent = program.parentOf(node);
  return parent?.type === 'Call' && parent.callee === node;
}

/** Certainly no table, or one with `err`. */
function isHarmless(thrown: Expression, program: Program): boolean {
  switch (thrown.type) {
    case 'String':
    case 'Number':
    case 'Nil':
    case 'Boolean':
    case 'FunctionExpression':
      return true;
    case 'Binary':
      return thrown.operator === '..';
    case 'Table':
      return thrown.fields.some(({ key, value }) => key?.type === 'String' && key.value === 'err' && isText(value));
    case 'Call':
      return TEXT_OR_ERROR.test(
        program.globalFunction(thrown) ?? `redis.${program.redisFunction(thrown.callee) ?? ''}`,
      );
    default:
      return false;
  }
}

const isText = ({ type }: Expression): boolean => type === 'String' || type === 'Number';

const TEXT_OR_ERROR = /^(tostring|type|string\.(format|sub|rep|upper|lower)|table\.concat|redis\.error_reply)$/;

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
