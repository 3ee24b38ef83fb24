import type { Bytes } from '../../bytes.js';
import type { Expression, Node, WhileStatement } from '../syntax/ast.js';
import { forEachChild } from '../syntax/walk.js';
import type { Rule, RuleContext } from './rule.js';
import { inputTable, valueOf } from './values.js';

/** Rules about Lua itself, and about a script's place in the server. */

const zeroIndex: Rule = {
  severity: 'warning',
  visit: {
    Index(node, context) {
      const table = inputTable(node);
      if (!startsAtZero(node.key, context)) return;
      const base = valueOf(context.program, node.base);
      if (table) context.report(node, { case: 'inputs', table });
      else if (base.kind === 'reply' && (base.reply === 'list' || base.reply === 'pairs'))
        context.report(node, { case: 'reply', table: context.source.slice(node.base.start, node.base.end) });
    },
  },
};

/** Zero, or the variable of a loop that counts from zero. */
function startsAtZero(key: Expression, { program }: RuleContext): boolean {
  const value = program.resolve(key);
  if (value.type === 'Number') return value.value === 0;
  const loop = value.type === 'Name' && value.binding ? program.loopOf(value.binding) : undefined;
  const from = loop?.type === 'NumericFor' ? program.resolve(loop.from) : undefined;
  return from?.type === 'Number' && from.value === 0;
}

const logArguments: Rule = {
  severity: 'error',
  visit: {
    Call(node, context) {
      if (context.program.redisFunction(node.callee) !== 'log') return;
      const [level, message] = node.arguments;
      if (level === undefined || (message === undefined && level.type !== 'Vararg' && level.type !== 'Call')) {
        const fix = level && [{ start: level.start, end: level.start, text: 'redis.LOG_NOTICE, ' }];
        context.report(node, { case: 'count' }, fix);
      } else if (context.program.resolve(level).type === 'String') context.report(level, { case: 'level' });
    },
  },
};

const missingInput: Rule = {
  severity: 'info',
  visit: {
    Index(node, context) {
      const table = inputTable(node);
      const given = table === 'KEYS' ? context.options.keys : context.options.args;
      if (!table || given === undefined || node.key.type !== 'Number' || node.key.value <= given) return;
      context.report(node, { name: `${table}[${node.key.value}]`, table, count: given });
    },
  },
};

const bigNumber: Rule = {
  severity: 'warning',
  visit: {
    Number(node, context) {
      if (Number.isInteger(node.value) && Math.abs(node.value) > Number.MAX_SAFE_INTEGER) context.report(node, {});
    },
  },
};

const hexEscape: Rule = {
  severity: 'warning',
  visit: {
    String(node, context) {
      const raw = context.source.slice(node.start, node.end);
      if (!/^["']/.test(raw)) return;
      for (const escape of raw.matchAll(/\\(?:x([0-9a-fA-F]{2})|[^])/g)) {
        if (escape[1] === undefined) continue;
        const start = node.start + escape.index;
        const text: Bytes = `\\${String(parseInt(escape[1], 16)).padStart(3, '0')}`;
        context.report({ start, end: start + 4 }, { escape: escape[0] }, [{ start, end: start + 4, text }]);
      }
    },
  },
};

const longUnpack: Rule = {
  severity: 'info',
  visit: {
    Call(node, context) {
      if (context.program.globalFunction(node) !== 'unpack' || node.arguments.length !== 1) return;
      const value = valueOf(context.program, node.arguments[0]!);
      if (value.kind === 'reply' && (value.reply === 'list' || value.reply === 'pairs')) context.report(node, {});
    },
  },
};

const endlessLoop: Rule = {
  severity: 'warning',
  visit: {
    While(node, context) {
      const condition = context.program.resolve(node.condition);
      const forever =
        condition.type === 'Boolean' ? condition.value : condition.type === 'Number' || condition.type === 'String';
      if (forever) {
        if (!leaves(node)) context.report(node.condition, { case: 'forever' });
      } else if (waitsForOthers(node, context)) context.report(node.condition, { case: 'waits' });
    },
  },
};

/** A `break` of this loop, a `return`, or a call that may raise an error on purpose. */
function leaves(loop: WhileStatement): boolean {
  let found = false;
  const visit = (node: Node, inner: boolean): void => {
    if (found || node.type === 'FunctionExpression') return;
    if (node.type === 'Return' || (node.type === 'Break' && !inner)) found = true;
    if (node.type === 'Call' && node.callee.type === 'Name' && node.callee.name === 'error') found = true;
    const loops =
      node.type === 'While' || node.type === 'Repeat' || node.type === 'NumericFor' || node.type === 'GenericFor';
    forEachChild(node, (child) => visit(child, inner || loops));
  };
  for (const statement of loop.body) visit(statement, false);
  return found;
}

/** The condition only reads a key, and the body changes nothing: no other client can, either, while the script runs. */
function waitsForOthers(loop: WhileStatement, { program }: RuleContext): boolean {
  const inLoop = (at: { readonly start: number; readonly end: number }): boolean =>
    at.start >= loop.start && at.end <= loop.end;
  const reads = program.calls.some(
    (site) => within(site.node, loop.condition) && site.command?.flags.includes('readonly'),
  );
  if (!reads || leaves(loop)) return false;
  const writes = program.calls.some((site) => inLoop(site.node) && !site.command?.flags.includes('readonly'));
  const changes = program.nodes.some(
    (node) =>
      inLoop(node) &&
      (node.type === 'Assign' || node.type === 'Call') &&
      program.callAt(node) === undefined &&
      !isPure(node, program),
  );
  return !writes && !changes;
}

const within = (node: Expression, outer: Expression): boolean => node.start >= outer.start && node.end <= outer.end;

const isPure = (node: Node, program: RuleContext['program']): boolean =>
  node.type === 'Call' && /^(?:tonumber|tostring|type|math\.\w+|string\.\w+)$/.test(program.globalFunction(node) ?? '');

export const LANGUAGE_RULES = {
  'zero-index': zeroIndex,
  'missing-input': missingInput,
  'log-arguments': logArguments,
  'big-number': bigNumber,
  'hex-escape': hexEscape,
  'long-unpack': longUnpack,
  'endless-loop': endlessLoop,
} satisfies Record<string, Rule>;
