import type { Plugin } from 'vite';

/**
 * Files of Monaco that are built as something smaller, by the end of their path. Its entry reaches them all, but nothing here opens what they
 * show: every first load would fetch and parse them for nothing. What imports them must find the names below.
 */
const REPLACED: Readonly<Record<string, string>> = {
  '/diffEditor/diffEditorWidget.js': 'export class DiffEditorWidget {}',
  '/multiDiffEditor/multiDiffEditorWidget.js': 'export class MultiDiffEditorWidget {}',
  '/common/diff/linesDiffComputers.js': 'export const linesDiffComputers = {};',
  // Pick lists and trees: the editor is part of a page that has its own palette.
  '/standaloneQuickInputService.js': 'export class StandaloneQuickInputService {}',
  '/list/browser/listService.js': `
    import { createDecorator } from '../../instantiation/common/instantiation.js';
    export const IListService = createDecorator('listService');
    export class ListService {}`,
  // Of a hover: definitions, parameter hints in the line, colours, ghost text. Lua has no provider of those.
  '/link/goToDefinitionAtPosition.js':
    'export class GotoDefinitionAtPositionEditorContribution { static get() { return null; } }',
  '/inlayHints/browser/inlayHintsHover.js': 'export class InlayHintsHover {}',
  '/hoverColorPicker/hoverColorPickerParticipant.js':
    'export class ColorHover {} export class HoverColorPickerParticipant {}',
  '/hintsWidget/inlineCompletionsHintsWidget.js':
    'export class InlineSuggestionHintsContentWidget { static dropDownVisible = false; }',
  // A problem opened between the lines: F8 goes to the next one and shows what its hover says.
  '/gotoError/browser/gotoError.js': `
    export class MarkerController { static get() { return null; } }
    export class NextMarkerAction { static ID = 'editor.action.marker.next'; }`,
  // Choosing how to paste.
  '/dropOrPasteInto/browser/copyPasteController.js':
    'export class CopyPasteController { static get() { return null; } }',
  // Ways to draw and to colour that are switched off.
  '/viewParts/minimap/minimap.js': `
    import { ViewPart } from '../../view/viewPart.js';
    import { createFastDomNode } from '../../../../base/browser/fastDomNode.js';
    export class Minimap extends ViewPart {
      #node = createFastDomNode(document.createElement('div'));
      getDomNode() { return this.#node; }
      prepareRender() {}
      render() {}
    }`,
  '/browser/gpu/viewGpuContext.js': 'export class ViewGpuContext {}',
  '/viewLinesGpu/viewLinesGpu.js': 'export class ViewLinesGpu {}',
  '/treeSitter/treeSitterSyntaxTokenBackend.js': 'export class TreeSitterSyntaxTokenBackend {}',
};

/**
 * An Error that Monaco makes while it is loaded. V8 notes its place where developer tools or a test driver are attached, for which it parses the
 * whole file a second time; it is thrown and caught by identity, so anything will do.
 */
const EARLY_ERROR = { file: '/contextkey/common/contextkey.js', made: 'this._parseError = new Error()' };

/** Builds Monaco without what is never used here. Only in builds, where unused code is a cost. */
export function monacoParts(): Plugin {
  const replaced = new Set<string>();
  return {
    name: 'luascope:monaco-parts',
    apply: 'build',
    enforce: 'pre',
    load(id) {
      if (!id.includes('/monaco-editor/')) return null;
      const end = Object.keys(REPLACED).find((path) => id.endsWith(path));
      if (end === undefined) return null;
      replaced.add(end);
      return { code: REPLACED[end]!, moduleSideEffects: false };
    },
    transform(code, id) {
      if (!id.endsWith(EARLY_ERROR.file)) return null;
      if (!code.includes(EARLY_ERROR.made)) this.error(`${EARLY_ERROR.made} is no longer in ${id}`);
      return { code: code.replace(EARLY_ERROR.made, 'this._parseError = Symbol()'), map: null };
    },
    buildEnd(error) {
      // Another version of Monaco may have other files.
      if (error !== undefined) return;
      for (const end of Object.keys(REPLACED)) if (!replaced.has(end)) this.error(`Monaco has no file ${end}`);
    },
  };
}
