import type { AppState, Dialog, EditorHandle } from './model.js';
import { app } from './store.js';

/** Says to screen readers, without moving the focus, what everybody else sees already. */
export const speak = (text: string): void =>
  app.setState((state) => ({ announcement: { text, n: state.announcement.n + 1 } }));

const NOTICES = 3;

/** Says something that stands nowhere else: to screen readers, and for a while at the foot of the page. */
export function announce(text: string): void {
  speak(text);
  app.setState(({ announcement, notices }) => ({ notices: [...notices, announcement].slice(-NOTICES) }));
}

/** A notice has been there long enough. */
export const withdrawNotice = (n: number): void =>
  app.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.n !== n) }));

export const openDialog = (dialog: Dialog): void => app.setState({ dialog });
export const closeDialog = (): void => app.setState({ dialog: undefined });

export const attachEditor = (editor: EditorHandle | undefined): void => app.setState({ editor });
export const setCaret = (line: number, column: number): void => app.setState({ caret: { line, column } });
export const setProblems = (problems: AppState['problems']): void => app.setState({ problems });

/** Shows a line of the selected script in the editor and moves the focus there. */
export function gotoLine(line: number, column?: number): void {
  app.setState((state) => ({ settings: { ...state.settings, phoneTab: 'code' } }));
  const { editor } = app.getState();
  editor?.reveal(line, column);
  editor?.focus();
}
