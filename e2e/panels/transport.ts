import { expect, type Locator, type Page } from '@playwright/test';

export type TransportButton = 'start' | 'rcontinue' | 'back' | 'over' | 'into' | 'out' | 'continue';

/** Time travel, and the panels that follow it. */
export class Transport {
  readonly root: Locator;

  constructor(private readonly page: Page) {
    this.root = page.getByTestId('transport');
  }

  /** Records the script of the editor and waits for the recording to be open. */
  async record(): Promise<void> {
    await this.page.getByTestId('btn-record').click();
    await this.opened();
  }

  async opened(): Promise<void> {
    await expect(this.root).toBeVisible({ timeout: 30_000 });
  }

  async press(button: TransportButton): Promise<void> {
    await this.root.getByTestId(`tt-${button}`).click();
  }

  /** One of the moves behind the last button. */
  async more(move: 'to-cursor' | 'back-to-cursor' | 'next-call' | 'previous-call'): Promise<void> {
    await this.root.getByTestId('tt-more').click();
    await this.page.getByTestId(`tt-${move}`).click();
  }

  get scrubber(): Locator {
    return this.root.getByTestId('scrubber');
  }

  /** The number of the step, from 1. */
  async at(step: number): Promise<void> {
    await expect(this.scrubber).toHaveValue(String(step));
  }

  /** The step that runs next is on this line. */
  async onLine(line: number): Promise<void> {
    await expect(this.page.getByTestId('pause-summary')).toContainText(new RegExp(`(line|第) ${line}(?!\\d)`));
  }

  /** Why the recording stands where it does. */
  get reason(): Locator {
    return this.page.getByTestId('stop-reason');
  }

  /** A variable, or an item of an open table, by its name; the innermost one. */
  variable(name: string): Locator {
    return this.page.getByTestId('variables').locator(`[data-testid=variable-row][data-name="${name}"]`).first();
  }

  get frames(): Locator {
    return this.page.getByTestId('stack-row');
  }

  /** A row of the timeline, with all steps in view, by what it runs. */
  step(source: string): Locator {
    return this.page.getByTestId('timeline-row').filter({ hasText: source });
  }
}
