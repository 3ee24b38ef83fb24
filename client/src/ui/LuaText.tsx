import type { Bytes } from '@luascope/shared/bytes';
import { memo } from 'react';
import { luaTokens } from './luaTokens.js';
import { shown } from './text.js';

/** Lua in the colours of the editor, for places that need no editor. */
export const LuaText = memo(function LuaText({ source }: { readonly source: Bytes }) {
  return luaTokens(
    source
      .split('\n')
      .map((line) => shown(line))
      .join('\n'),
  ).map(({ kind, text }, i) =>
    kind === undefined ? (
      text
    ) : (
      <span key={i} className={`sx-${kind}`}>
        {text}
      </span>
    ),
  );
});
