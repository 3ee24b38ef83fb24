import type { Chunk, NameExpression } from './syntax/ast.js';
import { Program } from './program.js';

/** Functions that look at a table they are given, and hand it to nobody who could change it. */
const READERS: ReadonlySet<string> = new Set([
  'ipairs',
  'pairs',
  'next',
  'unpack',
  'select',
  'type',
  'tostring',
  'table.concat',
  'table.getn',
  'table.maxn',
  'cjson.encode',
  'cmsgpack.pack',
]);
/** Through these a script reaches its globals by other names. */
const WAYS_ROUND: ReadonlySet<string> = new Set(['_G', 'load', 'loadstring', 'getfenv', 'setfenv']);

/** Whether KEYS and ARGV surely hold at every step what the script was sent with: it does nothing but read them. */
export function onlyReadsInputs(chunk: Chunk): boolean {
  const program = new Program(chunk);
  return program.nodes.every((node) => {
    if (node.type !== 'Name' || node.binding !== undefined) return true;
    if (WAYS_ROUND.has(node.name)) return false;
    return (node.name !== 'KEYS' && node.name !== 'ARGV') || isRead(program, node);
  });
}

function isRead(program: Program, table: NameExpression): boolean {
  const parent = program.parentOf(table);
  switch (parent?.type) {
    case 'Index': {
      const around = program.parentOf(parent);
      const assigned = around?.type === 'Assign' && around.targets.includes(parent);
      return parent.base === table && !assigned && !(around?.type === 'Function' && around.target === parent);
    }
    case 'Unary':
      return true;
    case 'Call':
      return parent.arguments.includes(table) && READERS.has(program.globalFunction(parent) ?? '');
    default:
      return false;
  }
}
