import type { BinaryExpression, Expression, Node } from '../syntax/ast.js';
import type { CallSite } from '../program.js';
import type { Edit } from '../rewrite/edits.js';
import type { Rule, RuleContext } from './rule.js';
import { fateOfUse } from '../unchecked.js';
import { upper } from './commands.js';
import { canBeFalse, isNumber, isTable, isText, nameOfInputs, valueOf } from './values.js';

/** Rules about what a script takes a reply for. */

const nilCompare: Rule = {
  severity: 'warning',
  visit: {
    Binary(node, context) {
      if ((node.operator !== '==' && node.operator !== '~=') || context.program.choosesResp) return;
      const [left, right] = comparedWithNil(node, context);
      if (left === undefined) return;
      const origin = valueOf(context.program, left);
      if (origin.kind !== 'reply' || origin.reply === 'unknown') return;
      // A list may be shorter: there is nothing behind its end.
      if (origin.item === true && origin.reply !== 'string?') return;
      const literal = canBeFalse(origin) && right.type === 'Nil';
      const fix = literal ? [{ start: right.start, end: right.end, text: 'false' }] : undefined;
      const item = origin.item === true ? 1 : 0;
      context.report(node, { case: node.operator === '==' ? 'never' : 'always', item, ...commandOf(origin.site) }, fix);
    },
  },
};

/** The other side of a comparison with `nil`, or the argument of `type` compared with `"nil"`; and what it is compared with. */
function comparedWithNil(
  { left, right }: BinaryExpression,
  { program }: RuleContext,
): [Expression | undefined, Expression] {
  if (left.type === 'Nil') return [right, left];
  if (right.type === 'Nil') return [left, right];
  const [call, text] = left.type === 'String' ? [right, left] : [left, right];
  const isType = call.type === 'Call' && program.globalFunction(call) === 'type';
  return [isType && text.type === 'String' && text.value === 'nil' ? call.arguments[0] : undefined, text];
}

const booleanCompare: Rule = {
  severity: 'warning',
  visit: {
    Binary(node, context) {
      if (node.operator !== '==' && node.operator !== '~=') return;
      const [value, other] = node.left.type === 'Boolean' ? [node.right, node.left] : [node.left, node.right];
      if (other.type !== 'Boolean') return;
      const origin = valueOf(context.program, value);
      if (!isNumber(origin)) return;
      const answer = node.operator === '==' ? 'never' : 'always';
      const command = origin.kind === 'reply' ? commandOf(origin.site) : {};
      context.report(node, { case: answer, from: origin.kind, ...command });
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
        isText(left) && isNumber(right) ? node.left : isText(right) && isNumber(left) ? node.right : undefined;
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

export const ORDER: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);
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
        if (origin.kind !== 'reply' || (origin.reply !== 'status' && origin.reply !== 'status?')) continue;
        if (context.program.resolve(other).type !== 'String') continue;
        // SET … NX answers nothing when it did not set, and `false.ok` raises.
        const [kind, fix] =
          origin.reply === 'status'
            ? ['status', [{ start: value.end, end: value.end, text: '.ok' }]]
            : ['or-false', undefined];
        context.report(node, { case: kind, ...commandOf(origin.site) }, fix);
      }
    },
  },
};

const pcallUnchecked: Rule = {
  severity: 'warning',
  visit: {
    RedisCall(site, context) {
      if (site.via !== 'pcall') return;
      if (site.name !== site.node.callee) return context.report(site.node, { case: 'twice', ...commandOf(site) });
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

const oneValue: Rule = {
  severity: 'warning',
  visit: {
    Local(node, context) {
      const [value] = node.values;
      const site = value && context.program.callAt(value);
      const second = node.names[1];
      if (node.values.length !== 1 || second === undefined || site?.name !== site?.node.callee || !site) return;
      context.report(second.declared, { via: site.via, name: second.name });
    },
  },
};

const caughtText: Rule = {
  severity: 'warning',
  visit: {
    Index(node, context) {
      const { program } = context;
      if (node.key.type !== 'String' || node.key.value !== 'err') return;
      const { base } = node;
      const binding = base.type === 'Name' ? base.binding : undefined;
      if (binding === undefined || binding.firstWrite !== undefined) return;
      const wrapped = program.calls.find((site) => {
        const parent = site.name === site.node.callee ? undefined : program.parentOf(site.node);
        return parent?.type === 'Local' && parent.values.length === 1 && parent.names[1] === binding;
      });
      if (wrapped?.via !== 'call') return;
      context.report(node, { name: binding.name }, [{ start: base.end, end: node.end, text: '' }]);
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
      context.report(node, { case: 'field', field: node.key.value, ...commandOf(value.site) });
    },
    GenericFor(node, context) {
      const { program } = context;
      const [iterator] = node.iterators;
      const [name] = node.variables;
      if (iterator?.type !== 'Call' || name === undefined || program.choosesResp) return;
      const list = /^i?pairs$/.test(program.globalFunction(iterator) ?? '') ? iterator.arguments[0] : undefined;
      const value = list && valueOf(program, list);
      if (value?.kind !== 'reply' || value.reply !== 'pairs' || value.item === true) return;
      // A position is rarely what a command should get.
      const sent = program.usesOf(name).some((use) => program.callAt(program.parentOf(use) ?? use) !== undefined);
      if (sent) context.report(name.declared, { case: 'loop', field: name.name, ...commandOf(value.site) });
    },
  },
};

const noPairs: Rule = {
  severity: 'error',
  visit: {
    GenericFor(node, context) {
      const [list] = node.iterators;
      if (list === undefined || node.iterators.length !== 1) return;
      const value = context.program.resolve(list);
      if (value.type !== 'Table' && nameOfInputs(value) === undefined && !isTable(valueOf(context.program, list)))
        return;
      const iterator = value.type === 'Table' && value.fields.some(({ key }) => key !== undefined) ? 'pairs' : 'ipairs';
      context.report(list, { iterator }, [
        { start: list.start, end: list.start, text: `${iterator}(` },
        { start: list.end, end: list.end, text: ')' },
      ]);
    },
  },
};

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

/** The name of a call's command, for the words of a finding. */
export const commandOf = (site: CallSite): { readonly command: string } => ({
  command: upper(site.command?.name ?? ''),
});

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
  if (isNumber(valueOf(program, expression))) return [];
  return [
    { start: expression.start, end: expression.start, text: `${name}(` },
    { start: expression.end, end: expression.end, text: ')' },
  ];
}

export const REPLY_RULES = {
  'nil-compare': nilCompare,
  'boolean-compare': booleanCompare,
  'text-against-number': textAgainstNumber,
  'text-order': textOrder,
  'zero-is-true': zeroIsTrue,
  'status-compared': statusCompared,
  'pcall-unchecked': pcallUnchecked,
  'one-value': oneValue,
  'caught-text': caughtText,
  'flat-map': flatMap,
  'no-pairs': noPairs,
  'json-null': jsonNull,
} satisfies Record<string, Rule>;
