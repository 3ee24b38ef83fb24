import type { editor } from 'monaco-editor/editor';
import type { Theme } from '../state/model.js';

/** A colour as the browser resolved it (`rgb(10, 12, 15)`, `rgba(…, 0.13)`, `#0a0c0f`) in Monaco's `#rrggbb(aa)`. */
export function hexColour(colour: string): string {
  const trimmed = colour.trim();
  if (trimmed.startsWith('#')) return trimmed.length === 4 ? trimmed.replace(/[0-9a-f]/gi, '$&$&') : trimmed;
  const parts = /^rgba?\(([^)]*)\)$/
    .exec(trimmed)?.[1]
    ?.split(/[\s,/]+/)
    .map(Number);
  if (parts === undefined || parts.length < 3) throw new Error(`not a colour: ${colour}`);
  const [red, green, blue, alpha = 1] = parts;
  const channels = alpha === 1 ? [red!, green!, blue!] : [red!, green!, blue!, alpha * 255];
  return `#${channels.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}

export const themeName = (theme: Theme): string => `luascope-${theme}`;

/** Reads the tokens of a theme from the style sheet, so that the colours stand in one place. */
export function themeFromTokens(theme: Theme): editor.IStandaloneThemeData {
  const probe = document.createElement('div');
  probe.dataset['theme'] = theme;
  probe.hidden = true;
  document.body.append(probe);
  const style = getComputedStyle(probe);
  const colour = (token: string): string => hexColour(style.getPropertyValue(`--${token}`));
  const bare = (token: string): string => colour(token).slice(1);
  const data = buildTheme(theme, colour, bare);
  probe.remove();
  return data;
}

function buildTheme(
  theme: Theme,
  colour: (token: string) => string,
  bare: (token: string) => string,
): editor.IStandaloneThemeData {
  const clear = '#00000000';
  return {
    base: theme === 'dark' ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: bare('fg') },
      { token: 'identifier', foreground: bare('fg') },
      { token: 'keyword', foreground: bare('sx-kw') },
      { token: 'string', foreground: bare('sx-str') },
      { token: 'string.escape', foreground: bare('sx-num') },
      { token: 'number', foreground: bare('sx-num') },
      { token: 'comment', foreground: bare('sx-com') },
      { token: 'api', foreground: bare('sx-api') },
      { token: 'domain', foreground: bare('sx-dom') },
      { token: 'delimiter', foreground: bare('sx-pun') },
    ],
    colors: {
      foreground: colour('fg'),
      'editor.background': colour('code-bg'),
      'editor.foreground': colour('fg'),
      'editorLineNumber.foreground': colour('fg-3'),
      'editorLineNumber.activeForeground': colour('fg-2'),
      'editor.lineHighlightBackground': clear,
      'editor.lineHighlightBorder': clear,
      'editor.selectionBackground': colour('accent-line'),
      'editor.inactiveSelectionBackground': colour('accent-bg'),
      'editor.wordHighlightBackground': colour('bg-3'),
      'editor.wordHighlightStrongBackground': colour('bg-4'),
      'editor.findMatchBackground': colour('warn-line'),
      'editor.findMatchHighlightBackground': colour('warn-bg'),
      'editorCursor.foreground': colour('accent'),
      'editorIndentGuide.background1': colour('line'),
      'editorIndentGuide.activeBackground1': colour('line-2'),
      'editorBracketMatch.background': colour('bg-3'),
      'editorBracketMatch.border': colour('line-ctl'),
      'editorBracketHighlight.foreground1': colour('sx-pun'),
      'editorBracketHighlight.foreground2': colour('sx-pun'),
      'editorBracketHighlight.foreground3': colour('sx-pun'),
      'editorError.foreground': colour('bad'),
      'editorWarning.foreground': colour('warn'),
      'editorInfo.foreground': colour('fg-3'),
      'editorWidget.background': colour('bg-2'),
      'editorWidget.border': colour('line-2'),
      'editorHoverWidget.background': colour('bg-2'),
      'editorHoverWidget.border': colour('line-2'),
      'editorHoverWidget.foreground': colour('fg-2'),
      'editorSuggestWidget.background': colour('bg-2'),
      'editorSuggestWidget.border': colour('line-2'),
      'editorSuggestWidget.foreground': colour('fg'),
      'editorSuggestWidget.selectedBackground': colour('bg-4'),
      'editorSuggestWidget.selectedForeground': colour('fg'),
      'editorSuggestWidget.highlightForeground': colour('accent'),
      'editorSuggestWidget.focusHighlightForeground': colour('accent'),
      'quickInput.background': colour('bg-2'),
      'quickInputList.focusBackground': colour('bg-4'),
      'list.hoverBackground': colour('bg-3'),
      'list.focusBackground': colour('bg-4'),
      'list.activeSelectionBackground': colour('bg-4'),
      'list.activeSelectionForeground': colour('fg'),
      'menu.background': colour('bg-2'),
      'menu.foreground': colour('fg'),
      'menu.selectionBackground': colour('bg-4'),
      'menu.selectionForeground': colour('fg'),
      'menu.border': colour('line-2'),
      'input.background': colour('code-bg'),
      'input.foreground': colour('fg'),
      'input.border': colour('line-2'),
      focusBorder: colour('accent'),
      'textLink.foreground': colour('accent'),
      'scrollbar.shadow': clear,
      'scrollbarSlider.background': colour('line-2'),
      'scrollbarSlider.hoverBackground': colour('line-ctl'),
      'scrollbarSlider.activeBackground': colour('line-ctl'),
      'editorOverviewRuler.border': clear,
      'editorGutter.background': colour('code-bg'),
      'editorStickyScroll.background': colour('bg-2'),
    },
  };
}
