import { expect, type Locator, type Page } from '@playwright/test';

/** The code editor. */
export class Editor {
  readonly root: Locator;

  constructor(private readonly page: Page) {
    this.root = page.getByTestId('editor');
  }

  /** Monaco has arrived and shows the script in colour. */
  async ready(patience = 20_000): Promise<void> {
    await expect(this.root.locator('.view-line').first()).toBeVisible({ timeout: patience });
  }

  async focus(): Promise<void> {
    await this.root.locator('textarea, [contenteditable=true], .native-edit-context').first().focus();
  }

  /** Replaces the whole script, as select-all and paste would. */
  async write(script: string): Promise<void> {
    await this.root.locator('.view-lines').click({ position: { x: 20, y: 8 } });
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.press('Delete');
    await this.page.keyboard.insertText(script);
  }

  /** The line that raised the error of the last run. */
  get errorLine(): Locator {
    return this.root.locator('[data-mark="error"], .err-line').first();
  }

  /** What the editor shows, line by line; a non-breaking space, with which Monaco draws blanks, is a blank. */
  async text(): Promise<string> {
    const lines = this.root.locator('.view-line');
    const shown = await lines.evaluateAll((nodes) =>
      nodes
        .map((node) => ({ top: (node as HTMLElement).offsetTop, text: node.textContent }))
        .sort((a, b) => a.top - b.top)
        .map((line) => line.text),
    );
    return shown.join('\n').replaceAll('\u00a0', ' ');
  }
}
