import { ENVIRONMENT, LIBRARIES, RESERVED_WORDS } from '@luascope/shared/analysis';
import { findCommand, TABLE, type CommandDocs, type CommandSpec } from '@luascope/shared/commands';
import { argumentSyntax, tokensOf } from './commandSyntax.js';
import type { CursorContext, OpenCall } from './cursorContext.js';
import { docsOf } from './docs.js';
import type { EditorWords } from './words/words.js';

/** One line of the completion list. */
export interface Suggestion {
  readonly label: string;
  readonly kind: 'command' | 'option' | 'function' | 'value' | 'library' | 'keyword' | 'snippet' | 'local';
  readonly insert?: string;
  readonly detail?: string;
  readonly documentation?: string;
}

const SNIPPETS: Readonly<Record<string, string>> = {
  'if … end': 'if ${1:condition} then\n\t$0\nend',
  'for i … end': 'for ${1:i} = 1, ${2:#KEYS} do\n\t$0\nend',
  'for … in ipairs': 'for ${1:i}, ${2:key} in ipairs(${3:KEYS}) do\n\t$0\nend',
  'while … end': 'while ${1:condition} do\n\t$0\nend',
  'local function': 'local function ${1:name}(${2:value})\n\t$0\nend',
  'redis.call': 'redis.call("${1:GET}", ${2:KEYS[1]})$0',
  'redis.pcall':
    'local ${1:reply} = redis.pcall("${2:GET}", ${3:KEYS[1]})\nif type(${1:reply}) == "table" and ${1:reply}.err then\n\treturn ${1:reply}\nend\n$0',
};

type Docs = Readonly<Record<string, CommandDocs>>;

/** Whether the innermost call sends a command. */
export function commandCall(context: CursorContext): OpenCall | undefined {
  const call = context.calls.at(-1);
  return call && /^redis\.p?call$|^redis\.acl_check_cmd$/.test(call.name) ? call : undefined;
}

export const namedCommand = ({ words }: OpenCall): CommandSpec | undefined => {
  const [name, second] = words;
  if (name === undefined) return undefined;
  const sub = second === undefined ? undefined : findCommand(`${name}|${second}`);
  return sub ?? findCommand(name);
};

/** What can stand at the cursor. `locals` are the names that the script itself declares. */
export function suggestionsAt(
  context: CursorContext,
  locals: readonly string[],
  docs: Docs,
  words: EditorWords,
): Suggestion[] {
  if (context.inComment) return [];
  if (context.string !== undefined) return insideString(context, docs, words);
  if (context.object !== undefined) return membersOf(context.object, words);
  return [
    ...locals.map((label): Suggestion => ({ label, kind: 'local' })),
    ...Object.entries(ENVIRONMENT)
      .filter(([name]) => !name.includes('.'))
      .map(([label, parameters]): Suggestion => describeMember(label, label, parameters, words)),
    ...LIBRARIES.map((label): Suggestion => ({ label, kind: 'library', ...documented(label, words) })),
    ...[...RESERVED_WORDS].map((label): Suggestion => ({ label, kind: 'keyword' })),
    ...Object.entries(SNIPPETS).map(([label, insert]): Suggestion => ({ label, kind: 'snippet', insert })),
  ];
}

function membersOf(object: string, words: EditorWords): Suggestion[] {
  return Object.entries(ENVIRONMENT)
    .filter(([name]) => name.startsWith(`${object}.`))
    .map(([name, parameters]) => describeMember(name.slice(object.length + 1), name, parameters, words));
}

function describeMember(label: string, name: string, parameters: string, words: EditorWords): Suggestion {
  const kind = parameters === '' ? 'value' : 'function';
  return { label, kind, ...(parameters && { detail: `${name}${parameters}` }), ...documented(name, words) };
}

const documented = (name: string, words: EditorWords): { readonly documentation?: string } => {
  const documentation = words.library[name];
  return documentation === undefined ? {} : { documentation };
};

function insideString(context: CursorContext, docs: Docs, words: EditorWords): Suggestion[] {
  const call = commandCall(context);
  if (!call) return [];
  const lower = /^[a-z]/.test(context.string!);
  const cased = (name: string): string => (lower ? name.toLowerCase() : name.toUpperCase());
  if (call.argument === 0) {
    return TABLE.filter(usable).map((spec) => ({
      ...describeCommand(spec, docs, words),
      label: cased(spec.name),
    }));
  }
  const container = call.words[0] === undefined ? undefined : findCommand(call.words[0]);
  if (container && container.subcommands.length > 0 && call.argument === 1) {
    return container.subcommands
      .filter((spec) => !spec.flags.includes('noscript'))
      .map((spec) => ({ ...describeCommand(spec, docs, words), label: cased(spec.name.split('|')[1]!) }));
  }
  const spec = namedCommand(call);
  const args = spec && docsOf(docs, spec.name)?.arguments;
  return [...new Set(tokensOf(args ?? []))].map((token) => ({ label: cased(token), kind: 'option' }));
}

/** Commands a script may send: a container counts while one of its subcommands does. */
const usable = (spec: CommandSpec): boolean =>
  spec.subcommands.length > 0 ? spec.subcommands.some(usable) : !spec.flags.includes('noscript');

function describeCommand(spec: CommandSpec, docs: Docs, words: EditorWords): Suggestion {
  const documentation = docsOf(docs, spec.name);
  return {
    label: spec.name,
    kind: 'command',
    detail: [signatureOf(spec, documentation), spec.flags.includes('write') ? words.writes : '']
      .filter(Boolean)
      .join('  ·  '),
    ...(documentation?.summary !== undefined && { documentation: documentation.summary }),
  };
}

/** `SET key value [NX | XX] …`. */
export const signatureOf = (spec: CommandSpec, docs: CommandDocs | undefined): string =>
  [spec.name.toUpperCase().replace('|', ' '), ...argumentSyntax(docs?.arguments ?? [])].join(' ');

/** What the hover says of a command, in Markdown. */
export function hoverOf(spec: CommandSpec, docs: CommandDocs | undefined, words: EditorWords): string {
  const notes = [
    words.since(spec.since),
    spec.flags.includes('write') ? words.writes : '',
    spec.flags.includes('noscript') ? words.notInScripts : '',
    docs?.complexity ? `${words.complexity}: ${docs.complexity}` : '',
  ].filter(Boolean);
  return ['```redis', signatureOf(spec, docs), '```', docs?.summary ?? '', '', `*${notes.join(' · ')}*`].join('\n');
}

/** The names a script declares, most recent first; taken from the text, as a script being typed seldom parses. */
export function declaredNames(text: string): string[] {
  const names = new Set<string>();
  for (const pattern of [
    /\b(?:local|for)\s+(?!function\b)([\w\s,]+?)\s*(?:=|\bin\b|\n|;|$)/g,
    /\bfunction\b\s*[\w.:]*\s*\(([\w\s,]*)/g,
  ]) {
    for (const [, list] of text.matchAll(pattern)) for (const name of list!.split(',')) names.add(name.trim());
  }
  for (const [, name] of text.matchAll(/\blocal\s+function\s+(\w+)/g)) names.add(name!);
  return [...names].filter((name) => /^[A-Za-z_]\w*$/.test(name) && !RESERVED_WORDS.has(name)).reverse();
}
