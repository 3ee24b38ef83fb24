import { ENVIRONMENT } from '@luascope/shared/analysis';
import { findCommand } from '@luascope/shared/commands';
import { languages, type editor, type IPosition } from 'monaco-editor/editor';
import { argumentAt, argumentSyntax } from './commandSyntax.js';
import { cursorContext } from './cursorContext.js';
import { docsOf, loadDocs } from './docs.js';
import { LANGUAGE } from './language.js';
import {
  commandCall,
  declaredNames,
  hoverOf,
  namedCommand,
  signatureOf,
  suggestionsAt,
  type Suggestion,
} from './suggestions.js';
import type { EditorWords } from './words/words.js';

const KINDS: Readonly<Record<Suggestion['kind'], languages.CompletionItemKind>> = {
  command: languages.CompletionItemKind.Method,
  option: languages.CompletionItemKind.EnumMember,
  function: languages.CompletionItemKind.Function,
  value: languages.CompletionItemKind.Constant,
  library: languages.CompletionItemKind.Module,
  keyword: languages.CompletionItemKind.Keyword,
  snippet: languages.CompletionItemKind.Snippet,
  local: languages.CompletionItemKind.Variable,
};

const contextAt = (model: editor.ITextModel, position: IPosition) =>
  cursorContext(model.getValue(), model.getOffsetAt(position));

/** Completion, hover and signature help. `words` is asked each time, as the language may change. */
export function registerProviders(words: () => EditorWords): void {
  languages.registerCompletionItemProvider(LANGUAGE, {
    triggerCharacters: ['.', '"', "'", ' '],
    async provideCompletionItems(model, position, { triggerCharacter }) {
      const context = contextAt(model, position);
      // A space asks only for the options of a command.
      if (triggerCharacter === ' ' && context.string === undefined) return { suggestions: [] };
      const inString = context.string !== undefined;
      const docs = inString ? await loadDocs() : {};
      const word = model.getWordUntilPosition(position);
      const range = {
        startLineNumber: position.lineNumber,
        endLineNumber: position.lineNumber,
        startColumn: inString ? position.column - context.string!.length : word.startColumn,
        endColumn: position.column,
      };
      const found = suggestionsAt(context, declaredNames(model.getValue()), docs, words());
      return {
        // The first letter decides between GET and get: after it the list is asked for again.
        incomplete: context.string === '',
        suggestions: found.map(({ label, kind, insert, detail, documentation }) => ({
          label,
          kind: KINDS[kind],
          insertText: insert ?? label,
          ...(insert !== undefined && { insertTextRules: languages.CompletionItemInsertTextRule.InsertAsSnippet }),
          ...(detail !== undefined && { detail }),
          ...(documentation !== undefined && { documentation }),
          range,
        })),
      };
    },
  });

  languages.registerHoverProvider(LANGUAGE, {
    async provideHover(model, position) {
      const line = model.getLineContent(position.lineNumber);
      const dotted = wordAround(line, position.column, /[\w.]/);
      const documented =
        libraryHover(dotted, words()) ?? libraryHover(wordAround(line, position.column, /\w/), words());
      if (documented !== undefined) return { contents: [{ value: documented }] };
      const word = model.getWordAtPosition(position);
      const context = contextAt(model, position);
      const call = context.string === undefined ? undefined : commandCall(context);
      if (!word || !call || call.argument > 1) return null;
      const name = call.argument === 0 ? word.word : `${call.words[0] ?? ''}|${word.word}`;
      const spec = findCommand(name);
      return spec ? { contents: [{ value: hoverOf(spec, docsOf(await loadDocs(), spec.name), words()) }] } : null;
    },
  });

  languages.registerSignatureHelpProvider(LANGUAGE, {
    signatureHelpTriggerCharacters: ['(', ','],
    signatureHelpRetriggerCharacters: [','],
    async provideSignatureHelp(model, position) {
      const context = contextAt(model, position);
      const call = context.calls.at(-1);
      if (!call || context.inComment) return null;
      const spec = commandCall(context) && call.argument > 0 ? namedCommand(call) : undefined;
      if (spec) {
        const docs = docsOf(await loadDocs(), spec.name);
        const parameters = argumentSyntax(docs?.arguments ?? []);
        const skipped = spec.name.split('|').length;
        return helpFor(signatureOf(spec, docs), parameters, call.argument - skipped, docs?.summary);
      }
      const parameters = ENVIRONMENT[call.name];
      if (!parameters) return null;
      const names = parameters.slice(1, -1).split(', ').filter(Boolean);
      return helpFor(`${call.name}${parameters}`, names, call.argument, words().library[call.name]);
    },
  });
}

function helpFor(
  label: string,
  parameters: readonly string[],
  position: number,
  documentation: string | undefined,
): languages.SignatureHelpResult {
  // Labels are places in the signature, since the same word may stand in it twice.
  let from = label.length - parameters.join(label.endsWith(')') ? ', ' : ' ').length - (label.endsWith(')') ? 1 : 0);
  const places = parameters.map((parameter) => {
    const place: [number, number] = [from, from + parameter.length];
    from = place[1] + (label.endsWith(')') ? 2 : 1);
    return { label: place };
  });
  return {
    value: {
      signatures: [{ label, parameters: places, ...(documentation !== undefined && { documentation }) }],
      activeSignature: 0,
      activeParameter: argumentAt(position, parameters.length),
    },
    dispose: () => undefined,
  };
}

function libraryHover(name: string, words: EditorWords): string | undefined {
  const sentence = Object.hasOwn(words.library, name) ? words.library[name] : undefined;
  if (sentence === undefined) return undefined;
  return ['```redis-lua', `${name}${ENVIRONMENT[name] ?? ''}`, '```', sentence].join('\n');
}

/** The longest run of such characters around a column. */
function wordAround(line: string, column: number, part: RegExp): string {
  let start = column - 1;
  let end = column - 1;
  while (start > 0 && part.test(line[start - 1]!)) start--;
  while (end < line.length && part.test(line[end]!)) end++;
  return line.slice(start, end);
}
