import type { Plugin } from 'vite';

/**
 * Parts of Monaco's paths whose files describe themselves to a page of settings: what each option, colour and context key is for. There is no such
 * page here, and these are two thirds of all texts of its own.
 */
const DESCRIBING = [
  '/editor/common/config/editorOptions.js',
  '/editor/common/config/editorConfigurationSchema.js',
  '/editor/common/core/editorColorRegistry.js',
  '/editor/common/editorContextKeys.js',
  '/editor/contrib/symbolIcons/browser/symbolIcons.js',
  '/editor/contrib/wordHighlighter/browser/highlightDecorations.js',
  '/platform/contextkey/common/contextkeys.js',
  '/platform/theme/common/colors/',
];

/** Where Monaco's texts of another language are, all of them, by the number that each call of `localize` names. */
const TRANSLATION = /\/monaco-editor\/esm\/vs\/nls\/lang\/[\w-]+\.js$/;
const MESSAGES = /(?<=globalThis\._VSCODE_NLS_MESSAGES=)\[.*\](?=;)/;
const PLACE = 'luascope:messages';

const CALL = /\b(localize2?\((\d+), *)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g;

/** Code of Monaco with every text of its `localize` calls empty. */
export const withoutTexts = (code: string): string => code.replaceAll(CALL, '$1""');

/** The numbers of the texts that code of Monaco shows: those of its `localize` calls that are not empty. */
export const textsOf = (code: string): number[] =>
  [...code.matchAll(CALL)].filter(([, , , text]) => text !== '""').map(([, , index]) => Number(index));

/** The messages of those numbers as the source of an object. What is missing in it Monaco says in English. */
export function chosen(messages: readonly string[], numbers: ReadonlySet<number>): string {
  const known = [...numbers].filter((index) => messages[index] !== undefined).toSorted((a, b) => a - b);
  return JSON.stringify(Object.fromEntries(known.map((index) => [index, messages[index]])));
}

/** Builds Monaco with the texts that can be seen here, in English and in the translations. Only in builds, as monaco-parts.ts. */
export function monacoTexts(): Plugin {
  const described = new Set<string>();
  const texts = new Map<string, readonly number[]>();
  const translations = new Map<string, readonly string[]>();
  return {
    name: 'luascope:monaco-texts',
    apply: 'build',
    transform(code, id) {
      if (!id.includes('/monaco-editor/')) return null;
      if (TRANSLATION.test(id)) {
        const [messages] = MESSAGES.exec(code) ?? [];
        if (messages === undefined) return this.error(`${id} holds its messages in another way than before`);
        translations.set(id, JSON.parse(messages) as string[]);
        return { code: code.replace(MESSAGES, () => `"${PLACE}"`), map: null };
      }
      const part = DESCRIBING.find((path) => id.includes(path));
      if (part === undefined) texts.set(id, textsOf(code));
      else described.add(part);
      return part === undefined ? null : { code: withoutTexts(code), map: null };
    },
    buildEnd(error) {
      // Another version of Monaco may have other files.
      if (error !== undefined) return;
      for (const part of DESCRIBING) if (!described.has(part)) this.error(`Monaco has no ${part}`);
    },
    renderChunk(code, chunk, _options, { chunks }) {
      const id = chunk.moduleIds.find((module) => translations.has(module));
      if (id === undefined) return null;
      const built = Object.values(chunks).flatMap(({ moduleIds }) => moduleIds);
      const seen = new Set(built.flatMap((module) => texts.get(module) ?? []));
      if (!code.includes(`"${PLACE}"`)) return this.error(`${id} is not where its messages belong`);
      return { code: code.replace(`"${PLACE}"`, () => chosen(translations.get(id)!, seen)), map: null };
    },
  };
}
