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
    await expect(this.root).toBeVisible({ timeout: 30_000 });
  }

  async press(button: TransportButton): Promise<void> {
    await this.root.getByTestId(`tt-${button}`).click();
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

  variable(name: string): Locator {
    return this.page.getByTestId('variables').getByTestId('variable-row').filter({ hasText: name });
  }
}
