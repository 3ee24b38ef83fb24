/** Monaco has no types for this part. */
declare module 'monaco-editor/editor/contrib/suggest/browser/suggestController';
