import type { Bytes } from '../../bytes.js';
import type { Expression, ReturnStatement, TableExpression, TableField } from '../syntax/ast.js';
import type { Rule, RuleContext } from './rule.js';
import { valueOf } from './values.js';

/** Rules about what a script hands back: values returned to the client, and errors. */

const keysLost: Rule = {
  severity: 'warning',
  visit: {
    Return(node, context) {
      for (const table of returnedTables(node, context)) {
        const named = table.fields.filter((field) => field.key?.type === 'String');
        const names = named.map((field) => (field.key?.type === 'String' ? field.key.value : ''));
        if (table.fields.some((field) => makesReply(field, context))) continue;
        const lost = named[0];
        if (lost)
          context.report(lost, { name: names[0]!, count: names.length, left: table.fields.length - names.length });
      }
      fieldsSet(node, context);
    },
  },
};

/** A table that starts empty and gets fields by name before it is returned. */
function fieldsSet(node: ReturnStatement, context: RuleContext): void {
  const { program } = context;
  const [value] = node.values;
  const binding = value?.type === 'Name' ? value.binding : undefined;
  if (value === undefined || binding === undefined || !isReturnToClient(node, context)) return;
  const table = program.resolve(value);
  if (table.type !== 'Table' || table.fields.length > 0) return;
  const set: { readonly place: Expression; readonly name: Bytes }[] = [];
  let others = 0;
  for (const use of program.usesOf(binding)) {
    const place = program.parentOf(use);
    const parent = place && program.parentOf(place);
    if (place?.type === 'Return' || use.start > node.end) continue;
    if (place?.type !== 'Index' || place.base !== use) return;
    if (parent?.type !== 'Assign' || !parent.targets.includes(place)) continue;
    if (place.key.type !== 'String') others++;
    else if (REPLY_FIELDS.has(place.key.value)) return;
    else set.push({ place, name: place.key.value });
  }
  const names = new Set(set.map(({ name }) => name));
  const [first] = set;
  if (first) context.report(first.place, { name: first.name, count: names.size, left: others });
}

const itemsSwallowed: Rule = {
  severity: 'warning',
  visit: {
    Return(node, context) {
      for (const table of returnedTables(node, context)) {
        const special = table.fields.find((field) => makesReply(field, context));
        const others = table.fields.filter((field) => field !== special);
        if (special?.key?.type !== 'String' || others.length === 0) continue;
        context.report(special, { name: special.key.value, count: others.length });
      }
    },
  },
};

/** Fields that turn a returned table into another reply, each with a value of one type (`luaReplyToRedisReply`). */
const REPLY_FIELDS: ReadonlyMap<string, Expression['type']> = new Map([
  ['ok', 'String'],
  ['err', 'String'],
  ['double', 'Number'],
  ['map', 'Table'],
  ['set', 'Table'],
  ['big_number', 'String'],
  ['verbatim_string', 'Table'],
]);

/** A literal of another type leaves the table an ordinary one. */
function makesReply({ key, value }: TableField, { program }: RuleContext): boolean {
  const wanted = key?.type === 'String' ? REPLY_FIELDS.get(key.value) : undefined;
  const { type } = program.resolve(value);
  return wanted !== undefined && (type === wanted || !LITERALS.has(type));
}

const LITERALS: ReadonlySet<Expression['type']> = new Set(['Nil', 'Boolean', 'Number', 'String', 'Table']);

const nilInReply: Rule = {
  severity: 'warning',
  visit: {
    Return(node, context) {
      for (const table of returnedTables(node, context)) {
        const items = table.fields.filter((field) => !field.key);
        const at = items.findIndex((field) => field.value.type === 'Nil');
        if (at < 0) continue;
        const { start, end } = items[at]!.value;
        context.report({ start, end }, { count: items.length - at }, [{ start, end, text: 'false' }]);
      }
    },
  },
};

const fractionCut: Rule = {
  severity: 'warning',
  visit: {
    Return(node, context) {
      const values = [
        node.values[0],
        ...returnedTables(node, context).flatMap((table) => table.fields.map((field) => field.value)),
      ];
      for (const value of values) {
        if (!value || !isReturnToClient(node, context)) continue;
        const known = valueOf(context.program, value);
        if (known.kind !== 'number' || known.whole) continue;
        context.report(value, {}, [
          { start: value.start, end: value.start, text: 'tostring(' },
          { start: value.end, end: value.end, text: ')' },
        ]);
      }
    },
  },
};

const replyDropped: Rule = {
  severity: 'warning',
  visit: {
    CallStatement(node, context) {
      const name = context.program.redisFunction(node.call.callee);
      if (name !== 'error_reply' && name !== 'status_reply') return;
      context.report(node, { name }, [{ start: node.start, end: node.start, text: 'return ' }]);
    },
  },
};

const errorTable: Rule = {
  severity: 'error',
  visit: {
    Call(node, context) {
      if (context.program.globalFunction(node) !== 'error') return;
      const value = node.arguments[0] && context.program.resolve(node.arguments[0]);
      if (value?.type !== 'Table') return;
      // A computed key may be `err`.
      const hasError = value.fields.some(({ key }) =>
        key?.type === 'String' ? key.value === 'err' : key && key.type !== 'Number',
      );
      if (!hasError) context.report(node, {});
    },
  },
};

const codeLost: Rule = {
  severity: 'info',
  visit: {
    Call(node, context) {
      if (context.program.globalFunction(node) !== 'error') return;
      const [message, level] = node.arguments;
      const text = message && context.program.resolve(message);
      const code =
        text?.type === 'String' && level === undefined ? /^[A-Z][A-Z_]+(?= )/.exec(text.value)?.[0] : undefined;
      if (code === undefined || message === undefined) return;
      const { start, end } = message;
      context.report(node, { code }, [
        { start, end: start, text: '{err = ' },
        { start: end, end, text: '}' },
      ]);
    },
  },
};

const emptyJson: Rule = {
  severity: 'info',
  visit: {
    Call(node, context) {
      if (context.program.globalFunction(node) !== 'cjson.encode') return;
      const value = node.arguments[0] && context.program.resolve(node.arguments[0]);
      if (value?.type === 'Table' && value.fields.length === 0 && value === node.arguments[0]) context.report(node, {});
    },
  },
};

/** Tables written in a `return` of the script itself, also those inside them. */
function returnedTables(node: ReturnStatement, context: RuleContext): TableExpression[] {
  if (!isReturnToClient(node, context)) return [];
  const found: TableExpression[] = [];
  const look = (expression: Expression | undefined): void => {
    const value = expression && context.program.resolve(expression);
    // A table that was built elsewhere may have been filled since.
    if (value?.type !== 'Table' || (expression?.type === 'Name' && value.fields.length === 0) || found.includes(value))
      return;
    found.push(value);
    for (const field of value.fields) if (!field.key) look(field.value);
  };
  look(node.values[0]);
  return found;
}

function isReturnToClient(node: ReturnStatement, { program }: RuleContext): boolean {
  return program.enclosing(node, (at) => at.type === 'FunctionExpression') === undefined;
}

export const RESULT_RULES = {
  'keys-lost': keysLost,
  'items-swallowed': itemsSwallowed,
  'nil-in-reply': nilInReply,
  'fraction-cut': fractionCut,
  'reply-dropped': replyDropped,
  'error-table': errorTable,
  'code-lost': codeLost,
  'empty-json': emptyJson,
} satisfies Record<string, Rule>;
