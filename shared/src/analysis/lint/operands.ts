import type { CallSite, Program } from '../program.js';
import type { AssignStatement, Binding, CallExpression, Expression, NameExpression } from '../syntax/ast.js';
import { commandOf, ORDER } from './replies.js';
import type { Rule, RuleContext } from './rule.js';
import { ARITHMETIC, canBeFalse, isTable, valueOf } from './values.js';

/** Rules about what is calculated with: values that an operator or a function of Lua does not take. */

const CALCULATES: ReadonlySet<string> = new Set([...ARITHMETIC, '..']);

const tableCalculated: Rule = {
  severity: 'warning',
  visit: {
    Binary(node, context) {
      if (!CALCULATES.has(node.operator)) return;
      for (const operand of [node.left, node.right]) {
        const value = valueOf(context.program, operand);
        if (!isTable(value) || value.kind !== 'reply') continue;
        const fix = value.reply === 'status' ? [{ start: operand.end, end: operand.end, text: '.ok' }] : undefined;
        context.report(operand, { operator: node.operator, ...commandOf(value.site) }, fix);
      }
    },
  },
};

const textAdded: Rule = {
  severity: 'error',
  visit: {
    Binary(node, context) {
      if (!ARITHMETIC.has(node.operator)) return;
      const texts = [node.left, node.right].filter(({ type }) => type === 'String');
      if (!texts.some((text) => text.type === 'String' && !NUMERAL.test(text.value))) return;
      const between = context.source.slice(node.left.end, node.right.start);
      const at = node.left.end + between.indexOf('+');
      const fix =
        node.operator === '+' && between.trim() === '+' ? [{ start: at, end: at + 1, text: '..' }] : undefined;
      context.report(node, { operator: node.operator }, fix);
    },
  },
};

/** Text that Lua takes for a number when it calculates (`luaO_str2d`). */
const NUMERAL = /^\s*[+-]?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf|nan)\s*$/;

const numberOfNothing: Rule = {
  severity: 'warning',
  visit: {
    Call(node, context) {
      const { program } = context;
      if (program.globalFunction(node) !== 'tonumber' || node.arguments.length !== 1) return;
      const value = valueOf(program, node.arguments[0]!);
      if (!canBeFalse(value) || (value.kind === 'reply' && isThere(value.site, context))) return;
      const parent = program.parentOf(node);
      const kept = parent?.type === 'Local' ? parent.names.find(({ initial }) => initial === node) : undefined;
      const calculated = kept ? isOnlyUsed(kept, program, isCalculated) : isCalculated(node, program);
      if (!calculated || isLookedAt(node.arguments[0]!, context)) return;
      const fix = [
        ...(kept ? [] : [{ start: node.start, end: node.start, text: '(' }]),
        { start: node.end, end: node.end, text: kept ? ' or 0' : ' or 0)' },
      ];
      context.report(node, {}, fix);
    },
  },
};

const missingUsed: Rule = {
  severity: 'warning',
  visit: {
    RedisCall(site, context) {
      const { program } = context;
      const { node } = site;
      if (site.name !== node.callee || !canBeFalse(valueOf(program, node)) || isThere(site, context)) return;
      const parent = program.parentOf(node);
      const kept = parent?.type === 'Local' ? parent.names.find(({ initial }) => initial === node) : undefined;
      if (kept === undefined && isOperand(node, program)) return context.report(node, commandOf(site));
      if (kept === undefined || !isOnlyUsed(kept, program, isOperand)) return;
      const use = program.usesOf(kept).find((each) => hasFirstValue(each, program) && isOperand(each, program));
      if (use) context.report(use, commandOf(site));
    },
  },
};

/** Something before this call writes its key, or asks whether it is there. */
function isThere(site: CallSite, { program, source }: RuleContext): boolean {
  const keyOf = ({ arguments: [, key] }: CallSite): string | undefined => key && source.slice(key.start, key.end);
  return program.calls.some(
    (other) =>
      other.node.start < site.node.start &&
      keyOf(other) === keyOf(site) &&
      (other.command?.flags.includes('write') === true || ASKS.test(other.command?.name ?? '')),
  );
}

const ASKS = /^(?:exists|hexists|type|ttl|pttl|hlen|llen|scard|zcard|strlen|hstrlen|sismember|zrank)$/;

/** A variable whose first value is used in such a place, and never looked at: nothing asks whether there is one. */
const isOnlyUsed = (
  binding: Binding,
  program: Program,
  place: (node: Expression, program: Program) => boolean,
): boolean =>
  program.usesOf(binding).some((use) => hasFirstValue(use, program) && place(use, program)) &&
  !program.usesOf(binding).some((use) => asksForValue(use, program));

/** No assignment has come between the declaration and this use, which may be part of the first one. */
function hasFirstValue(use: NameExpression, program: Program): boolean {
  const { firstWrite } = use.binding!;
  if (firstWrite === undefined || use.start < firstWrite) return true;
  const assign = program.enclosing(use, (node): node is AssignStatement => node.type === 'Assign');
  return assign !== undefined && assign.start <= firstWrite && firstWrite < assign.end;
}

/** Somewhere the script asks whether this variable, or this item of a list, has a value. */
function isLookedAt(expression: Expression, { program, source }: RuleContext): boolean {
  if (expression.type === 'Name')
    return (
      expression.binding !== undefined && program.usesOf(expression.binding).some((use) => asksForValue(use, program))
    );
  const text = source.slice(expression.start, expression.end);
  return (
    expression.type === 'Index' &&
    program.nodes.some(
      (node) => node.type === 'Index' && source.slice(node.start, node.end) === text && asksForValue(node, program),
    )
  );
}

/** Where nil and false take another way than a value. */
function asksForValue(use: Expression, program: Program): boolean {
  const parent = program.parentOf(use);
  switch (parent?.type) {
    case 'IfClause':
    case 'While':
    case 'Repeat':
      return true;
    case 'Unary':
      return parent.operator === 'not';
    case 'Binary':
      return (
        parent.operator === 'and' || parent.operator === 'or' || parent.operator === '==' || parent.operator === '~='
      );
    case 'Call':
      return /^(?:type|assert)$/.test(program.globalFunction(parent) ?? '');
    case 'Parenthesis':
      return asksForValue(parent, program);
    default:
      return false;
  }
}

function isCalculated(node: Expression, program: Program): boolean {
  const parent = program.parentOf(node);
  return parent?.type === 'Binary' && (CALCULATES.has(parent.operator) || ORDER.has(parent.operator));
}

/** Where `false` raises an error: calculated with, joined, sent in a command, or given to a function of Lua that wants a string. */
function isOperand(node: Expression, program: Program): boolean {
  const parent = program.parentOf(node);
  if (parent?.type === 'Binary') return CALCULATES.has(parent.operator);
  if (parent?.type === 'Unary') return parent.operator !== 'not';
  if (parent?.type !== 'Call') return false;
  if (program.callAt(parent)) return parent.callee !== node;
  return parent.arguments[0] === node && wantsText(parent, program);
}

const wantsText = (call: CallExpression, program: Program): boolean =>
  /^(?:cjson\.decode|cmsgpack\.unpack|string\.(?:byte|find|gmatch|gsub|len|lower|match|rep|reverse|sub|upper)|math\.\w+)$/.test(
    program.globalFunction(call) ?? '',
  );

export const OPERAND_RULES = {
  'table-calculated': tableCalculated,
  'text-added': textAdded,
  'number-of-nothing': numberOfNothing,
  'missing-used': missingUsed,
} satisfies Record<string, Rule>;
