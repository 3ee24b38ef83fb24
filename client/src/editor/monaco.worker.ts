/** Monaco's own background work: comparing texts, finding words. Seldom needed here, so it starts with the first use. */
import 'monaco-editor/editor/editor.worker';
