export interface LuaToken {
  /** Suffix of the syntax class; absent for plain names and blanks. */
  readonly kind?: 'kw' | 'str' | 'num' | 'com' | 'api' | 'dom' | 'pun';
  readonly text: string;
}

const TOKEN =
  /(?<com>--\[(?<c>=*)\[[^]*?(?:\]\k<c>\]|$)|--[^\n]*)|(?<str>"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?|\[(?<s>=*)\[[^]*?(?:\]\k<s>\]|$))|(?<num>\b0[xX][\da-fA-F]+|\b\d+\.?\d*(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z_]\w*)|(?<pun>[-+*/%^#=<>~(){}[\];:,.]+)/g;
const KEYWORDS = new Set(
  'and break do else elseif end false for function if in local nil not or repeat return then true until while'.split(
    ' ',
  ),
);
const DOMAIN = new Set(['KEYS', 'ARGV']);
const LIBRARY = new Set(
  'redis server call pcall log sha1hex error_reply status_reply cjson cmsgpack struct bit string table math tonumber tostring type pairs ipairs next select unpack error assert'.split(
    ' ',
  ),
);

/** Source in pieces that, joined, are the source again. Unfinished strings and comments run to the end. */
export function luaTokens(source: string): LuaToken[] {
  const tokens: LuaToken[] = [];
  let from = 0;
  for (const match of source.matchAll(TOKEN)) {
    if (match.index > from) tokens.push({ text: source.slice(from, match.index) });
    const [text] = match;
    from = match.index + text.length;
    const { com, str, num, name } = match.groups!;
    const kind =
      com !== undefined
        ? 'com'
        : str !== undefined
          ? 'str'
          : num !== undefined
            ? 'num'
            : name === undefined
              ? 'pun'
              : KEYWORDS.has(name)
                ? 'kw'
                : DOMAIN.has(name)
                  ? 'dom'
                  : LIBRARY.has(name)
                    ? 'api'
                    : undefined;
    tokens.push(kind === undefined ? { text } : { kind, text });
  }
  if (from < source.length) tokens.push({ text: source.slice(from) });
  return tokens;
}
