import { expect, type Locator, type Page } from '@playwright/test';

export type BreakpointField = 'condition' | 'hits' | 'log';

const FIELDS: readonly BreakpointField[] = ['condition', 'hits', 'log'];

/** The breakpoints in the editor and in the list of them; the watches above it. */
export class Breakpoints {
  readonly rows: Locator;

  constructor(private readonly page: Page) {
    this.rows = page.getByTestId('breakpoint-row');
  }

  /** Puts the caret on the line that holds a text. */
  async caret(text: string): Promise<void> {
    await this.page.getByTestId('editor').locator('.view-line').filter({ hasText: text }).first().click();
  }

  /** By the keyboard, on the line that holds a text. */
  async toggle(text: string): Promise<void> {
    await this.caret(text);
    await this.page.keyboard.press('F9');
  }

  /** The marks beside the lines. */
  get marks(): Locator {
    return this.page.getByTestId('editor').locator('.breakpoint');
  }

  /** The marks of statements, in the text; those that are only possible are not counted. */
  get statementMarks(): Locator {
    return this.page.getByTestId('editor').locator('.breakpoint-inline:not(.breakpoint-possible)');
  }

  /** What makes the n-th breakpoint stop or log, from 1. */
  async fill(number: number, field: BreakpointField, text: string): Promise<void> {
    const row = this.rows.nth(number - 1);
    const fields = row.getByTestId('btn-breakpoint-fields');
    if ((await fields.getAttribute('aria-expanded')) !== 'true') await fields.click();
    const input = row.getByRole('textbox').nth(FIELDS.indexOf(field));
    await input.fill(text);
    await input.press('Enter');
  }

  get logged(): Locator {
    return this.page.getByTestId('log-point-row');
  }

  get stopOn(): Locator {
    return this.page.getByTestId('panel-breakpoints').getByRole('group');
  }

  async watch(expression: string): Promise<Locator> {
    await this.page.getByTestId('watch-input').fill(expression);
    await this.page.getByTestId('watch-input').press('Enter');
    const row = this.page.getByTestId('watch-row').filter({ hasText: expression });
    await expect(row).toBeVisible();
    return row;
  }
}
