import { findCommand, keyPositions } from '../../commands/index.js';
import type { CallSite } from '../program.js';
import type { Expression } from '../syntax/ast.js';
import { isLibrary, mayNotWrite } from './libraries.js';
import type { Rule } from './rule.js';
import { inputTable, valueOf } from './values.js';

/** Rules about the commands a script sends, from the command table. */

const unknownCommand: Rule = {
  severity: 'error',
  visit: {
    RedisCall(site, context) {
      const [name, second] = site.words;
      if (site.command || name === undefined) return;
      // Of CONFIG and the like only a run tells the subcommand, unless it is literal.
      const container = findCommand(name);
      if (container && second === undefined) return;
      context.report(site.arguments[0]!, { command: upper(container ? `${name} ${second}` : name) });
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
        const { type } = context.program.resolve(argument);
        if (type === 'Nil' || type === 'Boolean' || type === 'Table' || type === 'FunctionExpression') {
          context.report(argument, { type: type === 'FunctionExpression' ? 'function' : type.toLowerCase() });
        }
      }
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
      }
    },
  },
};

const floatArgument: Rule = {
  severity: 'warning',
  visit: {
    RedisCall(site, context) {
      const name = site.command?.name ?? '';
      const at = WHOLE_ARGUMENT[name];
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
  'float-argument': floatArgument,
  'slow-command': slowCommand,
  'percent-wildcard': percentWildcard,
} satisfies Record<string, Rule>;
