import type { Expression, Node } from '../syntax/ast.js';
import type { CallSite } from '../program.js';
import type { Edit } from '../rewrite/edits.js';
import type { Rule, RuleContext } from './rule.js';
import { fateOfUse } from '../unchecked.js';
import { upper } from './commands.js';
import { canBeFalse, isText, valueOf } from './values.js';

/** Rules about what a script takes a reply for. */

const nilCompare: Rule = {
  severity: 'warning',
  visit: {
    Binary(node, context) {
      if ((node.operator !== '==' && node.operator !== '~=') || context.program.choosesResp) return;
      const [value, other] = node.left.type === 'Nil' ? [node.right, node.left] : [node.left, node.right];
      if (other.type !== 'Nil') return;
      const origin = valueOf(context.program, value);
      if (origin.kind !== 'reply' || origin.reply === 'unknown') return;
      const fix = canBeFalse(origin) ? [{ start: other.start, end: other.end, text: 'false' }] : undefined;
      context.report(node, { case: node.operator === '==' ? 'never' : 'always', ...commandOf(origin.site) }, fix);
    },
  },
};

const textAgainstNumber: Rule = {
  severity: 'warning',
  visit: {
    Binary(node, context) {
      const { program } = context;
      if (!COMPARISONS.has(node.operator)) return;
      const [left, right] = [valueOf(program, node.left), valueOf(program, node.right)];
      const text =
        isText(left) && right.kind === 'number'
          ? node.left
          : isText(right) && left.kind === 'number'
            ? node.right
            : undefined;
      if (text === undefined) return;
      const equality = node.operator === '==' || node.operator === '~=';
      context.report(node, { case: equality ? 'never-equal' : 'raises' }, wrap(text, 'tonumber', context));
    },
  },
};

const textOrder: Rule = {
  severity: 'info',
  visit: {
    Binary(node, context) {
      if (!ORDER.has(node.operator)) return;
      const values = [valueOf(context.program, node.left), valueOf(context.program, node.right)];
      const foreign = values.every((value) => isText(value)) && values.some((value) => value.kind !== 'string');
      if (!foreign) return;
      context.report(node, {}, [...wrap(node.left, 'tonumber', context), ...wrap(node.right, 'tonumber', context)]);
    },
  },
};

const ORDER: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);
const COMPARISONS: ReadonlySet<string> = new Set([...ORDER, '==', '~=']);

const zeroIsTrue: Rule = {
  severity: 'warning',
  visit: {
    Call(node, context) {
      if (!isCondition(node, context)) return;
      const value = valueOf(context.program, node);
      if (value.kind !== 'reply' || value.reply !== 'integer') return;
      const fix = conditionFix(node, context);
      context.report(node, commandOf(value.site), fix);
    },
    Name(node, context) {
      if (!node.binding || !isCondition(node, context)) return;
      const value = valueOf(context.program, node);
      if (value.kind !== 'reply' || value.reply !== 'integer') return;
      context.report(node, commandOf(value.site), conditionFix(node, context));
    },
  },
};

const statusCompared: Rule = {
  severity: 'warning',
  visit: {
    Binary(node, context) {
      if (node.operator !== '==' && node.operator !== '~=') return;
      for (const [value, other] of [
        [node.left, node.right],
        [node.right, node.left],
      ] as const) {
        const origin = valueOf(context.program, value);
        if (origin.kind !== 'reply' || origin.reply !== 'status') continue;
        if (context.program.resolve(other).type !== 'String') continue;
        // SET … NX answers nothing when it did not set, and `false.ok` raises.
        context.report(node, commandOf(origin.site), [{ start: value.end, end: value.end, text: '.ok' }]);
      }
    },
  },
};

const pcallUnchecked: Rule = {
  severity: 'warning',
  visit: {
    RedisCall(site, context) {
      if (site.via !== 'pcall' || site.name !== site.node.callee) return;
      const parent = context.program.parentOf(site.node);
      if (parent?.type === 'CallStatement') return context.report(site.name, { case: 'dropped', ...commandOf(site) });
      if (parent?.type === 'Local') {
        const binding = parent.names.find((name) => name.initial === site.node);
        if (!binding) return;
        const uses = context.program.usesOf(binding);
        // Whoever it is handed on to may look at it.
        if (uses.some((use) => fateOfUse(use, context.program) !== 'used')) return;
        context.report(site.name, { case: 'unchecked', name: binding.name, ...commandOf(site) });
      } else if (parent && isCondition(site.node, context)) {
        context.report(site.name, { case: 'condition', ...commandOf(site) });
      }
    },
  },
};

const flatMap: Rule = {
  severity: 'warning',
  visit: {
    Index(node, context) {
      if (node.key.type !== 'String' || context.program.choosesResp) return;
      const value = valueOf(context.program, node.base);
      if (value.kind !== 'reply' || value.reply !== 'pairs' || node.key.value === 'err') return;
      context.report(node, { field: node.key.value, ...commandOf(value.site) });
    },
  },
};

const numberOfNothing: Rule = {
  severity: 'warning',
  visit: {
    Call(node, context) {
      const { program } = context;
      if (program.globalFunction(node) !== 'tonumber' || node.arguments.length !== 1) return;
      const value = valueOf(program, node.arguments[0]!);
      if (!canBeFalse(value)) return;
      const parent = program.parentOf(node);
      const calculated = parent?.type === 'Binary' && CALCULATES.has(parent.operator);
      if (calculated) {
        const fix = [
          { start: node.start, end: node.start, text: '(' },
          { start: node.end, end: node.end, text: ' or 0)' },
        ];
        context.report(node, {}, fix);
      }
    },
  },
};

const CALCULATES: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '^', '..', ...ORDER]);

const jsonNull: Rule = {
  severity: 'warning',
  visit: {
    Binary(node, context) {
      if (node.operator !== '==' && node.operator !== '~=') return;
      const [value, other] = node.left.type === 'Nil' ? [node.right, node.left] : [node.left, node.right];
      if (other.type !== 'Nil' || value.type !== 'Index') return;
      const base = context.program.resolve(value.base);
      if (base.type !== 'Call' || context.program.globalFunction(base) !== 'cjson.decode') return;
      context.report(node, {});
    },
  },
};

const commandOf = (site: CallSite): { readonly command: string } => ({ command: upper(site.command?.name ?? '') });

/** Whether a value is used only for being true or false. */
function isCondition(node: Expression, { program }: RuleContext): boolean {
  let at: Node = node;
  for (;;) {
    const parent = program.parentOf(at);
    if (parent === undefined) return false;
    switch (parent.type) {
      case 'IfClause':
      case 'While':
      case 'Repeat':
        return parent.condition === at;
      case 'Unary':
        return parent.operator === 'not';
      case 'Binary':
        if (parent.operator !== 'and' && parent.operator !== 'or') return false;
        if (parent.operator === 'and' && parent.left === at) return true;
        at = parent;
        break;
      case 'Parenthesis':
        at = parent;
        break;
      default:
        return false;
    }
  }
}

/** `x` becomes `x ~= 0`, `not x` becomes `x == 0`. */
function conditionFix(node: Expression, { program }: RuleContext): Edit[] {
  const parent = program.parentOf(node);
  if (parent?.type === 'Unary') {
    return [
      { start: parent.start, end: node.start, text: '' },
      { start: node.end, end: node.end, text: ' == 0' },
    ];
  }
  return [{ start: node.end, end: node.end, text: ' ~= 0' }];
}

function wrap(expression: Expression, name: string, { program }: RuleContext): Edit[] {
  if (valueOf(program, expression).kind === 'number') return [];
  return [
    { start: expression.start, end: expression.start, text: `${name}(` },
    { start: expression.end, end: expression.end, text: ')' },
  ];
}

export const REPLY_RULES = {
  'nil-compare': nilCompare,
  'text-against-number': textAgainstNumber,
  'text-order': textOrder,
  'zero-is-true': zeroIsTrue,
  'status-compared': statusCompared,
  'pcall-unchecked': pcallUnchecked,
  'flat-map': flatMap,
  'number-of-nothing': numberOfNothing,
  'json-null': jsonNull,
} satisfies Record<string, Rule>;
