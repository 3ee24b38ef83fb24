import type { Bytes } from '../../bytes.js';
import { isGlobal } from '../environment.js';
import { readLibraryHeader, SCRIPT_FLAGS } from '../shebang.js';
import type { Program } from '../program.js';
import type { CallExpression, Expression, FunctionExpression, Node, TableField } from '../syntax/ast.js';
import type { FindingData, Rule, RuleContext } from './rule.js';

/** Rules about libraries: what FUNCTION LOAD refuses, and what fails while a library loads. They look at nothing else than libraries. */

const libraryHeader: Rule = {
  severity: 'error',
  visit: {
    Chunk(_chunk, context) {
      if (!isLibrary(context)) return;
      const problem = readLibraryHeader(context.source);
      if (problem === undefined) return;
      const end = context.source.indexOf('\n');
      context.report({ start: 0, end: end > 0 ? end : context.source.length }, { message: problem });
    },
  },
};

const noFunction: Rule = {
  severity: 'error',
  visit: {
    Chunk(_chunk, context) {
      // Any mention may be a call by another name.
      if (!isLibrary(context) || context.source.includes('register_function')) return;
      const end = context.source.indexOf('\n');
      context.report({ start: 0, end: end > 0 ? end : context.source.length });
    },
  },
};

const registerFunction: Rule = {
  severity: 'error',
  visit: {
    Call(node, context) {
      if (!isLibrary(context) || context.program.redisFunction(node.callee) !== 'register_function') return;
      const report = (at: Node, data: FindingData): void => context.report(at, data);
      if (callbackAround(node, context.program) !== undefined) return report(node, { case: 'late' });
      const [first, second] = node.arguments;
      if (first === undefined || node.arguments.length > 2) return report(node, { case: 'count' });
      const { program } = context;
      if (second === undefined) {
        const table = program.resolve(first);
        if (table.type === 'Table') namedArguments(node, table.fields, context);
        else if (isLiteral(table)) report(first, { case: 'named' });
        return;
      }
      checkName(first, context);
      if (isLiteral(program.resolve(second))) report(second, { case: 'callback' });
    },
  },
};

const loadTime: Rule = {
  severity: 'error',
  visit: {
    Name(node, context) {
      if (!isLibrary(context) || node.binding || node.name === 'redis' || !isGlobal(node.name)) return;
      if (node.name === 'KEYS' || node.name === 'ARGV') return;
      if (context.program.enclosing(node, isFunction) === undefined) context.report(node, { name: node.name });
    },
    Index(node, context) {
      if (!isLibrary(context) || node.base.type !== 'Name' || node.base.binding || node.base.name !== 'redis') return;
      if (node.key.type !== 'String' || AT_LOAD.test(node.key.value)) return;
      if (context.program.enclosing(node, isFunction) !== undefined) return;
      context.report(node, { name: `redis.${node.key.value}` });
    },
  },
};

/** What `redis` has while a library loads (`luaEngineInitEngine`); it is the only global then. */
const AT_LOAD = /^(?:register_function|log|LOG_[A-Z]+|REDIS_VERSION(?:_NUM)?)$/;

export const isLibrary = ({ options }: RuleContext): boolean => options.mode?.startsWith('FCALL') === true;

const isFunction = (node: Node): node is FunctionExpression => node.type === 'FunctionExpression';

/** A value that is certainly no table and no function. */
const isLiteral = ({ type }: Expression): boolean =>
  type === 'Nil' || type === 'Boolean' || type === 'Number' || type === 'String';

function namedArguments(call: CallExpression, fields: readonly TableField[], context: RuleContext): void {
  const { program } = context;
  const seen = new Set<string>();
  for (const field of fields) {
    const key = field.key?.type === 'String' ? field.key.value.toLowerCase() : undefined;
    // A key that is computed: only a run tells.
    if (field.key !== undefined && key === undefined) return;
    if (key === undefined || !NAMED.has(key)) {
      context.report(field, { case: 'unknown', name: key ?? '1' });
      continue;
    }
    seen.add(key);
    const value = program.resolve(field.value);
    if (key === 'function_name') checkName(field.value, context);
    else if (key === 'callback' && (isLiteral(value) || value.type === 'Table'))
      context.report(field.value, { case: 'callback' });
    else if (key === 'flags') checkFlags(value, context);
  }
  for (const name of ['function_name', 'callback'])
    if (!seen.has(name)) return context.report(call, { case: 'missing', name });
}

const NAMED: ReadonlySet<string> = new Set(['function_name', 'callback', 'flags', 'description']);

function checkFlags(flags: Expression, context: RuleContext): void {
  if (flags.type !== 'Table') {
    if (isLiteral(flags)) context.report(flags, { case: 'flags' });
    return;
  }
  for (const { key, value } of flags.fields) {
    const word = context.program.resolve(value);
    if (key !== undefined || word.type !== 'String') continue;
    if (!SCRIPT_FLAGS.some((flag) => flag === word.value.toLowerCase()))
      context.report(value, { case: 'flag', name: word.value });
  }
}

function checkName(argument: Expression, context: RuleContext): void {
  const { program } = context;
  const name = program.wordOf(argument);
  if (name === undefined) return;
  if (!/^[a-zA-Z0-9_]+$/.test(name)) return context.report(argument, { case: 'name', name });
  const first = program.nodes.find((node) => node.type === 'Call' && registeredName(node, program) === name);
  if (first !== undefined && !(argument.start >= first.start && argument.end <= first.end))
    context.report(argument, { case: 'twice', name });
}

/** The literal name that a call registers. */
export function registeredName(call: CallExpression, program: Program): Bytes | undefined {
  if (program.redisFunction(call.callee) !== 'register_function') return undefined;
  const argument = call.arguments[0] && program.resolve(call.arguments[0]);
  const name =
    argument?.type === 'Table'
      ? argument.fields.find(({ key }) => key?.type === 'String' && key.value.toLowerCase() === 'function_name')?.value
      : argument;
  return name && program.wordOf(name);
}

/** The function around a node that is itself registered, and the flags it is registered with. */
function callbackAround(node: Node, program: Program): { readonly flags: readonly Bytes[] } | undefined {
  for (let inner = program.enclosing(node, isFunction); inner; inner = program.enclosing(inner, isFunction)) {
    const parent = program.parentOf(inner);
    if (parent?.type === 'Call' && program.redisFunction(parent.callee) === 'register_function') return { flags: [] };
    const table = parent?.type === 'TableField' ? program.parentOf(parent) : undefined;
    const call = table?.type === 'Table' ? program.parentOf(table) : undefined;
    if (call?.type !== 'Call' || program.redisFunction(call.callee) !== 'register_function') continue;
    const flags = table?.type === 'Table' ? table.fields.find(({ key }) => isNamed(key, 'flags')) : undefined;
    const list = flags && program.resolve(flags.value);
    if (list?.type !== 'Table') return { flags: [] };
    return { flags: list.fields.flatMap(({ value }) => program.wordOf(value)?.toLowerCase() ?? []) };
  }
  return undefined;
}

const isNamed = (key: Expression | undefined, name: string): boolean =>
  key?.type === 'String' && key.value.toLowerCase() === name;

/** A function that is registered with `no-writes` is around this node. */
export const mayNotWrite = (node: Node, program: Program): boolean =>
  callbackAround(node, program)?.flags.includes('no-writes') === true;

export const LIBRARY_RULES = {
  'library-header': libraryHeader,
  'no-function': noFunction,
  'register-function': registerFunction,
  'load-time': loadTime,
} satisfies Record<string, Rule>;
