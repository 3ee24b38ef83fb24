import { app } from '../state/store.js';

/** A window that is not shown paints no frame, ms. */
const FRAME_PATIENCE = 250;
/** Without its editor the page works too, ms. */
const EDITOR_PATIENCE = 3000;

/** Resolves when what is in the page now has been handed to the screen. */
export const painted = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, document.hidden ? 0 : FRAME_PATIENCE);
    requestAnimationFrame(() => setTimeout(resolve));
  });

/** Resolves when the editor can be typed into: what needs a second thread, such as the sandbox, does not take it from the editor's code. */
export const editorThere = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, EDITOR_PATIENCE);
    const stop = app.subscribe(({ editor }) => {
      if (editor === undefined) return;
      stop();
      resolve();
    });
  });
