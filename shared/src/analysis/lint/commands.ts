import { findCommand, keyPositions } from '../../commands/index.js';
import type { CallSite } from '../program.js';
import type { Expression } from '../syntax/ast.js';
import { isLibrary, mayNotWrite } from './libraries.js';
import type { Rule, RuleContext } from './rule.js';
import { inputTable, nameOfInputs, valueOf } from './values.js';

/** Rules about the commands a script sends, from the command table. */

const unknownCommand: Rule = {
  severity: 'error',
  visit: {
    RedisCall(site, context) {
      const [name, second] = site.words;
      if (name === undefined) {
        const first = site.arguments[0] && context.program.resolve(site.arguments[0]);
        const start = first?.type === 'Binary' && first.operator === '..' && context.program.wordOf(first.left);
        if (start && start.includes(' '))
          context.report(site.arguments[0]!, { case: 'joined', command: `${upper(start)}…` });
        return;
      }
      if (site.command) return;
      // Of CONFIG and the like only a run tells the subcommand, unless it is literal.
      const container = findCommand(name);
      if (container && second === undefined) return;
      const joined = findCommand(name.split(' ')[0] ?? '') !== undefined && name.includes(' ');
      context.report(site.arguments[0]!, {
        case: joined ? 'joined' : 'unknown',
        command: upper(container ? `${name} ${second}` : name),
      });
    },
  },
};

const wrongArity: Rule = {
  severity: 'error',
  visit: {
    RedisCall(site, context) {
      if (site.arguments.length === 0) return context.report(site.node, { case: 'empty' });
      if (site.command && !site.arityFits) {
        const { name, arity } = site.command;
        const words = name.split('|').length;
        context.report(site.node, {
          case: arity < 0 ? 'at-least' : 'exactly',
          command: upper(name),
          want: Math.abs(arity) - words,
          have: site.words.length - words,
        });
      }
    },
  },
};

const notAllowed: Rule = {
  severity: 'error',
  visit: {
    RedisCall(site, context) {
      if (!site.command?.flags.includes('noscript')) return;
      context.report(site.arguments[0]!, { command: upper(site.command.name) });
    },
  },
};

const badArgument: Rule = {
  severity: 'error',
  visit: {
    RedisCall(site, context) {
      for (const argument of site.arguments) {
        const value = context.program.resolve(argument);
        const { type } = value;
        const inputs = nameOfInputs(value);
        if (inputs !== undefined) {
          const { start, end } = argument;
          const isLast = argument === site.arguments.at(-1);
          const fix = isLast ? [{ start, end, text: `unpack(${inputs})` }] : undefined;
          context.report(argument, { case: 'inputs', type: 'table', name: inputs }, fix);
        } else if (type === 'Nil' || type === 'Boolean' || type === 'Table' || type === 'FunctionExpression') {
          context.report(argument, {
            case: 'type',
            type: type === 'FunctionExpression' ? 'function' : type.toLowerCase(),
          });
        }
      }
    },
    Call(node, context) {
      const { callee, method } = node;
      if (callee.type !== 'Name' || callee.binding || callee.name !== 'redis' || method === undefined) return;
      const fix = [{ start: callee.end, end: method.start, text: '.' }];
      context.report({ start: node.start, end: method.end }, { case: 'colon', type: 'table', name: method.value }, fix);
    },
  },
};

const readOnlyWrite: Rule = {
  severity: 'error',
  visit: {
    RedisCall(site, context) {
      const { mode = 'EVAL', flags } = context.options;
      const forbidden = isLibrary(context) ? mayNotWrite(site.node, context.program) : flags?.includes('no-writes');
      const why = mode.startsWith('EVAL') && mode.endsWith('_RO') ? mode : forbidden ? 'no-writes' : undefined;
      if (why === undefined || !site.command) return;
      if (!site.command.flags.includes('write') && !site.command.mayReplicate) return;
      context.report(site.arguments[0]!, { command: upper(site.command.name), why });
    },
  },
};

const undeclaredKey: Rule = {
  severity: 'warning',
  visit: {
    RedisCall(site, context) {
      for (const key of keysOf(site)) {
        const value = context.program.resolve(key);
        const computed =
          (value.type === 'Binary' && value.operator === '..') ||
          (value.type === 'Call' && context.program.globalFunction(value) === 'string.format');
        if (computed) context.report(key, { case: 'computed' });
        else if (value.type === 'String') context.report(key, { case: 'literal' });
        else if (inputTable(value) === 'ARGV') context.report(key, { case: 'argument' });
        else {
          const known = valueOf(context.program, value);
          if (known.kind === 'reply')
            context.report(key, { case: 'reply', command: upper(known.site.command?.name ?? '') });
          else if (known.kind === 'input' && known.from === 'ARGV') context.report(key, { case: 'argument' });
        }
      }
    },
  },
};

const keyAsValue: Rule = {
  severity: 'info',
  visit: {
    RedisCall(site, context) {
      const keys = keysOf(site);
      // A channel is no key, and often named like one.
      if (!site.command || site.open || site.command.name.endsWith('publish')) return;
      for (const argument of site.arguments.slice(1)) {
        const value = context.program.resolve(argument);
        if (keys.includes(argument) || value.type !== 'Index' || inputTable(value) !== 'KEYS') continue;
        if (value.key.type !== 'Number' || !isOnlyValue(value.key.value, context)) continue;
        context.report(argument, { name: `KEYS[${value.key.value}]`, command: upper(site.command.name) });
      }
    },
  },
};

/** Each time the script mentions this element of KEYS, it is sent as something else than a key. */
function isOnlyValue(index: number, { program }: RuleContext): boolean {
  const sent = new Set<Expression>();
  for (const site of program.calls) {
    const keys = keysOf(site);
    for (const argument of site.arguments) if (!keys.includes(argument) && site.command) sent.add(argument);
  }
  return program.nodes.every((node) => {
    if (node.type !== 'Index' || inputTable(node) !== 'KEYS') return true;
    if (node.key.type !== 'Number') return false;
    if (node.key.value !== index || sent.has(node)) return true;
    const parent = program.parentOf(node);
    const kept = parent?.type === 'Local' ? parent.names.find(({ initial }) => initial === node) : undefined;
    return kept !== undefined && program.usesOf(kept).every((use) => sent.has(use));
  });
}

const floatArgument: Rule = {
  severity: 'warning',
  visit: {
    RedisCall(site, context) {
      const name = site.command?.name ?? '';
      const option = name === 'set' || name === 'getex' ? site.words.findIndex((word) => EXPIRY.test(word ?? '')) : -1;
      const at = option > 0 ? option + 1 : WHOLE_ARGUMENT[name];
      const argument = at === undefined ? undefined : site.arguments[at];
      if (!argument) return;
      const value = valueOf(context.program, argument);
      if (value.kind !== 'number' || value.whole) return;
      const text = context.source.slice(argument.start, argument.end);
      context.report(argument, { command: upper(name) }, [
        { start: argument.start, end: argument.end, text: `math.floor(${text})` },
      ]);
    },
  },
};

/** Options of SET and GETEX that a whole number follows. */
const EXPIRY = /^(?:ex|px|exat|pxat)$/i;

/** Where a command insists on a whole number. */
const WHOLE_ARGUMENT: Readonly<Record<string, number>> = {
  expire: 2,
  pexpire: 2,
  expireat: 2,
  pexpireat: 2,
  setex: 2,
  psetex: 2,
  incrby: 2,
  decrby: 2,
  hincrby: 3,
};

const slowCommand: Rule = {
  severity: 'info',
  visit: {
    RedisCall(site, context) {
      const name = site.command?.name;
      if (name === 'keys' || name === 'flushall' || name === 'flushdb') {
        context.report(site.arguments[0]!, { command: upper(name), case: name === 'keys' ? 'keys' : 'flush' });
      }
    },
  },
};

const percentWildcard: Rule = {
  severity: 'warning',
  visit: {
    RedisCall(site, context) {
      const at =
        site.command?.name === 'keys' ? 1 : site.words.findIndex((word) => word?.toLowerCase() === 'match') + 1;
      const scans = site.command?.name === 'keys' || site.command?.name.endsWith('scan') === true;
      const pattern = scans && at > 0 ? site.words[at] : undefined;
      if (pattern?.includes('%') && !/[*?[]/.test(pattern)) context.report(site.arguments[at]!, {});
    },
  },
};

/** The arguments that name keys, as far as the literal words tell where they are. */
function keysOf(site: CallSite): Expression[] {
  if (!site.command) return [];
  const known = site.words.map((word) => word ?? '');
  return keyPositions(site.command, known).flatMap(({ index }) => {
    const argument = site.arguments[index];
    const spread = site.open && index === site.arguments.length - 1;
    return argument && !spread ? [argument] : [];
  });
}

export const upper = (name: string): string => name.toUpperCase().replace('|', ' ');

export const COMMAND_RULES = {
  'unknown-command': unknownCommand,
  'wrong-arity': wrongArity,
  'not-allowed': notAllowed,
  'bad-argument': badArgument,
  'read-only-write': readOnlyWrite,
  'undeclared-key': undeclaredKey,
  'key-as-value': keyAsValue,
  'float-argument': floatArgument,
  'slow-command': slowCommand,
  'percent-wildcard': percentWildcard,
} satisfies Record<string, Rule>;
