import { isGlobal, isLibrary as isTableOfRedis, isMember, LEFT_OUT } from '../environment.js';
import type { IndexExpression, NameExpression, Node } from '../syntax/ast.js';
import { isLibrary } from './libraries.js';
import type { Rule, RuleContext } from './rule.js';

/** Rules about names: what a script may read and set outside its own locals. */

const globalRead: Rule = {
  severity: 'error',
  visit: {
    Name(node, context) {
      if (node.binding || isTarget(node, context)) return;
      const isInput = isLibrary(context) && (node.name === 'KEYS' || node.name === 'ARGV');
      if (isGlobal(node.name) && !isInput) return;
      const kind = isInput ? 'library' : LEFT_OUT.has(node.name) ? 'left-out' : 'unknown';
      context.report(node, { name: node.name, case: kind });
    },
  },
};

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
      const instead = library === 'table' && node.key.value === 'unpack' ? 'unpack' : undefined;
      const fix = instead === undefined ? undefined : [{ start: node.start, end: node.end, text: instead }];
      context.report(node, { name: `${library}.${node.key.value}` }, fix);
    },
  },
};

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
