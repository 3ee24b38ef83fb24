import { findCommand } from '../../commands/index.js';
import { ENVIRONMENT, isGlobal, isLibrary as isTableOfRedis, isMember, LEFT_OUT } from '../environment.js';
import type { Binding, IndexExpression, NameExpression, Node } from '../syntax/ast.js';
import { isLibrary } from './libraries.js';
import { nearest } from './nearest.js';
import type { Rule, RuleContext } from './rule.js';
import { isText, valueOf } from './values.js';

/** Rules about names: what a script may read and set outside its own locals. */

const globalRead: Rule = {
  severity: 'error',
  visit: {
    Name(node, context) {
      if (node.binding || isTarget(node, context)) return;
      const isInput = isLibrary(context) && (node.name === 'KEYS' || node.name === 'ARGV');
      if (isGlobal(node.name) && !isInput) return;
      if (isInput) return context.report(node, { name: node.name, case: 'library' });
      if (LEFT_OUT.has(node.name)) return context.report(node, { name: node.name, case: 'left-out' });
      const { start, end } = node;
      // Its assignment has been told of.
      if (isCreated(node.name, context)) return;
      const local = localsOf(context).find(({ name }) => name === node.name);
      if (local !== undefined) {
        const line = context.source.slice(0, local.declared.start).split('\n').length;
        return context.report(node, { name: node.name, case: local.declared.start < start ? 'ended' : 'later', line });
      }
      const instead = NIL_ELSEWHERE.has(node.name) ? 'nil' : nearest(node.name, knownNames(context));
      const fix = instead === undefined ? undefined : [{ start, end, text: instead }];
      context.report(node, { name: node.name, case: 'unknown', ...(instead !== undefined && { instead }) }, fix);
    },
  },
};

const isCreated = (name: string, context: RuleContext): boolean =>
  context.program.nodes.some(
    (node) => node.type === 'Name' && !node.binding && node.name === name && isTarget(node, context),
  );

/** What other languages call nil. */
const NIL_ELSEWHERE: ReadonlySet<string> = new Set(['null', 'NULL', 'None', 'undefined', 'Nil']);

const localsOf = ({ program }: RuleContext): readonly Binding[] =>
  program.nodes.flatMap((node) => {
    if (node.type === 'Local') return node.names;
    if (node.type === 'NumericFor') return [node.variable];
    if (node.type === 'GenericFor') return node.variables;
    if (node.type === 'FunctionExpression') return node.parameters;
    return node.type === 'Function' && node.local && 'declared' in node.target ? [node.target] : [];
  });

const knownNames = (context: RuleContext): readonly string[] => [
  ...localsOf(context).map(({ name }) => name),
  ...GLOBALS.filter((name) => isGlobal(name) && !(isLibrary(context) && (name === 'KEYS' || name === 'ARGV'))),
];

const GLOBALS: readonly string[] = [...new Set(Object.keys(ENVIRONMENT).map((name) => name.split('.')[0]!))];

const globalWrite: Rule = {
  severity: 'error',
  visit: {
    Name(node, context) {
      if (node.binding || !isTarget(node, context)) return;
      const { start } = context.program.parentOf(node)!;
      const fix = canDeclare(node, context) ? [{ start, end: start, text: 'local ' }] : undefined;
      context.report(node, { name: node.name }, fix);
    },
  },
};

const readonlyWrite: Rule = {
  severity: 'error',
  visit: {
    Index(node, context) {
      const library = libraryOf(node);
      if (library === undefined || !isTarget(node, context)) return;
      context.report(node, { name: library });
    },
  },
};

const unknownMember: Rule = {
  severity: 'error',
  visit: {
    Index(node, context) {
      const library = libraryOf(node);
      if (library === undefined || node.key.type !== 'String' || isTarget(node, context)) return;
      if (!isTableOfRedis(library) || isMember(library, node.key.value)) return;
      if (library === 'redis' && node.key.value === 'register_function' && isLibrary(context)) return;
      // `if redis.foo then` is how a script asks whether there is one; only using it fails.
      const parent = context.program.parentOf(node);
      const used =
        (parent?.type === 'Call' && parent.callee === node) || (parent?.type === 'Index' && parent.base === node);
      if (!used) return;
      const name = node.key.value;
      if (library === 'redis' && findCommand(name) !== undefined && parent.type === 'Call') {
        const fix = [
          { start: node.start, end: node.end, text: 'redis.call' },
          {
            start: parent.arguments[0]?.start ?? parent.end - 1,
            end: parent.arguments[0]?.start ?? parent.end - 1,
            text: `"${name}"${parent.arguments.length > 0 ? ', ' : ''}`,
          },
        ];
        return context.report(node, { case: 'command', name: `${library}.${name}`, command: name.toUpperCase() }, fix);
      }
      const near = nearest(name, membersOf(library));
      const instead = library === 'table' && name === 'unpack' ? 'unpack' : near && `${library}.${near}`;
      const fix = instead === undefined ? undefined : [{ start: node.start, end: node.end, text: instead }];
      context.report(
        node,
        { case: 'field', name: `${library}.${name}`, ...(instead !== undefined && { instead }) },
        fix,
      );
    },
    Call(node, context) {
      if (node.method === undefined || isMember('string', node.method.value)) return;
      if (!isText(valueOf(context.program, node.callee))) return;
      const instead = nearest(node.method.value, membersOf('string'));
      const { start, end } = node.method;
      const fix = instead === undefined ? undefined : [{ start, end, text: instead }];
      context.report(
        node.method,
        { case: 'method', name: node.method.value, ...(instead !== undefined && { instead }) },
        fix,
      );
    },
  },
};

const membersOf = (library: string): readonly string[] =>
  Object.keys(ENVIRONMENT).flatMap((name) => (name.startsWith(`${library}.`) ? [name.slice(library.length + 1)] : []));

/** The statement can become a declaration: it sets one name, in the script's own body, and nothing before it mentions that name. */
function canDeclare(node: NameExpression, { program }: RuleContext): boolean {
  const parent = program.parentOf(node)!;
  const single = parent.type === 'Function' || (parent.type === 'Assign' && parent.targets.length === 1);
  if (!single || isGlobal(node.name) || program.parentOf(parent) !== program.chunk) return false;
  const first = program.nodes.find((each) => each.type === 'Name' && !each.binding && each.name === node.name);
  return first === node;
}

/** The name of the library a field is taken from. */
function libraryOf(node: IndexExpression): string | undefined {
  const { base } = node;
  return base.type === 'Name' && !base.binding && isTableOfRedis(base.name) ? base.name : undefined;
}

/** What an assignment or a `function` statement sets. */
function isTarget(node: NameExpression | IndexExpression, { program }: RuleContext): boolean {
  const parent: Node | undefined = program.parentOf(node);
  if (parent?.type === 'Assign') return parent.targets.includes(node);
  return parent?.type === 'Function' && parent.target === node;
}

export const GLOBAL_RULES = {
  'global-read': globalRead,
  'global-write': globalWrite,
  'readonly-write': readonlyWrite,
  'unknown-member': unknownMember,
} satisfies Record<string, Rule>;
